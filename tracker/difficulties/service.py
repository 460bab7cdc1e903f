"""Raise a difficulty, hand it on, answer it, close it. Every step is kept with its words; both sides are told."""

from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.accounts.queries import people_of_agencies
from tracker.difficulties.asking import Place, Raised
from tracker.difficulties.models import Difficulty, DifficultyStep
from tracker.difficulties.rights import answers, people_who_answer
from tracker.difficulties.rules import (
    BY_LETTER,
    NO_LETTER,
    CompetentLevel,
    DifficultyRefused,
    DifficultyState,
    Letter,
    StepKind,
    check_answer_by,
    check_move,
    levels_above,
    stated,
)
from tracker.errors import ChangedMeanwhile, NotAllowed, NotVisible
from tracker.extensions import db
from tracker.history.record import record
from tracker.notifications.issue import Line, notify
from tracker.rights import Actor
from tracker.vietnamese import day_text, shortened

SHORT = 140
LONGEST_ANSWER = 300


def raise_difficulty(place: Place, raised: Raised, *, by: Actor) -> Difficulty:
    """Keep a difficulty, and tell who answers it. Raises NotAllowed for others than the agency, DifficultyRefused."""
    if not by.acts_for(place.agency_id):
        raise NotAllowed("Chỉ chuyên viên và lãnh đạo của cơ quan được nêu khó khăn, vướng mắc của cơ quan mình.")
    today = clock.today()
    words = stated(raised.words, "Hãy nêu khó khăn, vướng mắc là gì.")
    asked = stated(raised.asked, "Hãy ghi kiến nghị: đề nghị ai làm gì.")
    check_answer_by(raised.answer_by, today=today)
    difficulty = Difficulty(
        plan=place.plan,
        agency_id=place.agency_id,
        subject=place.subject,
        subject_id=place.subject_id,
        about=shortened(place.about, 300) if place.about else None,
        words=words,
        asked=asked,
        level=raised.level,
        answer_by=raised.answer_by,
        state=DifficultyState.OPEN,
        raised_on=today,
        waits_since=today,
    )
    db.session.add(difficulty)
    db.session.flush()
    step = _step(difficulty, StepKind.RAISED, words, NO_LETTER, by)
    record(by, "raised", difficulty, after={"words": words, "asked": asked, "level": raised.level})
    _tell_answerers(difficulty, step, "nêu khó khăn, vướng mắc", by)
    db.session.commit()
    return difficulty


def forward_difficulty(
    difficulty: Difficulty,
    level: CompetentLevel,
    *,
    words: str,
    answer_by: date,
    letter: Letter = NO_LETTER,
    by: Actor,
    version: int | None = None,
) -> Difficulty:
    """Hand it on to a higher level, with why and until when; above the province by a letter with number and day."""
    difficulty = _locked(difficulty, version)
    _check_answers(difficulty, by)
    check_move(difficulty.state, DifficultyState.FORWARDED)
    if level not in levels_above(difficulty.level):
        raise DifficultyRefused("Chỉ chuyển lên cấp cao hơn cấp đang xem xét.")
    today = clock.today()
    said = stated(words, "Hãy ghi vì sao vượt thẩm quyền, để cấp trên và cơ quan nêu biết.")
    check_answer_by(answer_by, today=today)
    letter.check(today, is_needed=level in BY_LETTER)
    before = {"state": difficulty.state, "level": difficulty.level, "answer_by": difficulty.answer_by}
    difficulty.state, difficulty.level = DifficultyState.FORWARDED, level
    difficulty.answer_by, difficulty.waits_since, difficulty.answered_on = answer_by, today, None
    step = _step(difficulty, StepKind.FORWARDED, said, letter, by)
    after = {"state": difficulty.state, "level": level, "answer_by": answer_by, "words": said}
    record(by, "forwarded", difficulty, before=before, after=after)
    _tell_answerers(difficulty, step, "có khó khăn, vướng mắc được chuyển lên", by)
    _tell_agency(difficulty, step, f"đã chuyển cấp có thẩm quyền, trả lời trước ngày {day_text(answer_by)}", by)
    db.session.commit()
    return difficulty


def answer_difficulty(
    difficulty: Difficulty, words: str, *, letter: Letter = NO_LETTER, by: Actor, version: int | None = None
) -> Difficulty:
    """Answer it, in words and where there is one by a letter; the agency is told."""
    difficulty = _locked(difficulty, version)
    _check_answers(difficulty, by)
    check_move(difficulty.state, DifficultyState.ANSWERED)
    today = clock.today()
    said = stated(words, "Hãy ghi nội dung trả lời.")
    letter.check(today, is_needed=False)
    before = {"state": difficulty.state}
    difficulty.state, difficulty.answered_on = DifficultyState.ANSWERED, today
    step = _step(difficulty, StepKind.ANSWERED, said, letter, by)
    record(by, "answered", difficulty, before=before, after={"state": difficulty.state, "words": said})
    _tell_agency(difficulty, step, f"đã được trả lời: {shortened(said, LONGEST_ANSWER)}", by)
    db.session.commit()
    return difficulty


