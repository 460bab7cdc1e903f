"""What may be typed about more time."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.extension_requests.rules import LONGEST_REASON
from tracker.web.forms import DayField, Form


class AskForm(Form):
    """A request: until when, and why."""

    wanted_due_on = DayField(_l("Đề nghị hạn mới"), [InputRequired()], description=_l("Ví dụ 30/06/2026."))
    reason = TextAreaField(
        _l("Lý do"),
        [DataRequired(), Length(max=LONGEST_REASON)],
        description=_l("Vướng ở đâu, đã làm được gì, vì sao cần thêm thời gian."),
    )


class DecisionForm(Form):
    """A decision; `version` is that of the request when the form was made."""

    version = HiddenField()
    granted_due_on = DayField(_l("Hạn mới"), [InputRequired()], description=_l("Có thể khác ngày cơ quan đề nghị."))
    words = TextAreaField(
        _l("Ý kiến"), [Length(max=LONGEST_REASON)], description=_l("Bắt buộc khi không đồng ý; gửi tới cơ quan.")
    )

    @property
    def seen_version(self) -> int:
        """The version the person saw; 0, which no request has, when it is missing or was tampered with."""
        written = self.version.data or ""
        return int(written) if written.isdecimal() and len(written) < 10 else 0
