"""Who asks: the person (or the system) behind a request, as a door has established it."""

from dataclasses import dataclass
from typing import Literal

Door = Literal["web", "api", "cli", "jobs", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a token is good for: these entities (none: all of its user's), reading, and writing if it may."""

    entities: tuple[str, ...]
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The principal of a request.

    Domain: `user_id` is null only for the system itself and for the operator who holds the database (`is_operator`).
            `step_up_id` is a fresh proof of identity that the door has obtained; tokens never have one.
            `request_key` is the client's idempotency key; empty means the service derives one from the request.
            `is_stale` says that its person has proved himself too long ago for what needs it fresh.
            `if_match` is the version of its subject that a command is meant for, as a door was given it; empty for any.
            `bounds` are those of the token by which a program asks; none where a person is there.
    """

    user_id: int | None
    username: str
    door: Door
    is_operator: bool = False
    step_up_id: int | None = None
    request_key: str = ""
    is_stale: bool = False
    if_match: str = ""
    bounds: Bounds | None = None

    @property
    def is_token(self) -> bool:
        """Whether a program asks with somebody's token."""
        return self.bounds is not None
