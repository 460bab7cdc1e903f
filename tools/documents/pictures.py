"""Make pictures of documents: each page of the PDF, and of the Word file as another program sets it.

    make pictures      (into test-artifacts/documents/)

LibreOffice replaces Times New Roman by a font that lacks Vietnamese letters; here it finds Tinos alone, by a font
configuration of its own.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from fontTools.ttLib import TTFont

from tests.documents.samples import consolidated, letter, report
from tracker import create_app
from tracker.documents.official import OfficialDocument
from tracker.documents.printing import pdf_file
from tracker.documents.word import word_file

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "test-artifacts" / "documents"
DOTS = 100 / 72
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{fonts}</dir>
<cachedir>{fonts}/cache</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias></fontconfig>"""


def samples() -> dict[str, OfficialDocument]:
    """Return what is drawn, by file name."""
    return {
        "report": report(),
        "consolidated": consolidated(),
        "letter-to-one": letter("Sở Tài chính"),
        "letter-to-many": letter("Sở Tài chính", "Ủy ban nhân dân xã Bảo Lạc", "Ủy ban MTTQ Việt Nam tỉnh"),
    }


def register_fonts(folder: Path) -> dict[str, str]:
    """Unpack Tinos into the folder; return the environment in which it is the only font."""
    for packed in sorted((ROOT / "static" / "vendor" / "tinos").glob("*.woff2")):
        font = TTFont(packed)
        font.flavor = None
        font.save(folder / f"{packed.stem}.ttf")
    (folder / "fonts.conf").write_text(FONTS.format(fonts=folder))
    return {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)}


def pdf_of_word(word: Path, folder: Path, environment: dict[str, str]) -> Path:
    """Set a Word file by LibreOffice."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(word)], env=environment, check=True, capture_output=True, timeout=180
    )
    return folder / f"{word.stem}.pdf"


def draw(pdf: bytes, name: str) -> int:
    """Write a picture of each page; return how many."""
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        document[number].render(scale=DOTS).to_pil().save(TARGET / f"{name}-{number + 1}.png")
    return len(document)


def draw_both(name: str, word: bytes, pdf: bytes, folder: Path, environment: dict[str, str]) -> None:
    """Draw a document as PDF and as Word, and keep both files."""
    (TARGET / f"{name}.pdf").write_bytes(pdf)
    (TARGET / f"{name}.docx").write_bytes(word)
    pages = draw(pdf, f"{name}-pdf")
    set_by_word = pdf_of_word(TARGET / f"{name}.docx", folder, environment)
    print(f"{name}: PDF {pages} pages, Word {draw(set_by_word.read_bytes(), f'{name}-word')} pages")


def main() -> None:
    """Draw the samples, and the files that are named."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = register_fonts(folder)
        os.environ["TRACKER_INSTANCE"] = name
        with create_app().test_request_context():
            for kind, official in samples().items():
                draw_both(kind, word_file(official), pdf_file(official), folder, environment)
        for path in map(Path, sys.argv[1:]):
            content = (
                path.read_bytes() if path.suffix == ".pdf" else pdf_of_word(path, folder, environment).read_bytes()
            )
            print(f"{path.name}: {draw(content, path.name.replace('.', '-'))} pages")


if __name__ == "__main__":
    main()
