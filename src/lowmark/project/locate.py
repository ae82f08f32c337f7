"""Say where the database is, and why: the environment, else the nearest `lowmark.toml`, else a file here. Never HOME.

Sources: twelve-factor configuration for the first; a project file, as git finds its own, for the second.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Database:
    """A database, where the program was told of it, and where the operational file beside it lies."""

    url: str
    because: str
    is_demo: bool
    folder: Path

    @property
    def is_sqlite(self) -> bool:
        """Whether it is one file."""
        return self.url.startswith("sqlite:")

    @property
    def file(self) -> Path:
        """The file, of a SQLite database."""
        return Path(unquote(urlsplit(self.url).path))

    @property
    def ops_file(self) -> Path:
        """The file for sessions, jobs and progress: never part of the ledger."""
        if self.is_sqlite:
            return self.file.with_suffix(".ops.sqlite3")
        return self.folder / f"{urlsplit(self.url).path.strip('/') or 'lowmark'}.ops.sqlite3"


def database() -> Database:
    """Return the database that this process works on.

    Raises: ValueError when `lowmark.toml` cannot be read or the address is of neither engine.
    """
    here = Path.cwd()
    if url := os.environ.get("LOWMARK_DATABASE_URL"):
        return _of(url, "LOWMARK_DATABASE_URL is set", is_demo=os.environ.get("LOWMARK_DEMO") == "1", folder=here)
    for folder in (here, *here.parents):
        told = folder / "lowmark.toml"
        if told.is_file():
            settings = tomllib.loads(told.read_text())
            url = str(settings.get("database_url", "sqlite:///lowmark.sqlite3"))
            return _of(url, f"{told} says so", is_demo=bool(settings.get("demo", False)), folder=folder)
    return _of("sqlite:///lowmark.sqlite3", "no address is set, so it is in this folder", is_demo=False, folder=here)


def _of(url: str, because: str, *, is_demo: bool, folder: Path) -> Database:
    """Resolve a relative SQLite file against the folder that named it."""
    scheme = urlsplit(url).scheme
    if scheme not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError(f"{because}: {url!r} is neither sqlite:///FILE nor postgresql://…")
    if scheme == "sqlite":
        path = unquote(url.removeprefix("sqlite:///"))
        url = "sqlite://" + str((folder / path).resolve())
    return Database(url, because, is_demo, folder)
