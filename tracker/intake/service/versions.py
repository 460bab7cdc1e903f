"""What an officer does with a document that is another version of a tracked plan: say so, decide, undo, confirm."""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from tracker.errors import ChangedMeanwhile, DomainError, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.comparison import VersionDesk, version_desk, version_of_draft
from tracker.intake.issue import versions as issue
from tracker.intake.issue.amendments import issue_version
from tracker.intake.models import Draft, DraftState
from tracker.intake.queries import draft_visible_to
from tracker.intake.rules.comparing import Item, Kind
from tracker.intake.version_models import Choice, VersionDraft
from tracker.plans.models import Plan, PlanVersion
from tracker.plans.rules import VersionRelation
from tracker.rights import Actor

MOST_STEPS = 50


class VersionClosed(DomainError):
    """The draft was confirmed or discarded: nothing of it can be decided any more."""


class NotReady(DomainError):
    """Something about the new sentence is open, or not all differences are decided."""


class NothingToUndo(DomainError):
    """The person has no step that could be undone."""


def say_version(draft_id: int, plan_id: int, *, by: Actor) -> VersionDraft:
    """Say that the draft is another version of this plan of the same issuer; instead of another one, where one was."""
    draft = _open_draft(draft_id, by)
    plan = db.session.scalar(select(Plan).where(Plan.id == plan_id, Plan.issuer_id == draft.issuer_id))
    if plan is None:
        raise NotVisible()
    known = version_of_draft(draft.id)
    if known and known.plan_id == plan.id:
        return known
    if known:
        db.session.delete(known)
        db.session.flush()
    said = issue.say_version(draft, plan.id, VersionRelation.BY_HAND, by=by)
    db.session.commit()
    return said


def take_back(draft_id: int, *, by: Actor) -> None:
    """Say that the draft is a plan of its own. What was decided so far is forgotten; nothing had happened yet."""
    draft = _open_draft(draft_id, by)
    known = version_of_draft(draft.id)
    if known:
        record(by, "not_a_version", draft, before={"plan_id": known.plan_id}, after={"plan_id": None})
        db.session.delete(known)
    db.session.commit()


def set_scope(draft_id: int, *, is_full: bool, by: Actor) -> None:
    """Say whether the document holds the whole plan, so that what it does not name is dropped."""
    desk = _open_desk(draft_id, by)
    desk.version.is_full = is_full
    db.session.commit()


def decide(draft_id: int, name: str, choice: Choice | None, *, seen: str, by: Actor) -> None:
    """Decide about one item, or (None) let it wait again.

    Raises ChangedMeanwhile when it is no longer what the officer saw, unless the same was decided; NotReady when the
    new sentence still holds a doubt.
    """
    desk = _open_desk(draft_id, by)
    item = desk.item(name)
    if desk.seen(item) != seen:
        if desk.choice(item) is choice:
            return
        raise ChangedMeanwhile("Nội dung này vừa được sửa hoặc người khác vừa quyết định; hãy xem lại rồi chọn.")
    if choice is Choice.TAKE and not desk.can_take(item):
        raise NotReady("Việc này còn điểm cần xem; hãy trả lời ở trang rà soát trước khi lấy theo bản mới.")
    _choose(desk, [item], choice, by)
    db.session.commit()


def take_all(draft_id: int, kind: Kind, *, shown: Collection[str], by: Actor) -> int:
    """Take every waiting item of a kind that stood in the list the officer saw, as one step; return how many."""
    desk = _open_desk(draft_id, by)
    chosen = [item for item in desk.takeable(kind) if f"{item.name}:{item.key}" in shown]
    _choose(desk, chosen, Choice.TAKE, by)
    db.session.commit()
    return len(chosen)


def undo(draft_id: int, *, by: Actor) -> int:
    """Undo the person's last step; return how many items stand as before. What others decided since stays."""
    desk = _open_desk(draft_id, by)
    steps = list(desk.version.steps)
    last = next((at for at in range(len(steps) - 1, -1, -1) if steps[at]["by"] == by.person_id), None)
    if last is None:
        raise NothingToUndo("Không còn bước nào của đồng chí để hoàn tác.")
    step = steps.pop(last)
    choices = dict(desk.version.choices)
    free = {name: was for name, was in step["before"].items() if choices.get(name) == step["after"].get(name)}
    for name, was in free.items():
        choices.pop(name, None)
        if was is not None:
            choices[name] = was
    desk.version.choices, desk.version.steps = choices, steps
    db.session.commit()
    return len(free)


def confirm_version(draft_id: int, *, seen: str, by: Actor, today: date, has_seen_unread: bool = False) -> PlanVersion:
    """Do all that was decided, in one transaction. A version that stands already is returned as it is.

    `seen` is what the page showed: raises ChangedMeanwhile when a tracked task, a proposal or a decision changed since;
    NotReady while something waits for a decision, or while the officer has not said (`has_seen_unread`) that the orders
    without a task were seen.
    """
    draft = draft_visible_to(by, draft_id, lock=True)
    known = version_of_draft(draft.id)
    if known and known.version:
        return known.version
    desk = _desk(draft)
    if desk.seen_all != seen:
        raise ChangedMeanwhile("Kết quả so sánh hoặc quyết định vừa thay đổi; hãy xem lại rồi xác nhận.")
    if desk.left:
        raise NotReady(_("Còn %(number)s nội dung chưa quyết định; hãy quyết định hết rồi xác nhận.", number=desk.left))
    if desk.unread and not has_seen_unread:
        number = len(desk.unread)
        raise NotReady(
            _(
                "Còn %(number)s nội dung sửa đổi chưa đọc được thành việc; hãy thêm việc từ các đoạn đó, hoặc đánh dấu "
                "“Đã xem các nội dung này” rồi xác nhận.",
                number=number,
            )
        )
    version = issue_version(desk, by=by, today=today)
    db.session.commit()
    return version


def _choose(desk: VersionDesk, items: Collection[Item], choice: Choice | None, by: Actor) -> None:
    """Write decisions with what it takes to undo them. Reassigned whole, so that the change is noticed."""
    if not items:
        return
    choices: dict[str, Any] = dict(desk.version.choices)
    before: dict[str, Any] = {item.name: choices.get(item.name) for item in items}
    for item in items:
        choices.pop(item.name, None)
        if choice is not None:
            choices[item.name] = {"choice": choice.value, "key": item.key, "by": by.name}
    after = {item.name: choices.get(item.name) for item in items}
    desk.version.choices = choices
    step = {"by": by.person_id, "before": before, "after": after}
    desk.version.steps = [*desk.version.steps, step][-MOST_STEPS:]


def _open_draft(draft_id: int, by: Actor) -> Draft:
    draft = draft_visible_to(by, draft_id, lock=True)
    if draft.state is not DraftState.REVIEW:
        raise VersionClosed("Văn bản này đã được xác nhận hoặc đã hủy, không quyết định thêm được.")
    return draft


def _open_desk(draft_id: int, by: Actor) -> VersionDesk:
    return _desk(_open_draft(draft_id, by))


def _desk(draft: Draft) -> VersionDesk:
    if draft.state is DraftState.DISCARDED:
        raise VersionClosed("Văn bản này đã bị hủy.")
    return version_desk(draft)
