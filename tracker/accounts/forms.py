"""What may be typed about accounts."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types lag behind
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional, Regexp, ValidationError

from tracker.accounts.addresses import BadAddress, kept_address
from tracker.agencies.picking import PickField
from tracker.rights import ROLE_WORDS
from tracker.web.forms import DayField, Form


class SignInForm(Form):
    """Address and password."""

    email = StringField(_l("Thư điện tử"), [DataRequired(), Length(max=254)])
    password = PasswordField(_l("Mật khẩu"), [DataRequired(), Length(max=200)])
    tiep = HiddenField()
    giu = HiddenField()  # what was typed while the session ended, sealed (web/kept.py)


class PasswordForm(Form):
    """A change of one's own password."""

    old_password = PasswordField(_l("Mật khẩu đang dùng"), [DataRequired(), Length(max=200)])
    new_password = PasswordField(_l("Mật khẩu mới"), [DataRequired(), Length(max=200)])
    again = PasswordField(_l("Nhập lại mật khẩu mới"), [DataRequired(), EqualTo("new_password")])


class AddressField(StringField):
    """An e-mail address, judged as it was sent: a hidden sign in it is refused, not silently taken out."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no address."""
        written = self.raw_data[0] if self.raw_data else ""
        if not written.strip():
            return
        try:
            kept_address(written)
        except BadAddress as bad:
            raise ValidationError(_(bad.sentence)) from bad


_PHONE = Regexp(r"^[0-9+(). \-/]*$", message=_l("Số điện thoại chỉ gồm chữ số, dấu cách và các dấu + - . ( )."))


class DetailsForm(Form):
    """Who an account belongs to. The version tells whether somebody changed the account meanwhile."""

    email = AddressField(_l("Thư điện tử"), [DataRequired(), Length(max=254)])
    name = StringField(_l("Họ tên hoặc chức danh"), [DataRequired(), Length(max=120)])
    phone = StringField(_l("Điện thoại"), [Optional(), Length(max=40), _PHONE])
    version = HiddenField(validators=[InputRequired(), Regexp(r"^\d{1,12}$")])


class RoleFields(Form):
    """A role: for an agency, or over the plans of an issuer."""

    role = SelectField(
        _l("Vai trò"), choices=[SelectChoice(role.value, _l(words)) for role, words in ROLE_WORDS.items()]
    )
    agency = PickField(
        _l("Cơ quan công tác"),
        [Length(max=240)],
        description=_l("Gõ tên, không cần dấu. Bắt buộc với chuyên viên và lãnh đạo."),
    )
    issuer = PickField(
        _l("Theo dõi kế hoạch của"),
        [Length(max=240)],
        description=_l("Cơ quan ban hành kế hoạch. Cần cho cơ quan thường trực, Ban Chỉ đạo, thư ký."),
    )


class AppointmentForm(RoleFields):
    """One more role of a person, from a day to a day."""

    plan = PickField(
        _l("Chỉ một kế hoạch"), [Length(max=240)], description=_l("Số hoặc tên; để trống: mọi kế hoạch của cơ quan đó.")
    )
    starts_on = DayField(_l("Từ ngày"), [InputRequired()])
    ends_on = DayField(_l("Đến ngày"), [Optional()], description=_l("Để trống nếu chưa biết."))


class PersonForm(RoleFields):
    """A new account with its first role; its password is generated."""

    email = AddressField(_l("Thư điện tử"), [DataRequired(), Length(max=254)])
    name = StringField(_l("Họ tên hoặc chức danh"), [DataRequired(), Length(max=120)])
    phone = StringField(_l("Điện thoại"), [Optional(), Length(max=40), _PHONE])


class EndForm(Form):
    """The last day of a role."""

    last_day = DayField(_l("Ngày cuối"), [Optional()])


class VersionForm(Form):
    """Nothing but the version of the account as the page showed it."""

    version = HiddenField(validators=[InputRequired(), Regexp(r"^\d{1,12}$")])
