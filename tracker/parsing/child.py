"""The process that reads one file and ends: started by process.py with nothing of the server in it.

Standard input holds one line of JSON (what to read and with which limits) and then the bytes of the file. Standard
output gets lines of JSON: {"at": [page, pages]} while it reads, and last the outcome. The limits are set here, before
anything of the file is looked at. Only the parser is loaded, not the application around it.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import threading
import types
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

PACKAGE = Path(__file__).resolve().parents[1]
HARDEST = {"memory": 4 << 30, "processor": 600, "file": 256 << 20}  # what a converter of the machine may be given
_NEW_NETWORK = 0x40000000
_DIE_WITH_PARENT = 1
_NO_NEW_PRIVILEGES = 38
_MOST_ARENAS = -8
_NOBODY = 65534


def main() -> int:
    """Read the order, shut the doors, read the file, print the outcome."""
    answer = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    order = json.loads(sys.stdin.buffer.readline())
    _set_limits(order)
    _leave_network()
    try:
        outcome = _read(order, answer)
    except MemoryError:
        outcome = {"limit": "memory"}
    except RecursionError:
        outcome = {"limit": "depth"}
    _say(outcome, answer)
    return 0


def _set_limits(order: dict[str, Any]) -> None:
    for kind, soft, hard in (
        (resource.RLIMIT_AS, order["memory"], HARDEST["memory"]),
        (resource.RLIMIT_CPU, order["processor"], HARDEST["processor"]),
        (resource.RLIMIT_FSIZE, HARDEST["file"], HARDEST["file"]),
        (resource.RLIMIT_NOFILE, 256, 1024),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        most = resource.getrlimit(kind)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(kind, (soft, hard))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _leave_network() -> None:
    """Go where no network is, and take no further rights.

    The first needs rights that the server of an ordinary user has not; there the readers still open no connection.
    """
    try:
        libc = ctypes.CDLL(None)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        libc.unshare(_NEW_NETWORK)
    except (OSError, AttributeError):  # no Linux
        return


def _end_with(parent: int) -> None:
    """Let this process and all that it started end at once with the process that started it, killed or not.

    Called when the rights are dropped, which would undo it. A thread takes the signal: the first one may be at work in
    a library for long.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_MOST_ARENAS, 1)  # a thread takes no memory of its own from the limit
        libc.prctl(_DIE_WITH_PARENT, signal.SIGUSR1)
    threading.stack_size(256 * 1024)
    threading.Thread(target=_await_end, daemon=True).start()
    if os.getppid() != parent:
        _end_all()


def _await_end() -> None:
    signal.sigwait({signal.SIGUSR1})
    _end_all()


def _end_all() -> None:
    """End the converters, which have groups of their own, and then the own group."""
    for task in os.listdir("/proc/self/task"):
        with suppress(OSError, ValueError):
            for started in Path(f"/proc/self/task/{task}/children").read_text().split():
                with suppress(OSError):
                    os.killpg(int(started), signal.SIGKILL)
    os.killpg(0, signal.SIGKILL)


def _read(order: dict[str, Any], answer: BinaryIO) -> dict[str, Any]:
    """Return {"draft"}, {"refused"}, {"pages"} too many, {"time"} needed, or {"fault"} by its kind and place."""
    parser = types.ModuleType("tracker")
    parser.__path__ = [str(PACKAGE)]
    sys.modules["tracker"] = parser  # the package without create_app, which would load the whole application
    care = import_module("tracker.parsing.readers.care")
    unreadable = import_module("tracker.parsing.readers.document").UnreadableDocument
    extract = import_module("tracker.parsing.extract").extract_plan
    _drop_rights()
    _end_with(order["parent"])
    wanted = care.Care(
        order["most_pages"],
        order["may_recognise"],
        order["most_pictures"],
        lambda done, pages: _say({"at": [done, pages]}, answer),
    )
    try:
        draft = extract(sys.stdin.buffer.read(), order["filename"], order["max_bytes"], wanted)
        return {"draft": draft.to_json()}
    except care.TooLong as long:
        return {"pages": long.pages, "pictures": long.pictures}
    except care.NeedsTime as slow:
        return {"time": slow.pages}
    except unreadable as refusal:
        return {"refused": refusal.sentence}
    except (MemoryError, RecursionError):
        raise
    except Exception as fault:  # noqa: BLE001  # whatever a parser does with a broken file, the caller gets one sentence
        return {"fault": _place(fault)}


def _drop_rights() -> None:
    """Let a server that runs as root read files as nobody, if nobody may read the program."""
    if os.geteuid() != 0:
        return
    needed = [str(PACKAGE), *(place for place in sys.path if os.path.isdir(place))]
    os.chown(os.getcwd(), _NOBODY, _NOBODY)
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.seteuid(_NOBODY)
    readable = all(os.access(place, os.R_OK | os.X_OK, effective_ids=True) for place in needed)
    os.seteuid(0)
    if readable:
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _place(fault: Exception) -> str:
    """Return the kind of an error and where it arose; never its words, which may quote the document."""
    frame = fault.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = "" if frame is None else f" {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}"
    return type(fault).__name__ + where


def _say(words: dict[str, Any], answer: BinaryIO) -> None:
    answer.write(json.dumps(words, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    answer.flush()


if __name__ == "__main__":
    sys.exit(main())
