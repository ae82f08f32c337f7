"""The commands: one per operation of the catalogue, under its name, and those that are no operations.

Before this: `services.catalogue`, `options`. After this: `main`. A command's function holds what was typed and hands it
to `running.perform`; an operation that has to ask before it acts has its own function in `asking`.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from lowmark.doors.cli import (
    asking,
    backing_up,
    backtesting,
    demonstrating,
    exporting,
    offline_options,
    options,
    people,
    running,
    serving,
    working,
)
from lowmark.services.catalogue import OPERATIONS
from lowmark.services.operation import File, Operation

NOT_GENERATED = ("serve", "worker", "backup", "restore", "user password", "user invite")
"""Commands that are no operations: they serve the doors, or set what a person proves himself with."""


def build() -> typer.Typer:
    """Return the application with every command."""
    app = typer.Typer(
        name="lowmark", rich_markup_mode=None, add_completion=False, no_args_is_help=True,
        pretty_exceptions_enable=False,
        help="Inventory valuation and write-downs, from a stock movement to the number on the balance sheet.",
    )  # fmt: skip
    app.callback(invoke_without_command=True)(_root)
    for operation in OPERATIONS:
        app.command(operation.name, help=_help(operation), short_help=operation.summary)(command(operation))
    app.command("serve", help="Serve the web pages and the REST API.")(serving.serve)
    app.command("backup", help="Back the database up into a new folder, while it is in use.")(backing_up.backup)
    app.command("restore", help="Bring a backup back into an empty database, and recompute it.")(backing_up.restore)
    app.command("worker", help="Carry out jobs until interrupted.")(working.worker)
    app.add_typer(people.app(), name="user")
    return app


def listed() -> tuple[str, ...]:
    """Return the name of every command of the live application, groups spelled out.

    >>> {"propose", "user password"} <= set(listed())
    True
    """
    from typer.main import get_command

    def names(group: Any, before: str) -> list[str]:
        found: list[str] = []
        for name, one in group.commands.items():
            found += names(one, f"{before}{name} ") if hasattr(one, "commands") else [before + name]
        return found

    return tuple(names(get_command(build()), ""))


def command(operation: Operation) -> Callable[..., None]:
    """Return a function with an option for each field of the operation's request, for typer to read."""
    special = SPECIAL.get(operation.name)
    act, parameters = special(operation) if special else (_plain(operation), options.parameters(operation.request))

    def run(**given: Any) -> None:
        manner = running.Manner(**{name: given.pop(name) for name, _ in options.COMMON})
        act({name: _opened(value) for name, value in given.items()}, manner)

    run.__name__ = operation.name.replace("-", "_")
    run.__signature__ = inspect.Signature([*parameters, *options.common()])  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in (*parameters, *options.common())}
    return run


Act = Callable[[dict[str, Any], running.Manner], None]


def _plain(operation: Operation) -> Act:
    return lambda asked, manner: running.perform(operation.name, asked, manner)


def _opened(value: Any) -> Any:
    """Read a file that was named; every other value is as typed."""
    if not isinstance(value, Path):
        return value
    try:
        return File(value.name, value.read_bytes())
    except OSError as error:
        raise typer.BadParameter(f"{value}: {error.strerror}") from None


SPECIAL: dict[str, Callable[[Operation], tuple[Act, list[inspect.Parameter]]]] = {
    "approve": asking.approve,
    "approve-journal": asking.approve,
    "assess": offline_options.assess,
    "forecast": backtesting.forecast,
    "init": demonstrating.init,
    "demo": demonstrating.demo,
    "export-entries": exporting.export_entries,
    "export-checkpoint": exporting.export_entries,
    "export-facts": exporting.export_entries,
    "journal": exporting.export_entries,
}
"""Operations whose command does something before or instead of the call."""


def _help(operation: Operation) -> str:
    policy = operation.policy
    who = [", ".join(policy.roles)] if policy.roles else []
    who += ["the operator"] if policy.operator else []
    who += ["whoever is named with --as"] if policy.own else []
    proof = " Asks for your password." if operation.step_up else ""
    return f"{operation.summary}\n\nFor: {'; or '.join(who)}.{proof}"


def _root(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Say which version this is."),  # noqa: FBT001 -- typer's way
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"lowmark {installed('lowmark')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)
