"""From accepted proposals and drafted duties to assignments, tasks, duties and report rows. Adds, never commits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.agencies import models as agencies
from tracker.agencies.issue import NamedAgency, agency_of, name_in_catalogue, note_alias, note_standing
from tracker.agencies.models import Agency
from tracker.catalogue.kinds import kind_by_code
from tracker.catalogue.units import Level
from tracker.extensions import db
from tracker.intake.models import Decision, Draft, Proposal
from tracker.intake.rules.leads import Lead, Surroundings
from tracker.intake.rules.proposals import is_own_plan, names_standing_agency
from tracker.intake.rules.reading import Extraction
from tracker.intake.rules.reporters import reporters_of
from tracker.plans.issue import clause_at
from tracker.plans.models import Plan
from tracker.reports.issue import DutyOrder, issue_duty
from tracker.rights import Actor
from tracker.tasks.issue import AssignmentOrder, issue_assignment
from tracker.tasks.rules import DeadlineOrigin

_NO_REPORTER = "Chưa xác định được cơ quan “{name}” phải báo cáo theo quy định này; chưa lập kỳ báo cáo cho cơ quan đó."


@dataclass
class Workshop:
    """What the making of one plan shares: who confirms, on which day, and the agencies already looked up."""

    plan: Plan
    around: Surroundings
    by: Actor
    today: date

    def __post_init__(self) -> None:
        self._leads: dict[tuple[str, str | None, str | None], Agency] = {}
        self._partners: dict[str, int | None] = {}

    def agency(self, lead: Lead) -> int:
        """Return the agency of a lead, founding it when it is new."""
        if lead["agency_id"]:
            return int(lead["agency_id"])
        key = (lead["canonical"] or lead["name"], lead["kind"], lead["unit"])
        if key not in self._leads:
            self._leads[key] = agency_of(self._named(lead), by=self.by)
        return self._leads[key].id

    def _named(self, lead: Lead) -> NamedAgency:
        """Return a lead as the catalogue names it; what it does not know is an agency of the issuer's place."""
        name, kind, unit = lead["canonical"] or lead["name"], lead["kind"], lead["unit"]
        if unit or (kind and kind_by_code(kind).level is Level.CENTRAL):
            return NamedAgency(name, kind, unit)
        place = self.around.place.code if self.around.place else None
        return NamedAgency(name, None, place, agencies.Level(kind_by_code(kind).level.value) if kind else None)

    def partner(self, words: str) -> tuple[int | None, str]:
        """Return a co-ordinating body in its words, with its agency where the catalogue knows exactly one."""
        if words not in self._partners:
            named = name_in_catalogue(words, place=self.around.place, on=self.around.on)
            self._partners[words] = agency_of(named, by=self.by).id if named else None
        return self._partners[words], words


def issue_accepted(shop: Workshop, proposals: Iterable[Proposal], clauses: dict[str, int]) -> int:
    """Make the assignment and tasks of every accepted proposal; return how many proposals were issued."""
    issued = 0
    for proposal in proposals:
        if proposal.decision is not Decision.ACCEPTED:
            continue
        lead_ids = [shop.agency(lead) for lead in proposal.leads if lead["kept"]]
        assignment = issue_assignment(
            shop.plan, order_of(shop, proposal, lead_ids, clauses), by=shop.by, today=shop.today
        )
        proposal.assignment_id = assignment.id
        proposal.decision = Decision.ISSUED
        learn(shop, proposal, lead_ids)
        issued += 1
    db.session.flush()
    return issued


def order_of(shop: Workshop, proposal: Proposal, lead_ids: list[int], clauses: dict[str, int]) -> AssignmentOrder:
    """Return what a proposal orders, with the clause of the text that it stands in (`clauses`: ids by section)."""
    drafted: dict[str, Any] = proposal.drafted
    at_end = proposal.deadline_origin is DeadlineOrigin.PLAN_END
    recurring = proposal.deadline_origin is DeadlineOrigin.RECURRING
    return AssignmentOrder(
        position=proposal.position,
        clause_id=clauses.get(drafted["section"] or ""),
        text=proposal.text,
        quote=(drafted["span"][0], drafted["span"][1]),
        written_agency=drafted["agency"]["name"],
        is_group=drafted["agency"]["group"] or len(lead_ids) > 1,
        mode=proposal.mode,
        nature=proposal.nature,
        role=drafted["role"][:20],
        origin=proposal.deadline_origin,
        words=drafted["deadline"]["text"] or None,
        due_on=shop.plan.period_end if at_end else proposal.due_on,
        recurs=drafted["deadline"]["recurs"] if recurring else None,
        is_own_plan=is_own_plan(proposal.text),
        lead_ids=tuple(dict.fromkeys(lead_ids)),
        partners=tuple(dict.fromkeys(shop.partner(words) for words in drafted["partners"] if words.strip())),
    )


def learn(shop: Workshop, proposal: Proposal, lead_ids: list[int]) -> None:
    """Note the standing agency that the plan names, and the name under which an agency was chosen by hand."""
    if names_standing_agency(proposal.nature, proposal.text) and len(lead_ids) == 1:
        plan = shop.plan
        note_standing(lead_ids[0], issuer_id=plan.issuer_id, plan_id=plan.id, on=plan.issued_on, by=shop.by)
    for lead in proposal.leads:
        if lead["kept"] and lead.get("chosen_for"):
            agency = db.session.get(Agency, shop.agency(lead))
            if agency:
                note_alias(agency, lead["chosen_for"])


def issue_duties(shop: Workshop, draft: Draft) -> list[Extraction]:
    """Make the reporting duties of the draft with their rows; return findings about reporters that nobody knows."""
    findings: list[Extraction] = []
    duties = [
        (position, drafted, reporters_of(drafted["reporter"], shop.around))
        for position, drafted in enumerate(draft.extraction["reporting_duties"], start=1)
    ]
    for position, drafted, reporters in sorted(duties, key=lambda duty: duty[2].every_lead):  # open classes last
        issue_duty(
            shop.plan,
            DutyOrder(
                position=position,
                clause_id=clause_at(shop.plan, drafted["span"][0]),
                reporter_words=drafted["reporter"],
                takes_every_lead=reporters.every_lead,
                periods=tuple(drafted["periods"]),
                stated_due=drafted["due"],
                addressee=drafted["addressee"],
                via=drafted["via"],
                copy_to=tuple(drafted["copy_to"]),
                text=drafted["text"],
                span=(drafted["span"][0], drafted["span"][1]),
                reporter_ids=tuple(dict.fromkeys(shop.agency(lead) for lead in reporters.leads)),
            ),
            by=shop.by,
            today=shop.today,
        )
        findings += [_no_reporter(name, drafted["span"]) for name in reporters.unknown]
    return findings


def _no_reporter(name: str, span: list[int]) -> Extraction:
    words = _NO_REPORTER.format(name=name)
    return {
        "code": "reporter_unknown",
        "severity": "warning",
        "message": words,
        "places": [span],
        "printed": None,
        "computed": None,
    }
