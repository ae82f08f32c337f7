"""Whose rows a reader may see, and for what: the first argument of every read, without a default."""

from dataclasses import dataclass
from typing import Literal

Purpose = Literal["report", "command", "verify", "seal"]


@dataclass(frozen=True, slots=True)
class Scope:
    """The principal of a read, the entities it is granted, and its purpose.

    Domain: `entities` are numbers of entities; an empty tuple sees nothing. There is no scope for everything: `verify`
            and the sealer name every entity.
    """

    user_id: int | None
    entities: tuple[int, ...]
    purpose: Purpose
