"""What an operation is: a name, a frozen request, a frozen response, who may ask, and where it is carried out.

What each is for is said in `catalogue`. Doors are generated from these: a REST route, a command of the command line and a
form field each follow from the request's fields. The function that carries it out is named, not imported, so that
`lowmark --help` stays quick.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

Kind = Literal["command", "query"]


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may ask: holders of one of `roles` in the request's entity; the installation's operator; or anybody, of himself.

    Domain: `operator` operations need no entity; over REST they need an installation administrator, and on the command
            line the person who holds the database. `own` ones are of whoever is signed in, and never a token's.
            `demo_only` ones work only in a database created as a demo.
    """

    roles: tuple[str, ...] = ()
    operator: bool = False
    own: bool = False
    demo_only: bool = False

    def __post_init__(self) -> None:
        """Refuse a policy that grants nobody: an operation without one does not start."""
        assert self.grants_somebody(), "an operation needs a policy"

    def grants_somebody(self) -> bool:
        """Whether there is anybody who may ask."""
        return bool(self.roles) or self.operator or self.own


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that Lowmark can do, in every door under the same name.

    Domain: `run` is `module:function`, called as `function(request, actor=actor)`. A `command` changes something and
            takes an idempotency key; a `query` reads. `step_up` says it needs a proof of identity bound to what is shown,
            `fresh` that whoever asks has proved himself of late; neither is open to tokens. `long` ones show progress and
            are offered as jobs; `about_jobs` ones tell of jobs, and are none. `pages` names the web pages that offer it.
            `keyset` queries return rows of a table after a row (`after`, `limit`) and where to go on (`next_after`).
            A query `shows` a subject that has a version; commands `change` one (`services.versions`).
    """

    name: str
    kind: Kind
    request: type
    response: type
    run: str
    policy: Policy
    step_up: bool = False
    fresh: bool = False
    long: bool = False
    about_jobs: bool = False
    keyset: bool = False
    shows: str = ""
    changes: str = ""
    pages: tuple[str, ...] = ()

    def function(self) -> Callable[..., Any]:
        """Import the function that carries the operation out."""
        module, _, name = self.run.partition(":")
        found: Callable[..., Any] = getattr(import_module(module), name)
        return found


@dataclass(frozen=True, slots=True)
class File:
    """A file handed in at a door: its name and its bytes."""

    name: str
    content: bytes


def said(meaning: str, *, example: str = "", choices: tuple[str, ...] = (), **kwargs: Any) -> Any:
    """Declare a field of a request or response with its meaning, for help texts and schemas."""
    return field(metadata={"meaning": meaning, "example": example, "choices": choices}, **kwargs)
