"""The steps that people take on a task: who may press what, in which state. Pure; services check it all again."""

import enum
from dataclasses import dataclass
from datetime import date

from tracker.errors import DomainError
from tracker.files.rules import NewFile
from tracker.tasks.rules import MOVES, WORKING_STATES, State


class Step(enum.StrEnum):
    """A step, by its word in the address."""

    ACKNOWLEDGE = "tiep-nhan"
    UPDATE = "cap-nhat"
    DECLINE = "tu-choi"
    WITHDRAW = "rut-lai"
    CONFIRM = "xac-nhan"
    RETURN = "tra-lai"
    SEND_BACK = "giao-lai"
    HAND_OVER = "chuyen-giao"
    SUSPEND = "tam-dung"
    RESUME = "tiep-tuc"
    CANCEL = "huy"
    RECORD_EVENT = "su-kien"


AGENCY_STEPS: dict[Step, frozenset[State]] = {
    Step.ACKNOWLEDGE: frozenset({State.ASSIGNED}),
    Step.UPDATE: WORKING_STATES,
    Step.DECLINE: frozenset(state for state in MOVES if State.DECLINED in MOVES[state]),
    Step.WITHDRAW: frozenset({State.AWAITING_CONFIRMATION}),
}
JUDGE_STEPS: dict[Step, frozenset[State]] = {
    Step.CONFIRM: frozenset({State.AWAITING_CONFIRMATION}),
    Step.RETURN: frozenset({State.AWAITING_CONFIRMATION}),
    Step.SEND_BACK: frozenset({State.DECLINED}),
    Step.HAND_OVER: frozenset(state for state in MOVES if State.HANDED_OVER in MOVES[state]),
    Step.SUSPEND: frozenset(state for state in MOVES if State.SUSPENDED in MOVES[state]),
    Step.RESUME: frozenset({State.SUSPENDED}),
    Step.CANCEL: frozenset(state for state in MOVES if State.CANCELLED in MOVES[state]),
}
CLOSED_STATES = frozenset({State.DONE, State.CANCELLED, State.HANDED_OVER})


def steps_open(state: State, *, is_own: bool, may_judge: bool, may_record_event: bool) -> tuple[Step, ...]:
    """Return the steps a person may take now, the most wanted first.

    `is_own`: clerk or head of the agency that leads. `may_judge`: confirms what this agency does in the plan.
    `may_record_event`: the deadline waits for an event, and the person follows the plan up.
    """
    steps: list[Step] = []
    if is_own:
        steps += [step for step, states in AGENCY_STEPS.items() if state in states]
    if may_judge:
        steps += [step for step, states in JUDGE_STEPS.items() if state in states]
    if may_record_event and state not in CLOSED_STATES:
        steps.append(Step.RECORD_EVENT)
    return tuple(steps)


class ProofIncomplete(DomainError):
    """A letter is proof only with its number and its day."""


class NothingToShow(DomainError):
    """An update or a report needs words or a proof."""


class ReasonMissing(DomainError):
    """This step is not taken without saying why."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows a result: a letter by its number and day, a file, or both; or nothing."""

    letter_number: str | None = None
    letter_on: date | None = None
    file: NewFile | None = None

    @property
    def is_there(self) -> bool:
        """Whether anything is shown."""
        return bool(self.letter_number or self.file)

    def check(self, today: date) -> None:
        """Raise ProofIncomplete when a letter has only half of its number and day, or a day that has not come."""
        if bool(self.letter_number) != bool(self.letter_on):
            raise ProofIncomplete("Văn bản minh chứng cần cả số và ngày ban hành.")
        if self.letter_on and self.letter_on > today:
            raise ProofIncomplete("Ngày ban hành văn bản không thể sau ngày hôm nay.")


NO_PROOF = Proof()


def stated_reason(reason: str | None) -> str:
    """Return the reason as it is kept, or raise ReasonMissing."""
    if not reason or not reason.strip():
        raise ReasonMissing("Hãy nêu lý do trong một câu để bên nhận hiểu và xử lý.")
    return reason.strip()
