"""Prepare a database before an operation that needs a fresh one: `init`, and `demo`, which then serves what it made.

Before this: `commands`. After this: `services.setup`, `running`, `serving`.
"""

import inspect
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from lowmark.core.kinds.problems import Problem
from lowmark.doors.cli import options, running, serving
from lowmark.services.operation import Operation

Act = Callable[[dict[str, Any], running.Manner], None]

DEMO: Final = """# Written by `lowmark demo`: where its sample company is kept.
database_url = "sqlite:///var/demo.sqlite3"
demo = true
"""

Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="serve the result at the end")]


def init(operation: Operation) -> tuple[Act, list[inspect.Parameter]]:
    """Return what `init` does: make the database and its laws where they are missing, then set up the entity."""

    def act(asked: dict[str, Any], manner: running.Manner) -> None:
        with running.refusals(manner):
            _prepared()
        running.perform(operation.name, asked, manner)

    return act, options.parameters(operation.request)


def demo(operation: Operation) -> tuple[Act, list[inspect.Parameter]]:
    """Return what `demo` does: a database of its own in `var/`, the sample company's close, then the pages."""

    def act(asked: dict[str, Any], manner: running.Manner) -> None:
        serve, host, port = (asked.pop(name) for name in ("serve", "host", "port"))
        with running.refusals(manner):
            _place(Path.cwd())
            _prepared()
            response = running.answer(operation, operation.request(**asked), manner)
            running.show(operation.name, response, manner)
        if serve and running.outcome(response) == 0:
            serving.serve(host=host, port=port)
        raise typer.Exit(running.outcome(response))

    mine = [
        options.keyword("serve", Serve, default=True),
        options.keyword("host", serving.Host, default="127.0.0.1"),
        options.keyword("port", serving.Port, default=8000),
    ]
    return act, [*options.parameters(operation.request), *mine]


def _place(folder: Path) -> None:
    """Give the demo a database of its own in this folder, unless the folder has one; never touch another.

    Raises: Problem ``refused``.
    """
    if os.environ.get("LOWMARK_DATABASE_URL"):
        if os.environ.get("LOWMARK_DEMO") != "1":
            raise Problem("refused", "LOWMARK_DATABASE_URL names a database that is no demo",
                          hint="unset it, or set LOWMARK_DEMO=1 for a database made for it")  # fmt: skip
        return
    told = folder / "lowmark.toml"
    if not told.exists():
        (folder / "var").mkdir(exist_ok=True)
        told.write_text(DEMO, encoding="utf-8")
    elif not tomllib.loads(told.read_text(encoding="utf-8")).get("demo", False):
        raise Problem("refused", "this folder's lowmark.toml names a database that is no demo",
                      hint="run the demo in another folder", where={"file": told})  # fmt: skip


def _prepared() -> None:
    running.open_django()
    from lowmark.services.setup import prepare_database

    prepare_database()
