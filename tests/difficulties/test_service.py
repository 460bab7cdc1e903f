"""Difficulties: raised by the agency, answered by who is competent, handed on above, never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import make_plan, make_task
from tests.cast import Cast
from tracker import clock
from tracker.accounts.models import Person
from tracker.accounts.signin import actor_of
from tracker.difficulties.asking import Place, Raised
from tracker.difficulties.models import Difficulty, DifficultyStep
from tracker.difficulties.rules import CompetentLevel, DifficultyRefused, DifficultyState, Letter
from tracker.difficulties.service import (
    answer_difficulty,
    close_difficulty,
    forward_difficulty,
    raise_difficulty,
    reopen_difficulty,
)
from tracker.errors import ChangedMeanwhile, DomainError, NotAllowed
from tracker.extensions import db, writing
from tracker.notifications.models import Notice
from tracker.plans.models import Plan

TODAY = date(2026, 5, 11)
ANSWER_BY = date(2026, 5, 25)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan of the province, on the day on which a difficulty is raised."""
    clock.fix_day(TODAY)
    made = make_plan(cast.issuer)
    db.session.commit()
    return made


def raised(
    plan: Plan, by: Person, agency_id: int, level: CompetentLevel = CompetentLevel.STANDING, answer_by: date = ANSWER_BY
) -> Difficulty:
    """A difficulty of an agency."""
    typed = Raised("Thiếu số liệu hộ nghèo của xã", "Đề nghị cung cấp số liệu", level, answer_by)
    return raise_difficulty(Place(plan, agency_id), typed, by=actor_of(by))


def told(person: Person) -> list[str]:
    """What stands in the inbox of a person."""
    return list(db.session.scalars(select(Notice.text).where(Notice.person_id == person.id).order_by(Notice.id)))


def test_the_standing_agency_hears_of_it_and_answers(plan: Plan, cast: Cast) -> None:
    found = raised(plan, cast.clerk, cast.finance.id)
    assert "Thiếu số liệu hộ nghèo" in told(cast.monitor)[0] and told(cast.secretary) == []
    answer_difficulty(found, "Đã gửi số liệu", letter=Letter("12/SNN", date(2026, 5, 8)), by=actor_of(cast.monitor))
    assert (found.state, found.answered_on) == (DifficultyState.ANSWERED, TODAY)
    assert "Đã gửi số liệu" in told(cast.clerk)[0] and "Đã gửi số liệu" in told(cast.head)[0]
    close_difficulty(found, "", by=actor_of(cast.clerk))
    assert found.state is DifficultyState.CLOSED
    kinds = db.session.scalars(select(DifficultyStep.kind).order_by(DifficultyStep.id)).all()
    assert [str(kind) for kind in kinds] == ["raised", "answered", "closed"]


def test_beyond_the_standing_agency_it_goes_to_the_secretary_and_further_by_letter(plan: Plan, cast: Cast) -> None:
    found = raised(plan, cast.clerk, cast.finance.id)
    up = {"words": "Vượt thẩm quyền của Sở", "answer_by": date(2026, 6, 10)}
    forward_difficulty(found, CompetentLevel.PROVINCE, by=actor_of(cast.monitor), **up)
    assert (found.state, found.level, found.answer_by) == (
        DifficultyState.FORWARDED,
        CompetentLevel.PROVINCE,
        date(2026, 6, 10),
    )
    assert len(told(cast.secretary)) == 1 and "10/06/2026" in told(cast.clerk)[0]
    with pytest.raises(NotAllowed):
        answer_difficulty(found, "Không còn là việc của mình", by=actor_of(cast.monitor))
    db.session.rollback()
    with pytest.raises(DifficultyRefused, match="bằng văn bản"):
        forward_difficulty(found, CompetentLevel.MINISTRY, by=actor_of(cast.secretary), **up)
    db.session.rollback()
    letter = Letter("345/UBND-TH", TODAY)
    forward_difficulty(found, CompetentLevel.MINISTRY, letter=letter, by=actor_of(cast.secretary), **up)
    step = db.session.scalars(select(DifficultyStep).order_by(DifficultyStep.id.desc())).first()
    assert step is not None and (step.letter_number, step.letter_on) == ("345/UBND-TH", TODAY)
    answer_difficulty(found, "Bộ đã bổ sung", letter=Letter("9/BNNMT", TODAY), by=actor_of(cast.secretary))
    assert found.state is DifficultyState.ANSWERED


