"""The commands: one per operation of the catalogue, under its name, and those that are no operations.

Before this: `services.catalogue`, `options`. After this: `main`. A command's function holds what was typed and hands it
to `running.perform`; an operation that has to ask before it acts has its own function in `asking`.
"""

import inspect
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_command_from_info
from typer.models import CommandInfo

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
from lowmark.services.catalogue import BY_NAME, SUMMARIES
from lowmark.services.operation import File, Operation

NOT_GENERATED = ("serve", "worker", "backup", "restore", "user password", "user invite")
"""Commands that are no operations: they serve the doors, or set what a person proves himself with."""


class Commands(TyperGroup):
    """The commands, each built when it is typed: a list of them all imports no operation."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 -- click's signature
        """Name every command, in the order of the work."""
        return [*SUMMARIES, *self.commands]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 -- click's signature
        """Return the command of a name, or None."""
        return _built(cmd_name) if cmd_name in SUMMARIES else self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 -- click's signature
        """List the commands with what each is for."""
        others = {name: one.get_short_help_str(WIDE) for name, one in self.commands.items()}
        with formatter.section("Commands"):
            formatter.write_dl(list((SUMMARIES | others).items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was typed; what is none is asked back, with those that are spelled much like it."""
        known = self.list_commands(ctx)
        if args[0] not in known:
            near = ", ".join(repr(one) for one in get_close_matches(args[0], known))
            ctx.fail(f"No such command {args[0]!r}.{f' Did you mean {near}?' if near else ''}")
        return args[0], self.get_command(ctx, args[0]), args[1:]


WIDE: Final = 200
"""A help line is never cut: a terminal wraps it."""


def _built(name: str) -> Any:
    """Build the command of an operation."""
    operation = BY_NAME[name]
    info = CommandInfo(name=name, callback=command(operation), help=_help(operation), short_help=SUMMARIES[name])
    return get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)


def build() -> typer.Typer:
    """Return the application with every command."""
    app = typer.Typer(
        name="lowmark", cls=Commands, rich_markup_mode=None, add_completion=False, no_args_is_help=True,
        pretty_exceptions_enable=False,
        help="Inventory valuation and write-downs, from a stock movement to the number on the balance sheet.",
    )  # fmt: skip
    app.callback(invoke_without_command=True)(_root)
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
    group: Any = get_command(build())
    own = [
        f"{name} {one}".strip() for name, apart in group.commands.items() for one in getattr(apart, "commands", [""])
    ]
    return (*SUMMARIES, *own)


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
    "decide-formula-change": asking.approve,
    "assess": offline_options.assess,
    "forecast": backtesting.forecast,
    "init": demonstrating.init,
    "demo": demonstrating.demo,
    "export-entries": exporting.export_entries,
    "export-checkpoint": exporting.export_entries,
    "export-facts": exporting.export_entries,
    "journal": exporting.export_entries,
    "report": exporting.export_entries,
    "labels": exporting.export_entries,
    "binder": exporting.export_entries,
}
"""Operations whose command does something before or instead of the call."""


def _help(operation: Operation) -> str:
    policy = operation.policy
    who = [", ".join(policy.roles)] if policy.roles else []
    who += ["the operator"] if policy.operator else []
    who += ["whoever is named with --as"] if policy.own else []
    proof = " Asks for your password." if operation.step_up else ""
    return f"{SUMMARIES[operation.name]}\n\nFor: {'; or '.join(who)}.{proof}"


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
