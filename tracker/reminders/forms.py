"""What may be typed about a telephone call."""

import secrets
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker import clock
from tracker.reminders.calling import LONGEST_SAID, Call
from tracker.reminders.models import CallResult
from tracker.web.forms import DayField, Form

RESULTS = {
    CallResult.PROMISED: _l("Hẹn ngày hoàn thành"),
    CallResult.HEARD: _l("Đã nghe, sẽ thực hiện"),
    CallResult.REFUSED: _l("Nêu vướng mắc, chưa nhận thực hiện"),
    CallResult.NOT_REACHED: _l("Không liên lạc được"),
}


class CallForm(Form):
    """One call: with whom, on which number, when, what was said, and what came of it."""

    form_key = HiddenField()
    subject = HiddenField()
    plan = SelectField(_l("Kế hoạch"), [InputRequired()], coerce=int)
    spoke_with = StringField(_l("Nói chuyện với ai"), [InputRequired(), Length(max=200)])
    phone = StringField(_l("Số điện thoại"), [InputRequired(), Length(max=40)])
    called_on = DayField(_l("Ngày gọi"), [InputRequired()], description=_l("Ví dụ 30/06/2026."))
    called_at = StringField(_l("Giờ gọi"), [InputRequired()], description=_l("Ví dụ 08:30."))
    result = RadioField(
        _l("Kết quả"), [InputRequired()], choices=[SelectChoice(key.value, words) for key, words in RESULTS.items()]
    )
    promised_on = DayField(_l("Cơ quan hẹn ngày"), [Optional()], description=_l("Ví dụ 05/07/2026."))
    said = TextAreaField(_l("Nội dung trao đổi"), [Optional(), Length(max=LONGEST_SAID)])

    def __init__(self, *args: Any, plans: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan.choices = [SelectChoice(str(plan_id), name) for plan_id, name in plans]
        self.form_key.data = self.form_key.data or secrets.token_hex(16)

    def validate_called_at(self, field: StringField) -> None:
        """Refuse what is no time of day."""
        try:
            time.fromisoformat((field.data or "").strip().replace("h", ":"))
        except ValueError as wrong:
            raise ValidationError("Giờ phải viết như 08:30.") from wrong

    def call(self, agency_id: int) -> Call:
        """Return the call as it was typed; only after the form is valid."""
        hour = time.fromisoformat((self.called_at.data or "").strip().replace("h", ":"))
        kind, _sign, written = (self.subject.data or "").partition("-")
        is_about = kind in ("task", "report_row") and written.isdecimal() and len(written) < 10
        assert self.called_on.data is not None
        return Call(
            plan_id=self.plan.data,
            agency_id=agency_id,
            called_at=datetime.combine(self.called_on.data, hour, clock.VIETNAM),
            spoke_with=self.spoke_with.data or "",
            phone=self.phone.data or "",
            result=CallResult(self.result.data),
            said=self.said.data or "",
            promised_on=self.promised_on.data,
            subject=kind if is_about else None,
            subject_id=int(written) if is_about else None,
            form_key=(self.form_key.data or "")[:64],
        )
