"""What may be typed while a document is uploaded and reviewed."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

from tracker.tasks.rules import DeadlineOrigin, Mode, Nature
from tracker.web.forms import DayField, Form

MODES = [
    SelectChoice(Mode.ORDERED.value, _l("Giao nhiệm vụ")),
    SelectChoice(Mode.REQUESTED.value, _l("Đề nghị phối hợp (không tính quá hạn)")),
]
DROP_REASONS = (
    _l("Không phải nhiệm vụ"),
    _l("Trùng với việc khác"),
    _l("Đã hoàn thành"),
    _l("Thuộc văn bản khác"),
)
NATURES = [
    SelectChoice(Nature.SPECIFIC.value, _l("Việc cụ thể, có kết quả")),
    SelectChoice(Nature.CONTINUOUS.value, _l("Việc thường xuyên")),
    SelectChoice(Nature.STANDING.value, _l("Giữ vai trò (cơ quan thường trực …)")),
]
ORIGINS = [
    SelectChoice(DeadlineOrigin.STATED.value, _l("Ngày cụ thể")),
    SelectChoice(DeadlineOrigin.PLAN_END.value, _l("Hết kỳ kế hoạch")),
    SelectChoice(DeadlineOrigin.RECURRING.value, _l("Lặp lại theo văn bản")),
    SelectChoice(DeadlineOrigin.EVENT.value, _l("Chờ sự kiện")),
    SelectChoice(DeadlineOrigin.NONE.value, _l("Không hạn")),
]


class UploadForm(Form):
    """A document to be read."""

    file = FileField(_l("Tệp văn bản"), [FileRequired(_l("Hãy chọn tệp văn bản kế hoạch."))])
    issuer_id = SelectField(_l("Cơ quan ban hành"))
    nhiem_vu = HiddenField()


class EditForm(Form):
    """A proposal put right. The quoted words of the document cannot be changed.

    `opened` is the way of the deadline that the form was opened with: one that stays as it was does not contradict a
    day that is typed.
    """

    text = TextAreaField(
        _l("Nội dung việc"),
        [InputRequired(_l("Cần nhập nội dung việc.")), Length(max=2000, message=_l("Không quá 2.000 ký tự."))],
    )
    mode = SelectField(_l("Hình thức"), choices=MODES)
    nature = SelectField(_l("Tính chất"), choices=NATURES)
    origin = SelectField(_l("Cách tính hạn"), choices=ORIGINS)
    due_on = DayField(_l("Hạn"), description=_l("Nhập ngày thì hạn là ngày cụ thể, ví dụ 30/06/2026."))
    opened = HiddenField()
    seen = HiddenField()

    def validate_due_on(self, field: DayField) -> None:
        """A stated date needs its day, and a day that is typed is never dropped."""
        if field.process_errors:
            return
        origin, day = self.deadline()
        if origin is DeadlineOrigin.STATED and day is None:
            raise ValidationError(_l("Hãy nhập ngày, ví dụ 30/06/2026."))
        if origin is not DeadlineOrigin.STATED and day is not None:
            raise ValidationError(
                _l("Đã nhập ngày nhưng cách tính hạn không phải “Ngày cụ thể”; hãy chọn lại hoặc xóa ngày.")
            )

    def deadline(self) -> tuple[DeadlineOrigin, date | None]:
        """Return how the deadline is set, and its day; both say different things only where the form is refused.

        A typed day makes the deadline a stated one, unless another way was chosen in this form. The old day that still
        stands in the form when another way is chosen was not typed.
        """
        origin, day = DeadlineOrigin(self.origin.data), self.due_on.data
        if origin is DeadlineOrigin.STATED or day is None:
            return origin, day
        if self.origin.data == self.opened.data:
            return DeadlineOrigin.STATED, day
        return origin, None if day == self.due_on.object_data else day


class DeadlineForm(Form):
    """A deadline set or cleared. A typed day makes it a stated one."""

    origin = SelectField(_l("Cách tính hạn"), choices=ORIGINS)
    due_on = DayField(_l("Ngày đến hạn"), description=_l("Ví dụ 30/06/2026; để trống khi chọn cách khác."))
    seen = HiddenField()

    def deadline(self) -> tuple[DeadlineOrigin, date | None]:
        """Return how the deadline is set, and its day."""
        if self.due_on.data is not None and self.due_on.data != self.due_on.object_data:
            return DeadlineOrigin.STATED, self.due_on.data
        origin = DeadlineOrigin(self.origin.data)
        return origin, self.due_on.data if origin is DeadlineOrigin.STATED else None


class AddForm(Form):
    """Words of the document that are to become a proposal. `tu` is where they were marked, when a script knows it."""

    doan = TextAreaField(_l("Đoạn văn bản giao việc"))
    tu = HiddenField()


class DropForm(Form):
    """Why a proposal is no task."""

    reason = TextAreaField(
        _l("Lý do bỏ"),
        [
            InputRequired(_l("Hãy ghi lý do bỏ đề xuất này.")),
            Length(max=500, message=_l("Không quá 500 ký tự.")),
        ],
    )
    seen = HiddenField()


class HeadForm(Form):
    """Number, day and period of a plan where the document does not say them."""

    number = StringField(_l("Số, ký hiệu"), [Length(max=60, message=_l("Không quá 60 ký tự."))])
    issued_on = DayField(_l("Ngày ban hành"), [InputRequired(_l("Cần nhập ngày ban hành, ví dụ 05/04/2026."))])
    start = DayField(_l("Thực hiện từ ngày"), [InputRequired(_l("Cần nhập ngày bắt đầu, ví dụ 01/01/2026."))])
    end = DayField(_l("Đến ngày"), [InputRequired(_l("Cần nhập ngày kết thúc, ví dụ 31/12/2026."))])
    version = HiddenField()
