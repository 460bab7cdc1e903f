"""What may be typed about a day of the calendar."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length

from tracker.web.forms import DayField, Form
from tracker.workdays.models import DayStatus


class CalendarDayForm(Form):
    """A day off, or a Saturday or Sunday that is worked."""

    day = DayField(_l("Ngày"), [DataRequired()])
    name = StringField(_l("Tên ngày"), [DataRequired(), Length(max=120)])
    kind = RadioField(
        _l("Loại"),
        choices=[SelectChoice("off", _l("Nghỉ")), SelectChoice("work", _l("Làm bù, làm hoán đổi"))],
        default="off",
    )
    status = RadioField(
        _l("Căn cứ"),
        choices=[
            SelectChoice(DayStatus.OFFICIAL.value, _l("Chính thức")),
            SelectChoice(DayStatus.FORECAST.value, _l("Dự kiến")),
        ],
        default=DayStatus.OFFICIAL.value,
    )
