"""What a page of consolidation shows: the draft, to those who write it, or a version, to those who may see it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.consolidation.reading import Origin, draft_origins, version_origins
from tracker.errors import NotVisible
from tracker.extensions import db
from tracker.reports.models import ReportRow, ReportSubmission
from tracker.reports.queries import row_visible_to
from tracker.reports.rights import writes_for
from tracker.reports.source_models import ConsolidatedVersion
from tracker.rights import Actor

NO_SUCH = "Không tìm thấy bản tổng hợp này, hoặc bản này không thuộc phạm vi của đồng chí."


@dataclass(frozen=True, slots=True)
class Basis:
    """A row with the draft (`version` None) or a version that was handed in, and what that rests on."""

    row: ReportRow
    origins: tuple[Origin, ...]
    writes: bool
    version: ReportSubmission | None = None
    coverage: dict[str, Any] | None = None

    @property
    def number(self) -> int | None:
        """The number of the version, None for the draft."""
        return self.version.number if self.version else None


def basis_for(actor: Actor, row_id: int, number: int | None = None) -> Basis:
    """Return the draft, or version `number`, or raise NotVisible: a draft is for those who write it alone."""
    row = row_visible_to(actor, row_id)
    writes = writes_for(actor, row)
    if number is not None:
        version, kept = _version(row_id, number)
        return Basis(row, tuple(version_origins(kept)), writes, version, dict(kept.coverage))
    if not writes:
        raise NotVisible(NO_SUCH)
    return Basis(row, tuple(draft_origins(row_id)), writes)


def _version(row_id: int, number: int) -> tuple[ReportSubmission, ConsolidatedVersion]:
    found = db.session.execute(
        select(ReportSubmission, ConsolidatedVersion)
        .join(ConsolidatedVersion, ConsolidatedVersion.submission_id == ReportSubmission.id)
        .where(ReportSubmission.row_id == row_id, ReportSubmission.number == number)
    ).first()
    if found is None:
        raise NotVisible(NO_SUCH)
    return found[0], found[1]
