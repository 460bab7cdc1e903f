"""What may be typed about a difficulty."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from tracker.difficulties.rules import LONGEST_WORDS, CompetentLevel, Letter
from tracker.web.forms import DayField, Form

LEVEL_WORDS: dict[CompetentLevel, Any] = {
    CompetentLevel.STANDING: _l("Cơ quan thường trực"),
    CompetentLevel.AGENCY: _l("Sở, ban, ngành khác"),
    CompetentLevel.PROVINCE: _l("Ban Chỉ đạo, UBND cấp ban hành kế hoạch"),
    CompetentLevel.MINISTRY: _l("Bộ, ngành Trung ương"),
    CompetentLevel.GOVERNMENT: _l("Chính phủ, Quốc hội"),
}


class RaiseForm(Form):
    """A difficulty: what, what is asked of whom, until when. Several agencies of one person: which of them."""

    agency = SelectField(_l("Cơ quan"), [InputRequired()], coerce=int)
    words = TextAreaField(_l("Khó khăn, vướng mắc"), [DataRequired(), Length(max=LONGEST_WORDS)])
    asked = TextAreaField(
        _l("Kiến nghị"), [DataRequired(), Length(max=LONGEST_WORDS)], description=_l("Đề nghị ai làm gì.")
    )
    level = RadioField(
        _l("Cấp có thẩm quyền giải quyết"),
        [InputRequired()],
        choices=[SelectChoice(level.value, words) for level, words in LEVEL_WORDS.items()],
        default=CompetentLevel.STANDING.value,
    )
    answer_by = DayField(
        _l("Cần trả lời trước hoặc trong ngày"), [InputRequired()], description=_l("Ví dụ 30/06/2026.")
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency.choices = [SelectChoice(str(agency_id), name) for agency_id, name in agencies]


class StepForm(Form):
    """A step on a difficulty: words, and where there is one the letter; `version` as it was seen."""

    version = HiddenField()
    words = TextAreaField(_l("Nội dung"), [Length(max=LONGEST_WORDS)])

    @property
    def seen_version(self) -> int:
        """The version the person saw; 0, which no difficulty has, when it is missing or was tampered with."""
        written = self.version.data or ""
        return int(written) if written.isdecimal() and len(written) < 10 else 0


class AnswerForm(StepForm):
    """An answer."""

    letter_number = StringField(_l("Số văn bản trả lời"), [Length(max=60)], description=_l("Để trống nếu không có."))
    letter_on = DayField(_l("Ngày văn bản"), [Optional()])

    @property
    def letter(self) -> Letter:
        """The letter that carried it."""
        return Letter(self.letter_number.data or None, self.letter_on.data)


class ForwardForm(AnswerForm):
    """Handed on to a higher level."""

    level = RadioField(_l("Chuyển tới"), [InputRequired()])
    answer_by = DayField(_l("Cần trả lời trước hoặc trong ngày"), [InputRequired()])

    def __init__(self, *args: Any, levels: Sequence[CompetentLevel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level.choices = [SelectChoice(level.value, LEVEL_WORDS[level]) for level in levels]
        self.letter_number.label.text = _l("Số văn bản chuyển")
        self.letter_number.description = _l("Bắt buộc khi chuyển lên Trung ương.")


class ReopenForm(StepForm):
    """The answer did not help."""

    answer_by = DayField(_l("Cần trả lời trước hoặc trong ngày"), [InputRequired()])
