"""Who acts in the year, and how the plan came in: the agencies of the story, one clerk each, the heads of three."""

from sqlalchemy import select

from tracker import clock
from tracker.accounts.models import Person
from tracker.agencies.issue import agency_named
from tracker.catalogue.units import province_named
from tracker.demonstration.accounts import DemonstrationAccounts
from tracker.demonstration.cast import FOUNDED_ON, PROVINCE, Province, found_province
from tracker.demonstration.script import AGRICULTURE, EDUCATION, ETHNIC, FINANCE, HEALTH, HOME
from tracker.demonstration.story import SAMPLE
from tracker.demonstration.year.script import FRONT, FRONT_DUE_ON, FRONT_WORK
from tracker.extensions import db
from tracker.intake.models import Decision, Draft, Proposal
from tracker.intake.queries import proposals_of
from tracker.intake.service.confirm import confirm_draft
from tracker.intake.service.reading import read_plan
from tracker.intake.service.review import accept_proposal, set_agency, set_deadline
from tracker.rights import COMMAND_LINE, Actor, Grant, Role
from tracker.tasks.rules import DeadlineOrigin

IN_THE_STORY = (AGRICULTURE, FINANCE, HEALTH, EDUCATION, ETHNIC)
CLERKS = ((HEALTH, "y-te"), (EDUCATION, "giao-duc"), (ETHNIC, "dan-toc"), (HOME, "noi-vu"), (FRONT, "mat-tran"))
HEADS = ((HEALTH, "ld-y-te"), (EDUCATION, "ld-giao-duc"), (ETHNIC, "ld-dan-toc"))


def found(accounts: DemonstrationAccounts) -> Province:
    """Found the province with the people of the story."""
    province = found_province(accounts)
    place = province_named(PROVINCE, FOUNDED_ON)
    standing = province.agency(AGRICULTURE)
    province.clerks[standing.id] = accounts.hide("nong-nghiep", f"Chuyên viên {AGRICULTURE}", _clerk(standing.id)).id
    for name, address in CLERKS:
        agency = agency_named(name, place=place, on=FOUNDED_ON, by=COMMAND_LINE)
        db.session.flush()
        province.clerks[agency.id] = accounts.hide(address, f"Chuyên viên {name}", _clerk(agency.id)).id
    for name, address in HEADS:
        agency = province.agency(name)
        accounts.hide(address, f"Lãnh đạo {name}", Grant(Role.HEAD, agency.id))
    return province


def _clerk(agency_id: int) -> Grant:
    return Grant(Role.CLERK, agency_id)


def confirm_plan(province: Province, *, by: Actor, largest: int) -> Draft:
    """Read the sample plan, choose the work of the agencies of the story, and give the Front's work its day."""
    draft = read_plan(SAMPLE.read_bytes(), SAMPLE.name, by=by, largest=largest).draft
    front = province.agency(FRONT)
    for proposal in proposals_of(draft.id):
        if any(doubt["code"] == "open_class" for doubt in proposal.doubts):
            _ask_the_front(draft.id, proposal, front.id, by=by)
        elif any(lead["name"] in IN_THE_STORY for lead in proposal.leads):
            accept_proposal(draft.id, proposal.id, seen=proposal.key, by=by)
    chosen = sum(one.decision is Decision.ACCEPTED for one in proposals_of(draft.id))
    confirm_draft(draft.id, chosen=chosen, by=by, today=clock.today())
    return draft


def _ask_the_front(draft_id: int, proposal: Proposal, front_id: int, *, by: Actor) -> None:
    proposal = set_agency(draft_id, proposal.id, agency_id=front_id, seen=proposal.key, by=by)
    if FRONT_WORK in proposal.text:
        stated = DeadlineOrigin.STATED
        proposal = set_deadline(draft_id, proposal.id, stated, FRONT_DUE_ON, seen=proposal.key, by=by)
    if proposal.decision is not Decision.ACCEPTED:
        accept_proposal(draft_id, proposal.id, seen=proposal.key, by=by)


def everybody() -> dict[int, Person]:
    """Return every account by its id."""
    return {person.id: person for person in db.session.scalars(select(Person).order_by(Person.id))}
