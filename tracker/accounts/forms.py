"""What may be typed about accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, Length

from tracker.web.forms import Form


class SignInForm(Form):
    """Address and password."""

    email = StringField(_l("Thư điện tử"), [DataRequired(), Length(max=254)])
    password = PasswordField(_l("Mật khẩu"), [DataRequired(), Length(max=200)])
    tiep = HiddenField()


class PasswordForm(Form):
    """A change of one's own password."""

    old_password = PasswordField(_l("Mật khẩu đang dùng"), [DataRequired(), Length(max=200)])
    new_password = PasswordField(_l("Mật khẩu mới"), [DataRequired(), Length(max=200)])
    again = PasswordField(_l("Nhập lại mật khẩu mới"), [DataRequired(), EqualTo("new_password")])


class PersonForm(Form):
    """A new account."""

    email = StringField(_l("Thư điện tử"), [DataRequired(), Email(), Length(max=254)])
    name = StringField(_l("Họ tên hoặc chức danh"), [DataRequired(), Length(max=120)])
    phone = StringField(_l("Điện thoại"), [Length(max=40)])
    password = PasswordField(_l("Mật khẩu ban đầu"), [DataRequired(), Length(max=200)])
