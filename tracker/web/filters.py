"""How dates, numbers and rates look in templates."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from tracker import clock
from tracker.vietnamese import day_text, number_text

NO_FIGURE = "–"


def register_filters(app: Flask) -> None:
    """Make the filters and globals known to Jinja."""
    app.jinja_env.filters.update(day=day_text, moment=moment_text, number=number, percent=percent)
    app.jinja_env.globals.update(csrf_field=csrf_field, today_text=today_text, today=clock.today)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def csrf_field() -> Markup:
    """Return the hidden field that every form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def moment_text(moment: datetime | None) -> str:
    """Return a moment as dd/mm/yyyy HH:MM in Việt Nam."""
    return moment.astimezone(clock.VIETNAM).strftime("%d/%m/%Y %H:%M") if moment else ""


def number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """Return 1.234,5; without `decimals` as many as the value has, at most four. A dash for None."""
    if value is None:
        return NO_FIGURE
    if decimals is None:
        tail = f"{Decimal(str(value)):.4f}".rstrip("0").partition(".")[2]
        decimals = len(tail)
    return number_text(float(value), decimals)


def percent(rate: float | None, decimals: int = 1) -> str:
    """Return a rate of 0…1 as "69,8 %", a dash when nothing is below the line."""
    return NO_FIGURE if rate is None else f"{number_text(rate * 100, decimals)}\u00a0%"


def today_text(day: date | None = None) -> str:
    """Return "Thứ Hai, 21/06/2021", of today unless a day is given."""
    names = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
    shown = day or clock.today()
    return f"{names[shown.weekday()]}, {day_text(shown)}"
