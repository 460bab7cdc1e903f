"""A version of a plan beside what is tracked, as its page shows it: the items, the decisions, what still waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.agencies.models import Agency, AgencyAlias
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.intake.models import Decision, Draft, Proposal
from tracker.intake.queries import proposals_of
from tracker.intake.rules.comparing import Comparison, Item, Kind, LeadKey, Sentence, Terms, compare
from tracker.intake.rules.proposals import AGENCY_DOUBTS, state_key
from tracker.intake.rules.repealing import repealed_by
from tracker.intake.rules.unread import AmendingOrder, repeals_in, unread_orders
from tracker.intake.version_models import Choice, VersionDraft
from tracker.plans.models import Clause, Plan
from tracker.tasks.deadlines import settle
from tracker.tasks.models import Assignment, AssignmentLead, AssignmentPartner
from tracker.tasks.rules import DeadlineOrigin
from tracker.vietnamese import fold

TO_DECIDE = (Kind.CHANGED, Kind.ADDED, Kind.DROPPED)


@dataclass
class VersionDesk:
    """The comparison of one draft with its plan. `lead_ids` are the present leads of each tracked assignment.

    `unread` are the orders to change the plan that no proposal was read from.
    """

    draft: Draft
    version: VersionDraft
    proposals: Mapping[int, Proposal]
    assignments: Mapping[int, Assignment]
    lead_ids: Mapping[int, tuple[int, ...]]
    comparison: Comparison
    unread: tuple[AmendingOrder, ...] = ()

    @property
    def plan(self) -> Plan:
        """The tracked plan."""
        return self.version.plan

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided on."""
        return self.version.version_id is None

    def choice(self, item: Item) -> Choice | None:
        """Return what was decided about this very difference, None while it waits."""
        kept = self.version.choices.get(item.name)
        return Choice(kept["choice"]) if kept and kept["key"] == item.key else None

    def seen(self, item: Item) -> str:
        """Return what a form about the item shows, as a short key."""
        return state_key(item.key, self.choice(item))

    @cached_property
    def seen_all(self) -> str:
        """Return what the whole page shows, as a short key."""
        items = [(item.name, self.seen(item)) for item in self.comparison.items]
        return state_key(items, self.comparison.is_full, [order.start for order in self.unread])

    def decided_by(self, name: str | None = None) -> str | None:
        """Return who decided about an item; without a name, who decided last. None where that is not known."""
        kept = self.version.choices.get(name or "")
        if not name and self.version.steps:
            kept = next((one for one in self.version.steps[-1]["after"].values() if one), None)
        return str(kept["by"]) if kept else None

    def item(self, name: str) -> Item:
        """Return the item that a form names, or raise NotVisible."""
        found = next((item for item in self.comparison.items if item.name == name), None)
        if found is None or found.kind not in TO_DECIDE:
            raise NotVisible()
        return found

    def can_take(self, item: Item) -> bool:
        """Tell whether the new document can be followed: its proposal holds no doubt and has its agency."""
        if item.proposed is None:
            return True
        proposal = self.proposals[item.proposed.id]
        return not proposal.doubts and proposal.is_led

    def waiting(self, kind: Kind) -> list[Item]:
        """Return the items of a kind that nobody has decided about."""
        return [item for item in self.comparison.of(kind) if self.choice(item) is None]

    def takeable(self, kind: Kind) -> list[Item]:
        """Return the waiting items of a kind that "take all" would take."""
        return [item for item in self.waiting(kind) if self.can_take(item)]

    @property
    def left(self) -> int:
        """How many items wait for a decision."""
        return sum(len(self.waiting(kind)) for kind in TO_DECIDE)

    @property
    def silent(self) -> int:
        """How many tracked assignments an amendment does not speak of; they stay as they are."""
        named = sum(item.tracked is not None for item in self.comparison.items)
        return len(self.assignments) - named


