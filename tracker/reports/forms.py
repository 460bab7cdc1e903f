"""What may be typed about a report."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from tracker.reports.drafting import Draft
from tracker.reports.outline import LONGEST_MERGED, LONGEST_TEXT, OUTLINE, cleaned
from tracker.reports.results import SECTIONS
from tracker.reports.rules import Channel
from tracker.vietnamese import parse_day
from tracker.web.forms import DayField, Form


class VersionedForm(Form):
    """A form that changes a row: it carries the version that the person saw."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version that the form was opened with; -1 when it was tampered with, which is never the current one."""
        written = str(self.version.data or "")
        return int(written) if written.isdecimal() and len(written) < 10 else -1


class ReportForm(VersionedForm):
    """The text of a report by the outline, the letter that carries it, and files. Figures: see result_fields."""

    letter_number = StringField(_l("Số, ký hiệu văn bản"), [Optional(), Length(max=60)])
    letter_on = DayField(_l("Ngày văn bản"), [Optional()])
    signed_copy = MultipleFileField(_l("Thêm tệp"))

    @property
    def draft(self) -> Draft:
        """What is typed, also where the day is not one: nothing typed is lost."""
        return Draft(
            cleaned({name: field.data for name, field in self._fields.items()}),
            (self.letter_number.data or "").strip(),
            str(self.letter_on._value() or "").strip(),
        )

    @classmethod
    def showing(cls, draft: Draft, version: int) -> "ReportForm":
        """Return the form with a draft in it."""
        values: dict[str, Any] = {code: draft.content.get(code, "") for code in cls.text_codes()}
        values |= {part.code: bool(draft.content.get(part.code)) for part in OUTLINE if part.may_be_nothing}
        form = cls(
            formdata=None,
            data={
                **values,
                "version": version,
                "letter_number": draft.letter_number,
                "letter_on": parse_day(draft.letter_on),
            },
        )
        if draft.letter_on and form.letter_on.data is None:
            form.letter_on.raw_data = [draft.letter_on]
        return form

    def lengthen(self) -> None:
        """Take the longer texts of a report that takes up many others."""
        for code in self.text_codes():
            self[code].validators = [Length(max=LONGEST_MERGED)]

    @staticmethod
    def text_codes() -> Iterator[str]:
        """The names of the fields with text."""
        return (section.code for part in OUTLINE for section in part.sections)


for _part in OUTLINE:
    for _section in _part.sections:
        _label = _l("Thuyết minh mục %(title)s", title=_section.title) if _section.code in SECTIONS else _section.title
        setattr(ReportForm, _section.code, TextAreaField(_label, [Length(max=LONGEST_TEXT)]))
    if _part.may_be_nothing:
        setattr(ReportForm, _part.code, BooleanField(_l("Không phát sinh trong kỳ")))


class OnBehalfForm(ReportForm):
    """A report that came on paper or by e-mail, as whoever follows the plan types it in."""

    channel = RadioField(
        _l("Báo cáo đến bằng"),
        [DataRequired(_l("Hãy chọn văn bản giấy hay thư điện tử."))],
        choices=[
            SelectChoice(Channel.PAPER.value, _l("Văn bản giấy")),
            SelectChoice(Channel.EMAIL.value, _l("Thư điện tử")),
        ],
    )
    received_on = DayField(_l("Ngày nhận"), [InputRequired(_l("Hãy ghi ngày nhận, ví dụ 18/06/2026."))])

    @classmethod
    def beginning(cls, version: int) -> "OnBehalfForm":
        """Return the empty form."""
        return cls(formdata=None, data={"version": version, "channel": Channel.PAPER.value})


class ReasonForm(VersionedForm):
    """Why a report is returned."""

    reason = TextAreaField(_l("Lý do"), [DataRequired(_l("Hãy ghi lý do trả lại.")), Length(max=2000)])


class ExcuseForm(ReasonForm):
    """Why a report is not asked for."""

    reason = TextAreaField(_l("Lý do"), [DataRequired(_l("Hãy ghi lý do miễn báo cáo.")), Length(max=2000)])


class ObjectForm(ReasonForm):
    """Why the agency wants its report back."""

    reason = TextAreaField(_l("Lý do"), [DataRequired(_l("Hãy ghi lý do đề nghị trả lại.")), Length(max=2000)])


class SendBackForm(ReasonForm):
    """What the clerk must change before the head approves."""

    reason = TextAreaField(_l("Lý do"), [DataRequired(_l("Hãy ghi nội dung phải sửa.")), Length(max=2000)])
