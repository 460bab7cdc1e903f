"""What was decided about a version becomes the plan's: tasks changed, added, ended. Adds, never commits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from tracker import clock
from tracker.extensions import db
from tracker.history.record import record
from tracker.intake.comparison import VersionDesk
from tracker.intake.issue.drafts import surroundings
from tracker.intake.issue.plans import adopt_children
from tracker.intake.issue.work import Workshop, learn, order_of
from tracker.intake.models import Decision, DraftState, Proposal
from tracker.intake.rules.comparing import Difference, Item, Kind, What
from tracker.intake.rules.reading import number_key
from tracker.intake.version_models import Choice, VersionItem
from tracker.intake.version_wording import difference_words
from tracker.plans.issue import add_clauses
from tracker.plans.models import PlanVersion
from tracker.rights import Actor
from tracker.tasks.amending import amend_assignment, end_assignment
from tracker.tasks.issue import AssignmentOrder, issue_assignment
from tracker.tasks.models import Assignment


@dataclass
class Bench:
    """What the applying of one version shares."""

    desk: VersionDesk
    version: PlanVersion
    shop: Workshop
    clauses: Mapping[str, int]


def issue_version(desk: VersionDesk, *, by: Actor, today: date) -> PlanVersion:
    """Make the version, and do what was decided about each item. All must have been decided."""
    version = _version_of(desk, by=by, today=today)
    clauses = add_clauses(desk.plan, desk.draft.extraction["sections"], version_id=version.id)
    bench = Bench(desk, version, Workshop(desk.plan, surroundings(desk.draft), by, today), clauses)
    for position, item in enumerate(desk.comparison.items, start=1):
        _settle(bench, item, position)
    desk.version.version_id = version.id
    desk.draft.state = DraftState.CONFIRMED
    taken = {kind: _taken(desk, kind) for kind in (Kind.CHANGED, Kind.ADDED, Kind.DROPPED)}
    after = {f"{kind}_items": number for kind, number in taken.items()}
    if desk.unread:
        after["unread_orders"] = len(desk.unread)
    record(by, "version_confirmed", desk.plan, after={"document": version.short_name, **after})
    adopt_children(desk.plan, version.number_key, version.issued_on, by=by)
    db.session.flush()
    return version


def _version_of(desk: VersionDesk, *, by: Actor, today: date) -> PlanVersion:
    draft = desk.draft
    version = PlanVersion(
        plan_id=desk.plan.id,
        relation=desk.version.relation,
        is_full=desk.comparison.is_full,
        number=draft.number,
        number_key=number_key(draft.number),
        title=draft.title,
        issued_on=draft.issued_on,
        file_id=draft.file_id,
        text=draft.extraction["text"],
        confirmed_at=clock.now(),
        confirmed_on=today,
        confirmed_by=by.name,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _taken(desk: VersionDesk, kind: Kind) -> int:
    return sum(desk.choice(item) is Choice.TAKE for item in desk.comparison.of(kind))


def _settle(bench: Bench, item: Item, position: int) -> None:
    """Do what was decided about one item, and keep it with the version."""
    desk = bench.desk
    is_taken = desk.choice(item) is Choice.TAKE
    assignment = desk.assignments[item.tracked.id] if item.tracked else None
    proposal = desk.proposals[item.proposed.id] if item.proposed else None
    if is_taken and item.kind is Kind.DROPPED and assignment:
        end_assignment(assignment, version=bench.version, by=bench.shop.by, today=bench.shop.today)
    elif is_taken and proposal:
        assignment = _follow(bench, item, proposal, assignment)
    if proposal:
        _close(proposal, assignment, is_ignored=assignment is None)
    shown = item.proposed or item.tracked
    assert shown is not None
    db.session.add(
        VersionItem(
            version_id=bench.version.id,
            position=position,
            kind=item.kind,
            was_taken=is_taken,
            assignment_id=assignment.id if assignment else None,
            text=shown.text,
            agency=shown.written_agency,
            changes=[_kept(difference) for difference in item.differences],
        )
    )


def _follow(bench: Bench, item: Item, proposal: Proposal, assignment: Assignment | None) -> Assignment:
    """Make the task of an added sentence, or take over what the sentence says of a tracked one."""
    shop = bench.shop
    if assignment is None:
        lead_ids = [shop.agency(lead) for lead in proposal.leads if lead["kept"]]
        order = replace(_order(bench, proposal, lead_ids), starts_on=shop.today)
        made = issue_assignment(shop.plan, order, by=shop.by, today=shop.today)
        learn(shop, proposal, lead_ids)
        return made
    if any(difference.what is What.AGENCY for difference in item.differences):
        lead_ids = [shop.agency(lead) for lead in proposal.leads if lead["kept"]]
    else:
        lead_ids = list(bench.desk.lead_ids[assignment.id])
    order = _order(bench, proposal, lead_ids)
    amend_assignment(assignment, order, version=bench.version, by=shop.by, today=shop.today)
    return assignment


def _order(bench: Bench, proposal: Proposal, lead_ids: list[int]) -> AssignmentOrder:
    order = order_of(bench.shop, proposal, lead_ids, dict(bench.clauses))
    if order.due_on == bench.shop.plan.period_end and bench.desk.draft.period_end:
        order = replace(order, due_on=proposal.due_on or bench.desk.draft.period_end)
    return replace(order, version_id=bench.version.id)


def _close(proposal: Proposal, assignment: Assignment | None, *, is_ignored: bool) -> None:
    proposal.assignment_id = assignment.id if assignment else None
    proposal.decision = Decision.DROPPED if is_ignored else Decision.ISSUED
    if is_ignored:
        proposal.drop_reason = _("Không lấy việc mới của bản sửa đổi")


def _kept(difference: Difference) -> dict[str, Any]:
    before, after = difference_words(difference)
    return {"what": difference.what.value, "before": before, "after": after}