def version_desk(draft: Draft) -> VersionDesk:
    """Return the comparison of a draft that is another version of a plan, in seven statements; NotVisible else."""
    version = version_of_draft(draft.id)
    if version is None:
        raise NotVisible()
    assignments = _assignments(version.plan_id)
    leads = _leads(version.plan_id)
    tracked = _tracked(assignments, leads.agencies, _partners(version.plan_id), _clause_paths(version.plan_id))
    offered = proposals_of(draft.id)
    proposals = [p for p in offered if p.decision is not Decision.DROPPED or p.assignment_id]
    proposed = _proposed(draft, version.plan, proposals, leads)
    comparison = compare(
        tracked, proposed, is_full=version.is_full, repealed=repealed_by(draft.extraction["text"], tracked)
    )
    return VersionDesk(
        draft=draft,
        version=version,
        proposals={p.id: p for p in proposals},
        assignments={a.id: a for a in assignments},
        lead_ids={key: tuple(agency.id for agency in found) for key, found in leads.agencies.items()},
        comparison=comparison,
        unread=_unread(draft.extraction["text"], offered, tracked),
    )


def _unread(text: str, offered: Iterable[Proposal], tracked: Sequence[Sentence]) -> tuple[AmendingOrder, ...]:
    """Return the orders without a proposal, also without one that an officer dropped; a repeal that names none."""
    spans = [span for p in offered for span in (p.drafted["span"], *p.drafted.get("more_spans", ()))]
    return unread_orders(text, spans, [line for line in repeals_in(text) if repealed_by(line, tracked)])


def version_of_draft(draft_id: int) -> VersionDraft | None:
    """Return of which plan the draft is another version, with the decisions as they stand now; None when of none."""
    return db.session.scalar(
        select(VersionDraft)
        .where(VersionDraft.draft_id == draft_id)
        .options(joinedload(VersionDraft.plan).joinedload(Plan.issuer), joinedload(VersionDraft.version))
        .execution_options(populate_existing=True)
    )


def _assignments(plan_id: int) -> Sequence[Assignment]:
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.plan_id == plan_id, Assignment.ended_on.is_(None))
        .order_by(Assignment.quote_start, Assignment.id)
    ).all()


@dataclass
class _Leads:
    """Who leads in the plan: the agencies of each assignment, and all names under which they are known."""

    agencies: dict[int, list[Agency]]
    names: dict[str, int]
    kinds: dict[tuple[str, str], int]

    def key(self, lead: Mapping[str, Any]) -> LeadKey:
        """Return the id of the agency that a lead of a proposal is, or the name of one that leads nothing yet."""
        if lead["agency_id"]:
            return int(lead["agency_id"])
        name = fold(lead["canonical"] or lead["name"])
        return self.kinds.get((lead["kind"], lead["unit"])) or self.names.get(name) or name


def _leads(plan_id: int) -> _Leads:
    rows = db.session.execute(
        select(AssignmentLead.assignment_id, Agency, AgencyAlias.name_key)
        .join(Agency, Agency.id == AssignmentLead.agency_id)
        .join(Assignment, Assignment.id == AssignmentLead.assignment_id)
        .outerjoin(AgencyAlias, AgencyAlias.agency_id == Agency.id)
        .where(Assignment.plan_id == plan_id)
        .order_by(AssignmentLead.id, AgencyAlias.id)
    )
    found = _Leads({}, {}, {})
    for assignment_id, agency, alias in rows:
        of_this = found.agencies.setdefault(assignment_id, [])
        if agency not in of_this:
            of_this.append(agency)
            found.names[agency.name_key] = agency.id
            if agency.kind_code and agency.unit_code:
                found.kinds[agency.kind_code, agency.unit_code] = agency.id
        if alias:
            found.names.setdefault(alias, agency.id)
    return found


