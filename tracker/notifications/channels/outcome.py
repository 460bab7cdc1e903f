"""What can come of handing a message to a channel. Success is no exception."""


class NotTaken(Exception):
    """The message was certainly not taken. `is_final`: trying again would bring the same answer."""

    def __init__(self, answer: str, *, is_final: bool) -> None:
        super().__init__(answer)
        self.answer = answer
        self.is_final = is_final


class ServerProblem(Exception):
    """The server takes nothing from us at present: unreachable, no safe connection, sign-in or sender refused."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


class NoReply(Exception):
    """The text was handed over and no answer came: the server has it, or not."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer
