"""`lowmark backup` and `lowmark restore`: the operator's, who holds the database.

Before this: `commands`. After this: `services.backing_up`.
"""

from pathlib import Path
from typing import Annotated

import typer

from lowmark.doors.cli import options, running

Folder = Annotated[str, typer.Argument(metavar="FOLDER", parser=options.text, help="a folder of one backup")]


def backup(folder: Folder) -> None:
    """Back the database up into a new folder, while it is in use."""
    with running.refusals(running.Manner()):
        running.open_django()
        from lowmark.services import backing_up

        kept = backing_up.back_up(Path(folder))
    typer.echo(f"{kept.folder}: {kept.files} files, {kept.n_bytes} bytes, {_told(kept.clocks)}")


def restore(folder: Folder) -> None:
    """Bring a backup back into an empty database, and recompute it."""
    with running.refusals(running.Manner()):
        running.open_django()
        from lowmark.services import backing_up

        kept = backing_up.restore(Path(folder))
    typer.echo(f"restored and recomputed: {_told(kept.clocks)}")


def _told(clocks: dict[str, int]) -> str:
    return ", ".join(f"{entity} up to #{seq}" for entity, seq in clocks.items()) or "no entity yet"