def reopen_difficulty(
    difficulty: Difficulty, words: str, *, answer_by: date, by: Actor, version: int | None = None
) -> Difficulty:
    """Say that the answer does not remove it: it waits for another one. Only the agency that raised it."""
    difficulty = _locked(difficulty, version)
    _check_raised(difficulty, by)
    check_move(difficulty.state, DifficultyState.OPEN)
    today = clock.today()
    said = stated(words, "Hãy ghi vì sao trả lời chưa giải quyết được khó khăn.")
    check_answer_by(answer_by, today=today)
    before = {"state": difficulty.state}
    difficulty.state, difficulty.answer_by = DifficultyState.OPEN, answer_by
    difficulty.waits_since, difficulty.answered_on = today, None
    step = _step(difficulty, StepKind.REOPENED, said, NO_LETTER, by)
    record(by, "reopened", difficulty, before=before, after={"state": difficulty.state, "words": said})
    _tell_answerers(difficulty, step, "cho biết khó khăn, vướng mắc chưa được giải quyết", by)
    db.session.commit()
    return difficulty


def close_difficulty(difficulty: Difficulty, words: str, *, by: Actor, version: int | None = None) -> Difficulty:
    """Close it: the agency at any time (solved, or taken back), who answers only after an answer."""
    difficulty = _locked(difficulty, version)
    is_own = by.acts_for(difficulty.agency_id)
    if not is_own:
        _check_answers(difficulty, by)
        if difficulty.state is not DifficultyState.ANSWERED:
            raise DifficultyRefused("Hãy trả lời trước khi đóng; chỉ cơ quan nêu khó khăn mới tự rút được.")
    check_move(difficulty.state, DifficultyState.CLOSED)
    before = {"state": difficulty.state}
    difficulty.state, difficulty.closed_on = DifficultyState.CLOSED, clock.today()
    step = _step(difficulty, StepKind.CLOSED, words.strip(), NO_LETTER, by)
    record(by, "closed", difficulty, before=before, after={"state": difficulty.state, "words": words.strip()})
    if is_own:
        _tell_answerers(difficulty, step, "đóng khó khăn, vướng mắc", by)
    else:
        _tell_agency(difficulty, step, "đã đóng", by)
    db.session.commit()
    return difficulty


def _locked(difficulty: Difficulty, version: int | None) -> Difficulty:
    fresh = db.session.scalar(
        select(Difficulty)
        .where(Difficulty.id == difficulty.id)
        .with_for_update(of=Difficulty)
        .execution_options(populate_existing=True)
    )
    if fresh is None:
        raise NotVisible()
    if version is not None and fresh.version != version:
        raise ChangedMeanwhile(
            "Người khác vừa xử lý khó khăn này. Nội dung đồng chí nhập vẫn còn ở dưới; hãy xem diễn biến rồi gửi lại."
        )
    return fresh


def _check_answers(difficulty: Difficulty, by: Actor) -> None:
    if by.belongs_to(difficulty.agency_id):
        raise NotAllowed("Không ai tự trả lời khó khăn do chính cơ quan mình nêu.")
    if not answers(by, difficulty, on=clock.today()):
        raise NotAllowed("Khó khăn này do cơ quan thường trực hoặc thư ký Ban Chỉ đạo trả lời, tùy cấp có thẩm quyền.")


def _check_raised(difficulty: Difficulty, by: Actor) -> None:
    if not by.acts_for(difficulty.agency_id):
        raise NotAllowed("Chỉ cơ quan nêu khó khăn mới thực hiện được bước này.")


def _step(difficulty: Difficulty, kind: StepKind, words: str, letter: Letter, by: Actor) -> DifficultyStep:
    step = DifficultyStep(
        difficulty_id=difficulty.id,
        kind=kind,
        at=clock.now(),
        on_day=clock.today(),
        person_id=by.person_id,
        person_name=by.name,
        level=difficulty.level,
        words=words or None,
        letter_number=letter.number or None,
        letter_on=letter.on,
    )
    db.session.add(step)
    db.session.flush()
    return step


def _tell_answerers(difficulty: Difficulty, step: DifficultyStep, did: str, by: Actor) -> None:
    people = people_who_answer(difficulty, on=step.on_day)
    _tell(people, difficulty, step, f"{difficulty.agency.name} {did}{_said(difficulty)}", by)


def _tell_agency(difficulty: Difficulty, step: DifficultyStep, happened: str, by: Actor) -> None:
    people = people_of_agencies([difficulty.agency_id], on=step.on_day)[difficulty.agency_id]
    _tell(people, difficulty, step, f"Khó khăn, vướng mắc{_said(difficulty)} {happened}.", by)


def _said(difficulty: Difficulty) -> str:
    return f" «{shortened(difficulty.words, SHORT)}» ({difficulty.plan.short_name})"


def _tell(people: set[int], difficulty: Difficulty, step: DifficultyStep, text: str, by: Actor) -> None:
    line = Line(
        subject="difficulty",
        subject_id=difficulty.id,
        rule=f"{step.kind}:{step.id}",
        due_on=difficulty.answer_by,
        text=text if text.endswith((".", "…")) else f"{text}.",
        path=f"/kho-khan/{difficulty.id}",
    )
    notify(people - {by.person_id or 0}, line, day=step.on_day)
