"""What the year's script says about more time, difficulties and urging."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker import clock
from tracker.demonstration.cast import Province
from tracker.demonstration.year.reporting import row_of
from tracker.demonstration.year.script import Deed
from tracker.demonstration.year.working import task_of
from tracker.difficulties.asking import Place, Raised
from tracker.difficulties.models import Difficulty
from tracker.difficulties.rules import CompetentLevel, DifficultyState
from tracker.difficulties.service import answer_difficulty, raise_difficulty
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import RequestState, SubjectKind
from tracker.extension_requests.service import ask_for_more_time, grant_more_time, refuse_more_time
from tracker.extensions import db
from tracker.reminders.urging import Wanted, urge
from tracker.rights import Actor
from tracker.tasks.wording import task_sentence


def _ask_task(province: Province, deed: Deed, by: Actor) -> None:
    assert deed.until is not None
    ask_for_more_time(SubjectKind.TASK, task_of(province, deed).id, deed.until, deed.words, by=by)


def _ask_report(province: Province, deed: Deed, by: Actor) -> None:
    assert deed.until is not None
    ask_for_more_time(SubjectKind.REPORT_ROW, row_of(province, deed).id, deed.until, deed.words, by=by)


def _waiting(province: Province, deed: Deed) -> ExtensionRequest:
    wanted = select(ExtensionRequest).where(
        ExtensionRequest.state == RequestState.WAITING, ExtensionRequest.agency_id == province.agency(deed.whose).id
    )
    return db.session.scalars(wanted.options(joinedload(ExtensionRequest.plan))).one()


def _grant(province: Province, deed: Deed, by: Actor) -> None:
    assert deed.until is not None
    grant_more_time(_waiting(province, deed), deed.until, words=deed.words, by=by)


def _refuse(province: Province, deed: Deed, by: Actor) -> None:
    refuse_more_time(_waiting(province, deed), deed.words, by=by)


def _raise(province: Province, deed: Deed, by: Actor) -> None:
    assert deed.until is not None
    task = task_of(province, deed)
    place = Place(task.plan, task.agency_id, SubjectKind.TASK.value, task.id, task_sentence(task))
    asked = "Đề nghị cơ quan thường trực bố trí kinh phí."
    raise_difficulty(place, Raised(deed.words, asked, CompetentLevel.STANDING, deed.until), by=by)


def _answer(province: Province, deed: Deed, by: Actor) -> None:
    wanted = select(Difficulty).where(
        Difficulty.state == DifficultyState.OPEN, Difficulty.agency_id == province.agency(deed.whose).id
    )
    answer_difficulty(db.session.scalars(wanted).one(), deed.words, by=by)


def _urge(province: Province, deed: Deed, by: Actor) -> None:
    row = row_of(province, deed)
    urge(Wanted(row_ids=frozenset({row.id})), words=deed.words, by=by, today=clock.today())


DOINGS = {
    "ask_task": _ask_task,
    "ask_report": _ask_report,
    "grant": _grant,
    "refuse": _refuse,
    "raise": _raise,
    "answer": _answer,
    "urge": _urge,
}
