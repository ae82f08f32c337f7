"""`export-entries` writes its file into the folder it is run in, or where `--out` says; what it prints is about it.

Before this: `commands`. After this: `running`. A file that is there already is never overwritten.
"""

import base64
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from lowmark.core.kinds.problems import Problem
from lowmark.doors.cli import options, running
from lowmark.services.operation import Operation

Out = Annotated[str, typer.Option("--out", parser=options.text, metavar="FILE", show_default=False,
                                  help="where to write the file; left out, here under its own name")]  # fmt: skip


def export_entries(
    operation: Operation,
) -> tuple[Callable[[dict[str, Any], running.Manner], None], list[inspect.Parameter]]:
    """Return what `export-entries` does, and its options: the operation's, and where the file goes."""

    def act(asked: dict[str, Any], manner: running.Manner) -> None:
        said = asked.pop("out")
        out = Path(said) if said else None
        with running.refusals(manner):
            if out is not None:
                _require_new(out)
            response = running.answer(operation, operation.request(**asked), manner)
            if not manner.as_json or out is not None:
                _write(out or Path(response.name), content_of(response))
            running.show(operation.name, response, manner)
        raise typer.Exit(running.outcome(response))

    return act, [*options.parameters(operation.request), options.keyword("out", Out, default="")]


def _require_new(out: Path) -> None:
    """Refuse a file that is there, before anything is handed out.

    Raises: Problem ``refused``.
    """
    if out.exists() or not out.parent.is_dir():
        why = "is there already" if out.exists() else "is in no folder that is there"
        raise Problem("refused", f"{out} {why}", hint="name a new file with --out", where={"--out": out})


def content_of(response: Any) -> bytes:
    """Return the bytes of the file that an answer is, which is base64 where it says so."""
    is_coded = getattr(response, "encoding", "") == "base64"
    return base64.b64decode(response.content) if is_coded else bytes(response.content, "utf-8")


def _write(file: Path, content: bytes) -> None:
    """Write the file, its line ends as they are.

    Raises: Problem ``refused``: the entries have been handed out, and are had again under the same key.
    """
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except OSError as error:
        raise Problem("refused", f"{file}: {error.strerror}", where={"--out": file},
                      hint="ask again with the same --key and another --out") from None  # fmt: skip
