"""Two versions of a report side by side: what went, what came, and why it was returned."""

from collections.abc import Sequence

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from tracker.errors import NotVisible
from tracker.reports import queries
from tracker.reports.differing import SmallChange, changed_lines, changed_texts, small_changes
from tracker.reports.models import ReportSubmission
from tracker.reports.results import lines_of
from tracker.reports.views.blueprint import bp
from tracker.reports.views.lists import READERS
from tracker.reports.words import handed_in_words, row_title
from tracker.vietnamese import day_text
from tracker.web.fragments import varied
from tracker.web.gate import me, open_to


@bp.get("/bao-cao/<int:row_id>/so-sanh")
@open_to(*READERS)
def difference(row_id: int) -> Response:
    """Show how two versions differ; without numbers the newest against the one before."""
    row = queries.row_visible_to(me(), row_id)
    submissions = queries.submissions_of(row.id)
    if not submissions:
        raise NotVisible()
    newest = submissions[0].number
    after = _version(submissions, "den", newest)
    before = _version(submissions, "tu", max(after.number - 1, 1))
    stored = queries.files_of((before, after))
    page = render_template(
        "reports/difference.html",
        row=row,
        title=row_title(row),
        submissions=submissions,
        before=before,
        after=after,
        texts=changed_texts(before.content, after.content),
        lines=changed_lines(lines_of(before.results), lines_of(after.results)),
        tasks=_task_changes(before, after),
        others=_other_changes(before, after),
        files=_file_changes(before, after),
        stored=stored,
    )
    return varied(make_response(page))


def _version(submissions: Sequence[ReportSubmission], name: str, default: int) -> ReportSubmission:
    written = request.args.get(name, "").strip()
    number = int(written) if written.isdecimal() and len(written) < 6 else default if not written else -1
    found = next((submission for submission in submissions if submission.number == number), None)
    if found is None:
        raise NotVisible(_("Không tìm thấy lần nộp này của báo cáo."))
    return found


def _task_changes(before: ReportSubmission, after: ReportSubmission) -> list[SmallChange]:
    words = {
        "total": _("Tổng số nhiệm vụ"),
        "done_on_time": _("Hoàn thành đúng hạn"),
        "done_late": _("Hoàn thành quá hạn"),
        "open_in_time": _("Còn trong hạn"),
        "open_overdue": _("Còn quá hạn"),
        "no_deadline": _("Không hạn"),
    }
    pairs = [(label, str(before.figures.get(k, 0)), str(after.figures.get(k, 0))) for k, label in words.items()]
    as_of = (_("Tính đến ngày"), day_text(before.figures_day), day_text(after.figures_day))
    return small_changes([as_of, *pairs])


def _other_changes(before: ReportSubmission, after: ReportSubmission) -> list[SmallChange]:
    return small_changes(
        [
            (_("Số, ký hiệu văn bản"), before.letter_number or "", after.letter_number or ""),
            (_("Ngày văn bản"), day_text(before.letter_on), day_text(after.letter_on)),
            (_("Người nộp, cách nộp"), handed_in_words(before), handed_in_words(after)),
        ]
    )


def _file_changes(before: ReportSubmission, after: ReportSubmission) -> list[tuple[str, str, int, int]]:
    """Files that went ("out") or came ("in"): title, number of the version that has it, id."""
    old, new = ({(f["id"], f["title"]) for f in version.named_files} for version in (before, after))
    gone = [("out", title, before.number, file_id) for file_id, title in sorted(old - new)]
    return gone + [("in", title, after.number, file_id) for file_id, title in sorted(new - old)]
