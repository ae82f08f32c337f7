"""Approve from a terminal: show what is approved, ask whether, prove who decides, then bind the decision to its hash.

Before this: `commands`. After this: `running`. Scripts give the hash and `--yes`; the password is asked for always.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

import typer

from lowmark.doors.cli import options, running
from lowmark.doors.cli.secrets import secret
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a decision is on: the query that shows it, and the fields that name it and its hash."""

    query: str
    what: str
    name: str
    hashed: str


SHOWN: Final = {
    "approve": Shown(query="show-run", what="run", name="run", hashed="run_hash"),
    "approve-journal": Shown(query="show-journal", what="journal", name="document", hashed="journal_hash"),
    "decide-formula-change": Shown(query="show-formula-change", what="change of formula", name="document",
                                   hashed="figures_hash"),
}  # fmt: skip
VERBS: Final = {"approved": "Approve", "returned": "Return", "passed": "Pass over"}

YES = Annotated[bool, typer.Option("--yes", help="do not ask whether")]


def approve(operation: Operation) -> tuple[Callable[[dict[str, Any], running.Manner], None], list[inspect.Parameter]]:
    """Return what `approve` does, and its options: the hash may be left out, for it is read from what is shown."""
    of = SHOWN[operation.name]
    left_out = {of.hashed: f"left out, the {of.what} is shown and asked about"}
    shown = options.parameters(operation.request, optional=left_out)

    def act(asked: dict[str, Any], manner: running.Manner) -> None:
        sure = asked.pop("yes")
        with running.refusals(manner):
            if not asked[of.hashed]:
                asked[of.hashed] = _shown(of, asked, manner, sure=sure)
            step_up_id = _proved(operation, asked, manner)
            response = running.answer(operation, operation.request(**asked), manner, step_up_id=step_up_id)
            running.show(operation.name, response, manner)
        raise typer.Exit(running.outcome(response))

    return act, [*shown, options.keyword("yes", YES, default=False)]


def _shown(of: Shown, asked: dict[str, Any], manner: running.Manner, *, sure: bool) -> str:
    """Show what is decided on, ask whether it is to be decided so, and return the hash of what was shown."""
    query = BY_NAME[of.query]
    named = {
        one: asked[one] for one in ("entity", of.name, "book") if one in asked and one in query.request.__annotations__
    }
    shown = running.answer(query, query.request(**named), manner)
    if not manner.as_json:
        running.show(of.query, shown, manner)
    if not sure:
        name = getattr(shown, of.name)
        typer.confirm(f"{VERBS[asked['decision']]} {of.what} {name} of {shown.entity} as shown?", abort=True, err=True)
    return str(getattr(shown, of.hashed))


def _proved(operation: Operation, asked: dict[str, Any], manner: running.Manner) -> int:
    """Return a fresh proof that it is really this person who decides on this hash."""
    running.open_django()
    from lowmark.services import people, proofs

    actor = replace(running.principal(operation, manner), request_key="")
    password = ""
    if actor.username not in people.personas():
        password = secret(f"Password of {actor.username}")
    proof = proofs.Proof(password=password)
    bound_hash = asked[SHOWN[operation.name].hashed]
    return proofs.step_up(actor=actor, entity=asked["entity"], bound_hash=bound_hash, proof=proof)
