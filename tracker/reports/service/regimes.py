"""The administrator keeps the regimes. What a change would do to the rows that exist is shown before it is done."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import delete, select

from tracker import clock
from tracker.errors import DomainError, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.reports.chain import regime_book
from tracker.reports.models import Regime, RegimeDate, RegimeWindow
from tracker.reports.regime_change import NEW, Change, SeenOtherwise, Touched, move_rows, rows_alive, touched_by
from tracker.reports.regime_drafts import RegimeDraft, values_of
from tracker.reports.regime_rules import RegimeBook, RegimeTerms
from tracker.rights import Actor, Role
from tracker.vietnamese import day_text
from tracker.workdays.queries import working_calendar

_DAY = timedelta(days=1)


class RegimeRefused(DomainError):
    """The regime cannot be kept as typed."""


@dataclass(frozen=True, slots=True)
class RegimePreview:
    """What keeping the draft would do. `seal` names exactly this; `ends` is the last day of the one it replaces."""

    touched: Touched
    seal: str
    ends: date | None = None


def preview_regime(draft: RegimeDraft, *, by: Actor) -> RegimePreview:
    """Return which rows would move, from what to what, and which keep their days. Writes nothing.

    Raises RegimeRefused: a name that is taken, a validity that ends before it begins or meets that of another.
    """
    _check(by)
    today, book = clock.today(), regime_book()
    after = _book_with(draft, book)
    _check_draft(draft, after)
    touched = touched_by(Change(book, after), rows_alive(today=today), today=today, calendar=working_calendar())
    replaced = next((r for r in after.regimes if draft.replaces and r.id == draft.replaces), None)
    seal = touched.sealed_with(values_of(draft), draft.replaces, seal_of(draft.terms.id))
    return RegimePreview(touched, seal, replaced.valid_to if replaced else None)


def seal_of(regime_id: int | None) -> str:
    """Return a word for all that a regime says now: a form that was shown before a change bears another."""
    regime = db.session.get(Regime, regime_id) if regime_id else None
    return Touched().sealed_with(values_of(draft_of(regime))) if regime else ""


def keep_regime(draft: RegimeDraft, seal: str, *, by: Actor) -> Regime:
    """Keep the regime as typed, and move the rows that the preview with this seal showed.

    Raises SeenOtherwise (409) when rows or regimes changed meanwhile, so that other rows would move.
    """
    _check(by)
    _lock_book()
    preview = preview_regime(draft, by=by)
    if preview.seal != seal:
        raise SeenOtherwise()
    regime = _written(draft, by)
    if draft.replaces is not None:
        _end(draft.replaces, preview.ends, regime, by)
    move_rows(preview.touched, today=clock.today(), new_regime_id=regime.id)
    after = {**values_of(draft), "rows_moved": len(preview.touched.moved)}
    record(by, "regime_kept", regime, after=after)
    db.session.commit()
    return regime


def is_kept(draft: RegimeDraft) -> bool:
    """Tell whether the table already says what is typed: a second click changes nothing."""
    if draft.terms.id is None:
        found = db.session.scalar(select(Regime).where(Regime.name == draft.name))
    else:
        found = db.session.get(Regime, draft.terms.id)
    if found is None or (draft.replaces is not None and found.series_id is None):
        return False
    return values_of(draft) == values_of(draft_of(found))


def draft_of(regime: Regime) -> RegimeDraft:
    """Return a regime as it could be typed."""
    book = regime_book()
    terms = next(each for each in book.regimes if each.id == regime.id)
    return RegimeDraft(regime.name, regime.source, terms)


def _book_with(draft: RegimeDraft, book: RegimeBook) -> RegimeBook:
    """The regimes as they would be: the draft in the place of its regime, or first when it is new."""
    replaced = next((r for r in book.regimes if r.id == draft.replaces), None) if draft.replaces else None
    terms = draft.terms if replaced is None else replace(draft.terms, series=replaced.series)
    others = [replace(r, valid_to=_last_before(terms.valid_from, r)) if r is replaced else r for r in book.regimes]
    if terms.id is None:
        return RegimeBook((replace(terms, id=NEW), *others))
    if all(r.id != terms.id for r in others):
        raise NotVisible()
    return RegimeBook(tuple(replace(terms, series=r.series) if r.id == terms.id else r for r in others))


def _last_before(day: date | None, replaced: RegimeTerms) -> date | None:
    """The last day of a regime whose successor begins on `day`; one that had ended earlier is not lengthened."""
    if day is None:
        return replaced.valid_to
    return min(day - _DAY, replaced.valid_to or date.max)


def _check_draft(draft: RegimeDraft, book: RegimeBook) -> None:
    terms = next(each for each in book.regimes if each.id == (draft.terms.id or NEW))
    if db.session.scalar(select(Regime.id).where(Regime.name == draft.name, Regime.id != terms.id)):
        raise RegimeRefused("Đã có chế độ báo cáo mang tên này; hãy đặt tên khác.")
    if terms.valid_from and terms.valid_to and terms.valid_to < terms.valid_from:
        raise RegimeRefused("Ngày hết hiệu lực phải từ ngày bắt đầu hiệu lực trở đi.")
    if draft.replaces is not None and terms.valid_from is None:
        raise RegimeRefused("Chế độ thay thế cần ngày bắt đầu hiệu lực.")
    _check_begins_after(draft, book)
    names = {row.id: row.name for row in db.session.execute(select(Regime.id, Regime.name))}
    for other in book.regimes:
        if other is terms or not terms.meets(other):
            continue
        name = names.get(other.id or 0, "")
        if terms.series is not None and other.series == terms.series:
            raise RegimeRefused(f"Hiệu lực trùng với «{name}» ({_span(other)}); hãy chọn ngày không trùng nhau.")
        if terms.is_active and other.is_active and terms.cells() & other.cells():
            raise RegimeRefused(
                f"«{name}» ({_span(other)}) đang là mặc định cho cùng bước và loại kỳ trong thời gian này; "
                "hãy chọn hiệu lực khác, hoặc bỏ mặc định ở một trong hai chế độ."
            )


def _check_begins_after(draft: RegimeDraft, book: RegimeBook) -> None:
    old = next((r for r in book.regimes if draft.replaces and r.id == draft.replaces), None)
    if old and old.valid_from and draft.terms.valid_from and draft.terms.valid_from <= old.valid_from:
        name = db.session.get_one(Regime, draft.replaces).name
        raise RegimeRefused(
            f"Chế độ thay thế phải bắt đầu sau ngày bắt đầu của «{name}», {day_text(old.valid_from)}; "
            "nếu chế độ cũ sai từ đầu, hãy sửa chính chế độ đó."
        )


def _span(terms: RegimeTerms) -> str:
    if terms.valid_from is None and terms.valid_to is None:
        return "hiệu lực không thời hạn"
    starts = f"từ {day_text(terms.valid_from)}" if terms.valid_from else ""
    ends = f"đến {day_text(terms.valid_to)}" if terms.valid_to else ""
    return f"hiệu lực {' '.join(part for part in (starts, ends) if part)}"


def _written(draft: RegimeDraft, by: Actor) -> Regime:
    terms = draft.terms
    regime = Regime(is_active=False) if terms.id is None else _locked(terms.id)
    db.session.add(regime)
    regime.name, regime.source, regime.is_active = draft.name, draft.source, terms.is_active
    regime.valid_from, regime.valid_to = terms.valid_from, terms.valid_to
    regime.grace_days, regime.roll = terms.grace_days, terms.roll
    db.session.flush()
    for table in (RegimeDate, RegimeWindow):
        db.session.execute(delete(table).where(table.regime_id == regime.id))
    db.session.expire(regime, ["dates", "windows"])
    for d in terms.days:
        db.session.add(
            RegimeDate(
                regime_id=regime.id,
                step=int(d.step),
                period_kind=d.kind,
                due_day=d.day,
                due_month=d.month,
                next_year=d.next_year,
                after_days=d.after_days,
                after_working=d.after_working,
            )
        )
    for w in terms.windows:
        db.session.add(
            RegimeWindow(
                regime_id=regime.id,
                period_kind=w.kind,
                start_month=w.start_month,
                start_day=w.start_day,
                end_month=w.end_month,
                end_day=w.end_day,
            )
        )
    return regime


def _end(regime_id: int, last: date | None, heir: Regime, by: Actor) -> None:
    old = _locked(regime_id)
    record(by, "regime_ended", old, before={"valid_to": old.valid_to}, after={"valid_to": last})
    old.valid_to = last
    heir.series_id = old.series


def _check(by: Actor) -> None:
    if not by.has(Role.ADMINISTRATOR):
        raise NotAllowed("Chỉ quản trị mới được sửa chế độ báo cáo.")


def _lock_book() -> None:
    """Let one administrator at a time change the regimes: two defaults for one cell are refused by what both read."""
    db.session.execute(select(Regime.id).order_by(Regime.id).with_for_update())
    db.session.expire_all()


def _locked(regime_id: int) -> Regime:
    regime = db.session.scalar(select(Regime).where(Regime.id == regime_id).with_for_update())
    if regime is None:
        raise NotVisible()
    return regime