def test_an_answer_that_does_not_help_is_asked_for_again(plan: Plan, cast: Cast) -> None:
    found = raised(plan, cast.clerk, cast.finance.id)
    answer_difficulty(found, "Xem văn bản cũ", by=actor_of(cast.monitor))
    reopen_difficulty(found, "Văn bản cũ không nói tới", answer_by=date(2026, 6, 1), by=actor_of(cast.clerk))
    assert (found.state, found.answer_by, found.answered_on) == (DifficultyState.OPEN, date(2026, 6, 1), None)
    assert "chưa được giải quyết" in told(cast.monitor)[-1]


def test_the_agency_may_take_it_back_and_who_answers_closes_only_after_an_answer(plan: Plan, cast: Cast) -> None:
    found = raised(plan, cast.clerk, cast.finance.id)
    with pytest.raises(DifficultyRefused, match="trả lời trước khi đóng"):
        close_difficulty(found, "", by=actor_of(cast.monitor))
    db.session.rollback()
    close_difficulty(found, "Đã tự giải quyết", by=actor_of(cast.head))
    assert found.state is DifficultyState.CLOSED
    with pytest.raises(DifficultyRefused):
        answer_difficulty(found, "Muộn", by=actor_of(cast.monitor))


def test_nobody_answers_their_own_agency_and_the_standing_agencys_goes_to_the_secretary(plan: Plan, cast: Cast) -> None:
    found = raised(plan, cast.standing_clerk, cast.standing.id)
    assert told(cast.monitor) == [] and len(told(cast.secretary)) == 1
    with pytest.raises(NotAllowed, match="chính cơ quan mình"):
        answer_difficulty(found, "Tự trả lời", by=actor_of(cast.monitor))
    db.session.rollback()
    answer_difficulty(found, "Đồng ý", by=actor_of(cast.secretary))


def test_others_may_neither_raise_nor_answer(plan: Plan, cast: Cast) -> None:
    for person in (cast.monitor, cast.outsider, cast.health_clerk, cast.committee):
        with pytest.raises(NotAllowed):
            raised(plan, person, cast.finance.id)
        db.session.rollback()
    found = raised(plan, cast.clerk, cast.finance.id)
    for person in (cast.clerk, cast.secretary, cast.committee, cast.outsider, cast.health_clerk):
        with pytest.raises(NotAllowed):
            answer_difficulty(found, "Không phải việc mình", by=actor_of(person))
        db.session.rollback()


@pytest.mark.parametrize("answer_by", [TODAY, date(2028, 1, 1)])
def test_an_answer_is_asked_for_by_a_day_that_can_be(plan: Plan, cast: Cast, answer_by: date) -> None:
    with pytest.raises(DifficultyRefused, match="trả lời"):
        raised(plan, cast.clerk, cast.finance.id, answer_by=answer_by)


def test_half_a_letter_is_refused(plan: Plan, cast: Cast) -> None:
    found = raised(plan, cast.clerk, cast.finance.id)
    for letter in (Letter("12/SNN", None), Letter(None, TODAY), Letter("12/SNN", date(2026, 5, 12))):
        with pytest.raises(DifficultyRefused):
            answer_difficulty(found, "Trả lời", letter=letter, by=actor_of(cast.monitor))
        db.session.rollback()


def test_who_saw_an_older_version_overwrites_nothing(plan: Plan, cast: Cast) -> None:
    found = raised(plan, cast.clerk, cast.finance.id)
    seen = found.version
    answer_difficulty(found, "Trả lời thứ nhất", by=actor_of(cast.monitor), version=seen)
    with pytest.raises(ChangedMeanwhile):
        close_difficulty(found, "", by=actor_of(cast.clerk), version=seen)


def test_of_four_answers_at_once_one_is_kept(plan: Plan, cast: Cast, app: Flask) -> None:
    task = make_task(plan, cast.finance, due_on=ANSWER_BY)
    db.session.commit()
    place = Place(plan, cast.finance.id, "task", task.id, "Bố trí kinh phí")
    typed = Raised("Thiếu kinh phí", "Bổ sung", CompetentLevel.STANDING, ANSWER_BY)
    found_id, actor = raise_difficulty(place, typed, by=actor_of(cast.clerk)).id, actor_of(cast.monitor)
    db.session.remove()

    def race(number: int) -> str:
        with app.app_context(), writing():
            try:
                answer_difficulty(db.session.get_one(Difficulty, found_id), f"Trả lời {number}", by=actor)
                return "answered"
            except DomainError:
                return "refused"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(race, range(4)))
    assert outcomes == ["answered", "refused", "refused", "refused"]
    assert len(db.session.scalars(select(DifficultyStep)).all()) == 2