def _partners(plan_id: int) -> dict[int, list[str]]:
    rows = db.session.execute(
        select(AssignmentPartner.assignment_id, AssignmentPartner.words)
        .join(Assignment, Assignment.id == AssignmentPartner.assignment_id)
        .where(Assignment.plan_id == plan_id)
        .order_by(AssignmentPartner.id)
    )
    partners: dict[int, list[str]] = {}
    for assignment_id, words in rows:
        partners.setdefault(assignment_id, []).append(words)
    return partners


def _clause_paths(plan_id: int) -> dict[int, tuple[str, ...]]:
    """Return the labels from the outermost clause down, by clause id; of the plan and of all its versions."""
    clauses = db.session.scalars(select(Clause).where(Clause.plan_id == plan_id).order_by(Clause.id)).all()
    paths: dict[int, tuple[str, ...]] = {}
    for clause in clauses:  # a clause is added after the one that holds it
        paths[clause.id] = (*paths.get(clause.parent_id or 0, ()), clause.label)
    return paths


def _tracked(
    assignments: Iterable[Assignment],
    leads: Mapping[int, list[Agency]],
    partners: Mapping[int, list[str]],
    paths: Mapping[int, tuple[str, ...]],
) -> list[Sentence]:
    return [
        Sentence(
            id=a.id,
            position=position,
            text=a.text,
            written_agency=a.written_agency,
            leads=frozenset(agency.id for agency in leads.get(a.id, ())),
            lead_names=tuple(sorted(agency.name for agency in leads.get(a.id, ()))),
            is_group=a.is_group,
            terms=Terms(a.deadline_origin, a.due_on, a.recurs, a.deadline_words),
            mode=a.mode,
            partners=tuple(partners.get(a.id, ())),
            clause=paths.get(a.clause_id or 0, ()),
        )
        for position, a in enumerate(assignments, start=1)
    ]


def _proposed(draft: Draft, plan: Plan, proposals: Iterable[Proposal], leads: _Leads) -> list[Sentence]:
    paths = _section_paths(draft.extraction["sections"])
    plan_end = draft.period_end or plan.period_end
    sentences = []
    for position, p in enumerate(proposals, start=1):
        kept = [lead for lead in p.leads if lead["kept"]]
        recurs = p.drafted["deadline"]["recurs"] if p.deadline_origin is DeadlineOrigin.RECURRING else None
        origin, due_on = settle(
            origin=p.deadline_origin, due_on=p.due_on, nature=p.nature, mode=p.mode, recurs=recurs, plan_end=plan_end
        )
        recurs = recurs if origin is DeadlineOrigin.RECURRING else None
        sentences.append(
            Sentence(
                id=p.id,
                position=position,
                text=p.text,
                written_agency=_written_agency(p, kept),
                leads=frozenset(leads.key(lead) for lead in kept),
                lead_names=tuple(sorted(lead["name"] for lead in kept)),
                is_group=bool(p.drafted["agency"]["group"]) or len(kept) > 1,
                terms=Terms(origin, due_on, recurs, p.drafted["deadline"]["text"] or None),
                mode=p.mode,
                partners=tuple(dict.fromkeys(w.strip() for w in p.drafted["partners"] if w.strip())),
                clause=paths.get(p.drafted["section"] or "", ()),
                is_unsettled=any(doubt["code"] in AGENCY_DOUBTS for doubt in p.doubts),
            )
        )
    return sentences


def _written_agency(proposal: Proposal, kept: Iterable[Mapping[str, Any]]) -> str:
    """Return the agency in the words of the document, or the one that an officer chose instead."""
    chosen = [lead["name"] for lead in kept if lead.get("chosen_for")]
    return ", ".join(chosen) or str(proposal.drafted["agency"]["name"])


def _section_paths(sections: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    paths: dict[str, tuple[str, ...]] = {}
    above: list[Mapping[str, Any]] = []
    for section in sections:
        above = [one for one in above if one["level"] < section["level"]]
        above.append(section)
        paths[section["id"]] = tuple(one["label"][:40] for one in above)
    return paths
