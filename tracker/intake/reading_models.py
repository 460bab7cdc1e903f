"""A document that waits for its reading, because that takes long or somebody must agree to its length first."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import Person
from tracker.extensions import Base, Moment, text_enum
from tracker.files.models import StoredFile


class ReadingState(enum.StrEnum):
    """Where a reading stands."""

    ASKING = "asking"  # longer than is read without a yes
    NAMELESS = "nameless"  # read, but the issuer is not named: somebody must choose it
    WAITING = "waiting"
    READING = "reading"
    FAILED = "failed"
    DONE = "done"


SHORT_PAGES = 20  # pages to be recognised up to which a document does not wait behind long ones
UNDER_WAY = (ReadingState.WAITING, ReadingState.READING)


class PlanReading(Base):
    """A kept file on its way to a draft. `owner` is the lock of the process that reads it, `tries` how often it began.

    `sentence` says why it failed, what is asked, or that the document came before. `pages`, while it waits: how many
    are to be recognised, None when none is or nobody counted. Whoever handed the file in (`asked_by`) sees it, in their
    name it becomes a draft.
    """

    __tablename__ = "plan_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    issuer_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    answers_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("plan_draft.id"))
    state: Mapped[ReadingState] = mapped_column(text_enum(ReadingState), index=True)
    may_be_long: Mapped[bool] = mapped_column(default=False)
    pages_done: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int | None]
    sentence: Mapped[str | None] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(120))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship()
    asked_by: Mapped[Person] = relationship()

    @property
    def is_under_way(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in UNDER_WAY

    @property
    def percent(self) -> int:
        """How many of its pages are read, in %."""
        return 100 * min(self.pages_done, self.pages) // self.pages if self.pages else 0
