"""Choosing what is sure as an officer does: the list is opened, its count is checked, then it is sent as it stands."""

import re

from tests.auditing import AuditingClient
from tracker.intake.models import Draft
from tracker.intake.service.review import accept_all_sure
from tracker.rights import Actor


def choose_sure(client: AuditingClient, review: str) -> int:
    """Open the list of what is sure and choose all of it; return how many proposals it showed."""
    page = client.get(f"{review}/chon-tat-ca").text
    ticked = re.findall(r'name="chon" value="([^"]+)" checked', page)
    assert ticked and f"{len(ticked)} đề xuất không có điểm cần xem sẽ được chọn" in page
    client.post(f"{review}/chon-tat-ca", data={"chon": ticked}, expect=303)
    return len(ticked)


def chosen(draft: Draft, by: Actor) -> Draft:
    """The draft after the officer chose what is sure; that step is theirs and can be undone."""
    accept_all_sure(draft.id, by=by)
    return draft
