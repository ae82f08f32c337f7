"""Back a database up while it is in use, and bring it back elsewhere: with what proves that it is the same.

A backup is a folder: the ledger (a copy of the SQLite file, or PostgreSQL's own dump), the files that facts cite, and a
manifest with the hash of each and how far every entity's clock had come. Restoring refuses a place that is not empty,
holds every hash, and ends with the independent recomputation. Sessions, jobs and the secret key are no part of it.

Before this: the operator. After this: `lowmark verify`. Sources: SQLite's online backup API; pg_dump and pg_restore.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connections

from lowmark.core.kinds.problems import Problem
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.services.setup import prepare_database
from lowmark.store import spool

MANIFEST: Final = "manifest.json"
LEDGER: Final = {True: "ledger.sqlite3", False: "ledger.pgdump"}
CLOCKS: Final = """
SELECT e.code, c.known_seq FROM entities_entity e JOIN entities_entity_clock c ON c.entity_id = e.id ORDER BY e.code
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a backup holds: how far each entity had come, and how many files there are with how many bytes."""

    folder: Path
    engine: str
    clocks: dict[str, int]
    files: int
    n_bytes: int


def back_up(folder: Path) -> Kept:
    """Back the database up into a new folder, which readers and writers need not wait for.

    Raises: Problem `refused` where the folder is there already, or PostgreSQL's programs are not.
    """
    if folder.exists():
        raise Problem("refused", f"{folder} is there already", hint="name a new folder")
    making = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700, parents=True)
    is_sqlite = settings.DATABASE.is_sqlite
    ledger = making / LEDGER[is_sqlite]
    clocks = _copied(ledger) if is_sqlite else _dumped(ledger)
    if spool.folder().is_dir():
        shutil.copytree(spool.folder(), making / "spool")
    hashes = {str(file.relative_to(making)): _hash(file) for file in _files(making)}
    told = {"engine": "sqlite" if is_sqlite else "postgresql", "clocks": clocks, "files": hashes}
    (making / MANIFEST).write_text(json.dumps(told, indent=1, sort_keys=True), encoding="utf-8")
    making.rename(folder)
    return _kept(folder, told)


def restore(folder: Path) -> Kept:
    """Bring a backup back into the database that this process is told of, which has to be empty; then recompute it.

    Raises: Problem `refused` where the backup is not whole, is of the other engine, or the place is not empty; or where
            what was brought back is not what was backed up.
    """
    told = _manifest(folder)
    if (told["engine"] == "sqlite") != settings.DATABASE.is_sqlite:
        raise Problem(
            "refused", f"the backup is of {told['engine']}", hint="set LOWMARK_DATABASE_URL to one of that kind"
        )
    for name, digest in told["files"].items():
        if not (folder / name).is_file() or _hash(folder / name) != digest:
            raise Problem("refused", f"{name} of the backup is missing or not what it was", hint="take another backup")
    _put_back(folder)
    if (folder / "spool").is_dir():
        shutil.copytree(folder / "spool", spool.folder(), dirs_exist_ok=True)
    prepare_database()
    operator = Actor(user_id=None, username="operator", door="system", is_operator=True)
    clean = call(BY_NAME["verify"], BY_NAME["verify"].request(), actor=operator).clean
    if not clean or _clocks() != told["clocks"]:
        raise Problem(
            "refused", "what was brought back is not what was backed up", hint="`lowmark verify` says what differs"
        )
    return _kept(folder, told)


def _copied(ledger: Path) -> dict[str, int]:
    """Copy the SQLite file as of one moment; return the clocks of the copy."""
    with closing(sqlite3.connect(settings.DATABASE.file)) as source, closing(sqlite3.connect(ledger)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return dict(copy.execute(CLOCKS).fetchall())


def _dumped(ledger: Path) -> dict[str, int]:
    """Dump PostgreSQL as of one snapshot, whose clocks are returned.

    Raises: Problem `refused`.
    """
    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            cursor.execute(CLOCKS)
            clocks = dict(cursor.fetchall())
            _program("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={ledger}")
        finally:
            cursor.execute("ROLLBACK")
    return clocks


def _put_back(folder: Path) -> None:
    """Put the ledger where this process is told that it is.

    Raises: Problem `refused` where something is there.
    """
    if settings.DATABASE.is_sqlite:
        file = settings.DATABASE.file
        if file.exists() and file.stat().st_size:
            raise Problem("refused", f"{file} is there already", hint="restore into an empty folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        connections.close_all()
        shutil.copyfile(folder / LEDGER[True], file)
        file.chmod(0o600)
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if cursor.fetchone()[0]:
            raise Problem("refused", "the database holds tables already", hint="create an empty one with createdb")
    _program("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_name()}", str(folder / LEDGER[False]))
    connections.close_all()


def _program(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database; the password goes by the environment, which others cannot see.

    Raises: Problem `refused`.
    """
    connection = settings.DATABASES["owner"]
    told = {"PGHOST": connection["HOST"], "PGPORT": connection["PORT"], "PGUSER": connection["USER"],
            "PGPASSWORD": connection["PASSWORD"], "PGDATABASE": _name()}  # fmt: skip
    found = shutil.which(name) or next(
        (str(one) for one in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None
    )
    if found is None:
        raise Problem("refused", f"{name} is not on this machine", hint="install PostgreSQL's client programs")
    environment = os.environ | {key: str(value) for key, value in told.items() if value}
    ran = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 -- found by its name
    if ran.returncode:
        raise Problem(
            "refused", f"{name} failed: {ran.stderr.strip()[:500]}", hint="it has to be of the server's version"
        )


def _name() -> str:
    return unquote(urlsplit(settings.DATABASE.url).path.lstrip("/"))


def _clocks() -> dict[str, int]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(CLOCKS)
        return dict(cursor.fetchall())


def _manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest.

    Raises: Problem `refused`.
    """
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Problem("refused", f"{folder} is no backup", hint="name the folder that `lowmark backup` made") from None
    return told


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _kept(folder: Path, told: dict[str, Any]) -> Kept:
    files = [folder / name for name in told["files"]]
    return Kept(folder=folder, engine=told["engine"], clocks=told["clocks"], files=len(files),
                n_bytes=sum(file.stat().st_size for file in files))  # fmt: skip
