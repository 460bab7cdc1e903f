"""What every form shares: tidied text, Vietnamese messages, dates as they are written here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from tracker.vietnamese import day_text, parse_day, tidy

# WTForms ships no Vietnamese; these are the messages its fields and validators can utter here.
MESSAGES = {
    "This field is required.": "Cần nhập mục này.",
    "Not a valid choice.": "Lựa chọn này không có trong danh sách.",
    "Not a valid choice": "Lựa chọn này không có trong danh sách.",
    "Invalid Choice: could not coerce.": "Lựa chọn này không có trong danh sách.",
    "Invalid Choice: could not coerce": "Lựa chọn này không có trong danh sách.",
    "Not a valid integer value.": "Cần nhập một số nguyên.",
    "Not a valid decimal value.": "Cần nhập một số, ví dụ 12,5.",
    "Invalid email address.": "Địa chỉ thư điện tử không đúng, ví dụ ten@tinh.gov.vn.",
    "Invalid input.": "Nội dung không hợp lệ.",
    "Number must be between %(min)s and %(max)s.": "Số phải từ %(min)s đến %(max)s.",
    "Number must be at least %(min)s.": "Số phải từ %(min)s trở lên.",
    "Number must be at most %(max)s.": "Số không được quá %(max)s.",
    "Field must be at least %(min)d characters long.": "Cần ít nhất %(min)d ký tự.",
    "Field must be at least %(min)d character long.": "Cần ít nhất %(min)d ký tự.",
    "Field cannot be longer than %(max)d characters.": "Không quá %(max)d ký tự.",
    "Field cannot be longer than %(max)d character.": "Không quá %(max)d ký tự.",
    "Field must be between %(min)d and %(max)d characters long.": "Cần từ %(min)d đến %(max)d ký tự.",
    "Field must be equal to %(other_name)s.": "Hai lần nhập phải giống nhau.",
}


class _Vietnamese:
    def gettext(self, string: str) -> str:
        return MESSAGES.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return MESSAGES.get(singular if n == 1 else plural, plural)


class Form(FlaskForm):  # type: ignore[misc]
    """The parent of our forms: every text is NFC and trimmed, messages are Vietnamese."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How WTForms builds fields here."""

        def get_translations(self, form: Any) -> _Vietnamese:
            """Answer every message of WTForms in Vietnamese."""
            return _Vietnamese()

        def render_field(self, field: Field, render_kw: Any) -> Any:
            """Draw the field without maxlength: a browser cuts a pasted text silently, the form refuses it aloud."""
            return super().render_field(field, {"maxlength": False, **render_kw})

        def bind_field(self, form: Any, unbound_field: Any, options: Mapping[str, Any]) -> Field:
            """Tidy every typed text before its own filters see it."""
            filters = [_tidied, *unbound_field.kwargs.get("filters", ())]
            field: Field = unbound_field.bind(form=form, filters=filters, **options)
            return field


def _tidied(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value


class DayField(DateField):
    """A day typed as dd/mm/yyyy. Anything else is refused with an example; a number is never read as a date."""

    widget = TextInput()  # <input type="date"> would show and send the day in other forms

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format="%d/%m/%Y", **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return day_text(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, or refuse it with the words to put it right."""
        written = " ".join(valuelist).strip()
        self.data: date | None = None
        if not written:
            return
        self.data = parse_day(written)
        if self.data is None:
            raise ValidationError(f"«{written[:30]}» không phải là ngày; hãy nhập như 30/06/2026.")
