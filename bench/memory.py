"""How much memory the processes take that this one starts: the highest of any of them."""

import os
import re
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

_EVERY = 0.02
_HIGHEST = re.compile(r"VmHWM:\s+(\d+) kB")


class Watch:
    """Looks at all descendants of this process fifty times a second (Linux)."""

    def __init__(self) -> None:
        self._highest = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def taken(self) -> int:
        """Return the highest memory of one process since the last question, in MB."""
        found, self._highest = self._highest, 0
        return found // 1024

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            for process in _below(os.getpid()):
                self._highest = max(self._highest, _highest_of(process))


def _below(process: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_below(int(child))]
    return found


def _highest_of(process: int) -> int:
    with suppress(OSError):
        if (
            "python" not in os.readlink(f"/proc/{process}/exe")
            or b"child.py" in Path(f"/proc/{process}/cmdline").read_bytes()
        ):
            match = _HIGHEST.search(Path(f"/proc/{process}/status").read_text())
            return int(match.group(1)) if match else 0
    return 0


def rss() -> int:
    """Return the memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // (1024 * 1024)
