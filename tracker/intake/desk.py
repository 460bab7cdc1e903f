"""What the pages of a review show of each proposal beyond its own words: answers, likenesses, neighbours, steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tracker import clock
from tracker.intake import queries
from tracker.intake.issue.drafts import day_of_names, place_of
from tracker.intake.models import Decision, Draft, Proposal, ReviewStep
from tracker.intake.rules.answers import Answer, answers_to, likeness
from tracker.intake.rules.leads import Lead
from tracker.intake.rules.passages import same_leads
from tracker.intake.rules.search import Offered, catalogue_offers, nearest, search
from tracker.intake.rules.splitting import after_deadlines
from tracker.rights import Actor

IN_REVIEW = (Decision.PENDING, Decision.ACCEPTED)


@dataclass
class Desk:
    """A draft with its proposals as one person sees them. `by_text`: the list stands in the order of the document."""

    draft: Draft
    proposals: list[Proposal]
    reader: Actor
    read_at: datetime
    by_text: bool = False
    here: int | None = None

    @cached_property
    def offered(self) -> list[Offered]:
        """The agencies that may be meant in this draft: those of the office's list, then those of the catalogue."""
        place = place_of(self.draft.issuer)
        return [*queries.agencies_near(self.draft.issuer), *catalogue_offers(place, day_of_names(self.draft))]

    @cached_property
    def last_step(self) -> ReviewStep | None:
        """The person's newest step that can be undone."""
        return queries.last_step_of(self.draft.id, self.reader)

    @cached_property
    def counts(self) -> queries.ReviewCounts:
        """How the proposals stand."""
        return queries.counts_of(self.proposals)

    def found(self, words: str) -> list[Offered]:
        """Return the agencies that fit typed words."""
        return search(words, self.offered)

    def answers(self, proposal: Proposal, code: str) -> list[Answer]:
        """Return the ready answers to a doubt of the proposal."""
        return answers_to(code, proposal, self._suggest)

    def _suggest(self, lead: Lead) -> Sequence[Offered]:
        named = [Offered(name) for name in lead["candidates"]]
        return named or nearest(lead["name"], self.offered)

    def alike(self, proposal: Proposal, code: str) -> list[Proposal]:
        """Return the waiting proposals with the same doubt about the same words, this one first."""
        key = likeness(code, proposal)
        others = self._by_likeness.get(key, []) if key else []
        return [proposal, *(one for one in others if one.id != proposal.id)]

    @cached_property
    def _by_likeness(self) -> dict[tuple[str, str], list[Proposal]]:
        found: dict[tuple[str, str], list[Proposal]] = {}
        for proposal in self.proposals:
            for doubt in proposal.doubts if proposal.decision is Decision.PENDING else ():
                key = likeness(doubt["code"], proposal)
                if key:
                    found.setdefault(key, []).append(proposal)
        return found

    def points(self, proposal: Proposal) -> list[int]:
        """Return where the proposal falls apart into a piece of work for each of its deadlines."""
        return [] if proposal.drafted.get("more_spans") else after_deadlines(proposal.drafted)

    def neighbours(self, proposal: Proposal) -> list[Proposal]:
        """Return the proposals that this one may be merged with: same agencies, the nearest in the text first."""
        places = {one.id: place for place, one in enumerate(self.proposals)}
        own = places.get(proposal.id, 0)
        fit = [
            one
            for one in self.proposals
            if one.id != proposal.id and one.decision in IN_REVIEW and same_leads([one.leads, proposal.leads])
        ]
        return sorted(fit, key=lambda one: (abs(places[one.id] - own), places[one.id]))

    @property
    def sure(self) -> list[Proposal]:
        """Those read without a doubt, the surest first; among equals in the order of the text."""
        return sorted((one for one in self.proposals if not queries.needs_a_look(one)), key=_surest)

    @property
    def doubtful(self) -> list[Proposal]:
        """Those to look at, the surest first."""
        return sorted((one for one in self.proposals if queries.needs_a_look(one)), key=_surest)

    @property
    def ready(self) -> list[Proposal]:
        """Those that "accept all" would choose."""
        return [one for one in self.proposals if queries.is_sure(one)]

    def is_strange(self, proposal: Proposal) -> bool:
        """Tell whether another person changed the proposal last."""
        return proposal.changed_by is not None and proposal.changed_by_id != self.reader.person_id


def desk_of(draft: Draft, reader: Actor) -> Desk:
    """Return the desk of a draft for a person, in the order and at the place where that person left it."""
    read_at = clock.now()
    proposals = queries.proposals_of(draft.id)
    place = queries.place_of_reader(draft.id, reader)
    known = {one.id for one in proposals}
    here = place.proposal_id if place and place.proposal_id in known else None
    return Desk(draft, proposals, reader, read_at, by_text=bool(place and place.by_text), here=here)


def _surest(proposal: Proposal) -> tuple[float, int, int]:
    return (-float(proposal.drafted["confidence"]), proposal.start, proposal.position)
