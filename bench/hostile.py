"""Files made to harm: how each ends when it is read as an upload is, in seconds and in memory of its process."""

import sys
import time
from collections.abc import Iterator

from bench.memory import Watch, rss
from tests.parsing.hostile import FILES
from tracker.parsing.process import AT_LEISURE, read_apart
from tracker.parsing.readers.document import UnreadableDocument


def main(names: list[str]) -> None:
    """Print a line for each file (or those named): its end, seconds, the highest memory of who read it."""
    own = rss()
    print(f"{'file':<28} {'KB':>7} {'seconds':>8} {'peak MB':>8}  end")
    with Watch() as watch:
        for name, size, ending, seconds in results(names or list(FILES)):
            print(f"{name:<28} {size // 1024:>7,} {seconds:>8.2f} {watch.taken():>8,}  {ending}", flush=True)
    print(f"this process: {own} MB before, {rss()} MB after (files are built in it)")


def results(names: list[str]) -> Iterator[tuple[str, int, str, float]]:
    """Read each file and yield its name, size, how it ended, and how long that took."""
    for name in names:
        content = FILES[name]()
        began = time.perf_counter()
        try:
            draft = read_apart(content, name, patience=AT_LEISURE)
            ending = f"draft: {len(draft['assignments'])} assignments, {len(draft['findings'])} findings"
        except UnreadableDocument as refusal:
            ending = refusal.sentence
        yield name, len(content), ending, time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1:])
