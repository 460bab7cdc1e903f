"""Refusals that people can understand. A rule or a service raises one; a single handler answers it."""


class DomainError(Exception):
    """A refusal with one Vietnamese sentence that says what is wrong and what to do. Answered with 422."""

    status = 422

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotVisible(DomainError):
    """The thing does not exist for this person: answered with 404, whether it exists for others or not."""

    status = 404

    def __init__(
        self, sentence: str = "Không tìm thấy nội dung này, hoặc nội dung không thuộc phạm vi của đồng chí."
    ) -> None:
        super().__init__(sentence)


class NotAllowed(DomainError):
    """The person sees the thing but may not do this to it: answered with 403."""

    status = 403


class ChangedMeanwhile(DomainError):
    """Somebody else changed the thing since the form was opened: answered with 409, with the typed text kept."""

    status = 409
