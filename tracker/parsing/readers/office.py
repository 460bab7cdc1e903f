"""Old Office forms by programs of the machine: LibreOffice turns them into .docx or .xlsx, catdoc reads .doc as text.

Each call has its own folder and profile, no macros, no links, and limits on time, memory and file size.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tracker.parsing.readers.document import RawDocument, UnreadableDocument
from tracker.parsing.readers.docx import read_docx
from tracker.parsing.readers.encodings import decode
from tracker.parsing.readers.txt import lines_of, refuse_without_letters
from tracker.parsing.readers.xlsx import read_xlsx

MEDIA_TYPES = {
    "doc": "application/msword",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
SECONDS: float = 60
_MEMORY = 4 * 1024**3
_LARGEST_RESULT = 200 * 1024 * 1024
_TEXT_FORMS = ("doc", "rtf")
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_NEEDS_WRITER = (
    "Máy chủ chưa đọc được tệp {name}: cần cài gói {packages}; "
    "trong khi chờ, hãy mở tệp bằng Word, lưu lại dạng .docx rồi gửi lại."
)
_NEEDS_CALC = (
    "Máy chủ chưa đọc được tệp {name}: cần cài gói libreoffice-calc-nogui; "
    "trong khi chờ, hãy mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
)
_FAILED = (
    "Không mở được tệp {name} (tệp hỏng, có mật khẩu hoặc quá lớn); hãy mở bằng Word, lưu lại dạng .docx rồi gửi lại."
)
_CATDOC_NOTE = (
    "Tệp .doc được đọc bằng catdoc: số thứ tự tự động và ghi chú của Word không còn trong văn bản, "
    "cần đối chiếu với bản gốc."
)
_NAMES = {
    "doc": "Word 97-2003 (.doc)",
    "rtf": "RTF",
    "xls": "Excel 97-2003 (.xls)",
    "ods": "bảng tính OpenDocument (.ods)",
}
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "DisableActiveContent", "true"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
)


def read_office(content: bytes, kind: str, programs: Mapping[str, str] | None = None) -> RawDocument:
    """Return the lines of a .doc, .rtf, .xls or .ods file. `programs` names what to use, by default what the PATH has.

    Raises UnreadableDocument: with the package to install when the machine lacks the program, or why it failed.
    """
    found = programs_of_machine() if programs is None else programs
    if kind in _TEXT_FORMS and "soffice" not in found and not (kind == "doc" and "catdoc" in found):
        packages = "libreoffice-writer-nogui hoặc catdoc" if kind == "doc" else "libreoffice-writer-nogui"
        raise UnreadableDocument(_NEEDS_WRITER.format(name=_NAMES[kind], packages=packages))
    if kind not in _TEXT_FORMS and not _opens_sheets(found.get("soffice")):
        raise UnreadableDocument(_NEEDS_CALC.format(name=_NAMES[kind]))
    if kind == "doc" and "soffice" not in found:
        return _read_with_catdoc(content, found["catdoc"])
    if kind in _TEXT_FORMS:
        converted = converted_by_office(content, kind, "docx", found["soffice"])
        if converted is None and kind == "doc" and "catdoc" in found:
            return _read_with_catdoc(content, found["catdoc"])
        document = read_docx(_or_refuse(converted, kind))
    else:
        document = read_xlsx(_or_refuse(converted_by_office(content, kind, "xlsx", found["soffice"]), kind))
    return replace(document, media_type=MEDIA_TYPES[kind])


def _opens_sheets(soffice: str | None) -> bool:
    """Tell whether this LibreOffice has its spreadsheet part, which Debian packs by itself."""
    return soffice is not None and (Path(soffice).resolve().parent / "libsclo.so").exists()


def programs_of_machine() -> dict[str, str]:
    """Return the paths of the converters that this machine has, by name ("soffice", "catdoc")."""
    paths = {name: shutil.which(name) for name in ("soffice", "catdoc")}
    return {name: path for name, path in paths.items() if path}


def converted_by_office(content: bytes, kind: str, into: str, soffice: str) -> bytes | None:
    """Return the file converted by LibreOffice, None when LibreOffice could not open it or took too long."""
    with tempfile.TemporaryDirectory(prefix="tracker-office-") as folder:
        place = Path(folder)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        source = place / f"source.{kind}"
        source.write_bytes(content)
        command = [
            *(soffice, f"-env:UserInstallation=file://{place}/profile", "--headless", "--norestore", "--nologo"),
            *("--nolockcheck", "--nodefault", "--convert-to", _FILTERS[into], "--outdir", str(place / "out")),
            str(source),
        ]
        _run(command, place)
        result = place / "out" / f"source.{into}"
        if not result.is_file() or not 0 < result.stat().st_size <= _LARGEST_RESULT:
            return None
        return result.read_bytes()


def _settings() -> str:
    """Return the profile of LibreOffice: no macros, no active content, no links followed."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    spaces = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {spaces}>{items}</oor:items>'


def _or_refuse(converted: bytes | None, kind: str) -> bytes:
    if converted is None:
        raise UnreadableDocument(_FAILED.format(name=_NAMES[kind]))
    return converted


def _read_with_catdoc(content: bytes, catdoc: str) -> RawDocument:
    with tempfile.TemporaryDirectory(prefix="tracker-office-") as folder:
        source = Path(folder) / "source.doc"
        source.write_bytes(content)
        printed = _run([catdoc, "-w", "-d", "utf-8", str(source)], Path(folder))
    if not printed.strip():
        raise UnreadableDocument(_FAILED.format(name=_NAMES["doc"]))
    decoded = decode(printed)
    lines = lines_of(decoded.text)
    refuse_without_letters(lines)
    note = " ".join(one for one in (_CATDOC_NOTE, decoded.note) if one)
    return RawDocument(lines, MEDIA_TYPES["doc"], wrapped=False, note=note, table_rows=True)


def _run(command: Sequence[str], folder: Path) -> bytes:
    """Run a converter in its folder with limits and without the settings of the caller; return what it printed."""
    quiet = {"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "no_proxy": ""}
    quiet |= dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    with (folder / "printed").open("w+b") as printed:
        process = subprocess.Popen(
            [*_limits(), *command],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=quiet,
            start_new_session=True,
        )
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=SECONDS)
        finally:
            _end_group(process)
        printed.seek(0)
        return printed.read(_LARGEST_RESULT)


def _limits() -> list[str]:
    """Return the commands that set limits on memory, processor time, file size and time, where the machine has them.

    The limit on time is kept here as well as by `timeout`, which ends the converter when this process was killed.
    """
    prlimit, timeout = shutil.which("prlimit"), shutil.which("timeout")
    limits = [f"--as={_MEMORY}", f"--cpu={round(SECONDS) or 1}", f"--fsize={_LARGEST_RESULT}", "--core=0"]
    ended = [timeout, "--signal=KILL", str(SECONDS + 1)] if timeout else []
    return [*([prlimit, *limits, "--"] if prlimit else []), *ended]


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """End the converter and whatever it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
