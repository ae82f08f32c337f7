"""Approve from a terminal: show what is approved, ask whether, prove who decides, then bind the decision to its hash.

Before this: `commands`. After this: `running`. Scripts give `--run-hash` and `--yes`; the password is asked for always.
"""

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import typer

from lowmark.doors.cli import options, running
from lowmark.doors.cli.secrets import secret
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import Operation

YES = Annotated[bool, typer.Option("--yes", help="do not ask whether")]


def approve(operation: Operation) -> tuple[Callable[[dict[str, Any], running.Manner], None], list[inspect.Parameter]]:
    """Return what `approve` does, and its options: the hash may be left out, for it is read from what is shown."""
    shown = options.parameters(operation.request, optional={"run_hash": "left out, the run is shown and asked about"})

    def act(asked: dict[str, Any], manner: running.Manner) -> None:
        sure = asked.pop("yes")
        with running.refusals(manner):
            if not asked["run_hash"]:
                asked["run_hash"] = _shown(asked, manner, sure=sure)
            step_up_id = _proved(operation, asked, manner)
            response = running.answer(operation, operation.request(**asked), manner, step_up_id=step_up_id)
            running.show(operation.name, response, manner)
        raise typer.Exit(running.outcome(response))

    return act, [*shown, options.keyword("yes", YES, default=False)]


def _shown(asked: dict[str, Any], manner: running.Manner, *, sure: bool) -> str:
    """Show the run, ask whether it is to be decided so, and return the hash of what was shown."""
    show_run = BY_NAME["show-run"]
    run = running.answer(show_run, show_run.request(entity=asked["entity"], run=asked["run"]), manner)
    if not manner.as_json:
        running.show("show-run", run, manner)
    if not sure:
        verb = "Approve" if asked["decision"] == "approved" else "Return"
        typer.confirm(f"{verb} run {run.run} of {run.entity} as shown?", abort=True, err=True)
    return str(run.run_hash)


def _proved(operation: Operation, asked: dict[str, Any], manner: running.Manner) -> int:
    """Return a fresh proof that it is really this person who decides on this hash."""
    running.open_django()
    from lowmark.services import people

    actor = replace(running.principal(operation, manner), request_key="")
    password = ""
    if actor.username not in people.personas():
        password = secret(f"Password of {actor.username}")
    return people.step_up(actor=actor, entity=asked["entity"], bound_hash=asked["run_hash"], password=password)
