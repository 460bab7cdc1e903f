"""How long documents take: a report of forty pages, a table of three hundred rows, a letter to each of fifty agencies.

Each must stay below ten seconds of one processor, as Word and as PDF; the time by the clock stands beside it, and is
longer on a machine that does other things too.
"""

import os
import tempfile
import time
from collections.abc import Callable

import pypdfium2

from tests.documents.samples import consolidated, letter, report
from tracker import create_app
from tracker.documents.official import OfficialDocument
from tracker.documents.printing import pdf_file
from tracker.documents.word import word_file

MOST_SECONDS = 10.0


def samples() -> dict[str, list[OfficialDocument]]:
    """Return what is measured."""
    return {
        "forty pages": [report(paragraphs=250, rows=40)],
        "three hundred rows": [consolidated(agencies=300)],
        "fifty letters": [letter(f"Ủy ban nhân dân xã Số {number}") for number in range(1, 51)],
    }


def timed(make: Callable[[], bytes]) -> tuple[float, float, bytes]:
    """Return the seconds that a file took, of the processor and by the clock, and the file."""
    began, spent = time.perf_counter(), time.process_time()
    made = make()
    return time.process_time() - spent, time.perf_counter() - began, made


def main() -> None:
    """Print a line for each document; end with 1 when one takes too long."""
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRACKER_INSTANCE"] = folder
        with create_app().test_request_context():
            pdf_file(report())  # loads WeasyPrint
            for name, officials in samples().items():
                word_spent, word_took, word = timed(lambda papers=officials: word_file(*papers))  # type: ignore[misc]
                pdf_spent, pdf_took, pdf = timed(lambda papers=officials: pdf_file(*papers))  # type: ignore[misc]
                slow = slow or max(word_spent, pdf_spent) > MOST_SECONDS
                print(
                    f"{name:<20} {len(pypdfium2.PdfDocument(pdf)):3} pages"
                    f"   Word {word_spent:5.2f} s ({word_took:5.2f} by the clock) {len(word) / 1024:4.0f} KB"
                    f"   PDF {pdf_spent:5.2f} s ({pdf_took:5.2f}) {len(pdf) / 1024:4.0f} KB"
                )
    raise SystemExit(slow)


if __name__ == "__main__":
    main()
