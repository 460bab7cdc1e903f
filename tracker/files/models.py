"""Files that people hand in: plan documents and proofs."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Base, Moment


class StoredFile(Base):
    """A file as it came. Its bytes stand in the database: a file and the row that names it come and go together."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    stored_at: Mapped[datetime] = mapped_column(Moment)
    stored_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
