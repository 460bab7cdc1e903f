"""What may be typed about a task."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from tracker.errors import DomainError
from tracker.files.rules import NewFile, read_upload
from tracker.tasks.steps import Proof
from tracker.web.forms import DayField, Form

IN_PROGRESS, DONE, NOTHING_NEW = "in_progress", "done", "nothing_new"
LONGEST_WORDS = 5000
LONGEST_REASON = 1000


class StepForm(Form):
    """A step without words. `version` is that of the task when the form was made."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version the person saw; 0, which no task has, when it is missing or was tampered with."""
        written = self.version.data or ""
        return int(written) if written.isdecimal() and len(written) < 10 else 0


class ReasonForm(StepForm):
    """A step that says why."""

    reason = TextAreaField(_l("Lý do"), [DataRequired(), Length(max=LONGEST_REASON)])


class HandOverForm(ReasonForm):
    """A hand-over to another agency."""

    agency = SelectField(_l("Giao cho cơ quan"), [InputRequired()], coerce=int)

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency.choices = [SelectChoice(str(agency_id), name) for agency_id, name in agencies]


class EventForm(StepForm):
    """The awaited event came."""

    event_on = DayField(_l("Ngày xảy ra sự kiện"), [InputRequired()], description=_l("Ví dụ 15/03/2026."))
    due_on = DayField(
        _l("Hạn thực hiện"), [InputRequired()], description=_l("Tính theo lời kế hoạch, kể từ ngày có sự kiện.")
    )


class CountedEventForm(EventForm):
    """The awaited event came, and the plan says how long after it the work is due: the day may be left out."""

    due_on = DayField(_l("Hạn thực hiện"), [Optional()])

    def __init__(self, *args: Any, count: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due_on.description = _("Để trống thì hạn là %(count)s, theo lời kế hoạch.", count=count)


class UpdateForm(StepForm):
    """How far a task is, with words and proof. Several stand on one page, so their ids carry the task's number."""

    outcome = RadioField(
        _l("Kết quả đến hôm nay"),
        [InputRequired()],
        choices=[
            SelectChoice(IN_PROGRESS, _l("Đang thực hiện")),
            SelectChoice(DONE, _l("Đã xong, gửi xác nhận")),
            SelectChoice(NOTHING_NEW, _l("Không phát sinh")),
        ],
        default=IN_PROGRESS,
    )
    words = TextAreaField(_l("Đã làm được gì"), [Length(max=LONGEST_WORDS)])
    percent = IntegerField(_l("Tiến độ (%)"), [Optional(), NumberRange(0, 100)])
    letter_number = StringField(_l("Số văn bản minh chứng"), [Length(max=60)])
    letter_on = DayField(_l("Ngày ban hành"), [Optional()])
    file = FileField(_l("Tệp minh chứng"))

    def __init__(self, *args: Any, task_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.new_file: NewFile | None = None
        for field in self:
            field.id = f"{field.id}-{task_id}"
            field.label.field_id = field.id

    def validate_file(self, field: FileField) -> None:
        """Refuse a file that cannot be kept, beside its field."""
        if not field.data or not field.data.filename:
            return
        try:
            self.new_file = read_upload(field.data, limit=current_app.config["MAX_UPLOAD_BYTES"])
        except DomainError as refusal:
            raise ValidationError(refusal.sentence) from refusal

    @property
    def proof(self) -> Proof:
        """What shows the result."""
        return Proof(self.letter_number.data or None, self.letter_on.data, self.new_file)
