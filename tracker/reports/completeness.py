"""When a draft may be handed in, and the files that go with it. Adds, never commits."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from tracker.errors import DomainError
from tracker.files.issue import keep_upload
from tracker.files.rules import FileRefused, Upload
from tracker.reports.drafting import Draft, DraftFile
from tracker.reports.outline import contradiction, says_results
from tracker.reports.results import wrong_figures
from tracker.rights import Actor
from tracker.vietnamese import day_text, parse_day

MOST_FILES = 20


class ReportIncomplete(DomainError):
    """Something that every report needs is missing, or two things in it cannot both be."""


def check_complete(draft: Draft, *, today: date) -> None:
    """Raise ReportIncomplete with one sentence when the draft cannot be handed in as it is."""
    with_lines = {line.section for line in draft.results if line.is_filled}
    if not says_results(draft.content) and not with_lines:
        raise ReportIncomplete("Cần nhập ít nhất một nội dung ở mục II, hoặc đánh dấu không phát sinh trong kỳ.")
    both = contradiction(draft.content, with_lines)
    if both:
        raise ReportIncomplete(
            f"Mục «{both.title}» vừa đánh dấu không phát sinh vừa có nội dung; hãy bỏ dấu hoặc xóa nội dung."
        )
    wrong = wrong_figures(draft.results)
    if wrong:
        raise ReportIncomplete(f"Có {len(wrong)} ô số liệu cần ghi lại; câu hướng dẫn đứng cạnh từng ô ở mục II.")
    _check_letter(draft, today=today)


def _check_letter(draft: Draft, *, today: date) -> None:
    if bool(draft.letter_number) != bool(draft.letter_on):
        raise ReportIncomplete("Số, ký hiệu và ngày văn bản đi cùng nhau: hãy nhập đủ hai ô, hoặc để trống cả hai.")
    day = parse_day(draft.letter_on)
    if draft.letter_on and (day is None or day > today):
        raise ReportIncomplete(f"Ngày văn bản phải là một ngày từ {day_text(today)} trở về trước, ví dụ 30/06/2026.")


def keep_files(uploads: Sequence[Upload], by: Actor) -> list[DraftFile]:
    """Keep the files, each under its own name until it is given another. Raises FileRefused, with the file's name."""
    if len(uploads) > MOST_FILES:
        raise FileRefused(f"Mỗi lần gửi không quá {MOST_FILES} tệp; hãy gửi làm nhiều lần.")
    return [_kept(upload, by, several=len(uploads) > 1) for upload in uploads]


def _kept(upload: Upload, by: Actor, *, several: bool) -> DraftFile:
    try:
        stored = keep_upload(upload, by)
    except FileRefused as refused:
        if not several:
            raise
        raise FileRefused(f"Tệp «{upload.filename}»: {refused.sentence}") from refused
    return DraftFile(stored.id, PurePath(stored.name).stem[:200] or stored.name)
