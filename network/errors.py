"""The errors of the house. Messages are for the person who reads them: what happened, what to do next."""

from __future__ import annotations


class MaillageError(Exception):
    """Base of all expected errors; `message` is shown to the user."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(MaillageError):
    """The thing asked for does not exist, or the reader may not know that it does (404)."""


class DeadLinkError(NotFoundError):
    """The link of an e-mail is false, too old, was used or withdrawn (404)."""


class NotAllowedError(MaillageError):
    """A policy refuses the action (403)."""


class ConflictError(MaillageError):
    """The state of the data does not allow the action any more (409)."""


class StaleError(ConflictError):
    """Somebody else changed the row since it was read (409)."""


class ProblemError(MaillageError, ValueError):
    """A matching problem cannot be used; the message names the place and the rule, on one line."""
