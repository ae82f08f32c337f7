"""The binder of a run: everything that it rests on and led to, in one file that an auditor can check."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which run."""

    entity: str = said("entity code", example="MAPLE")
    run: str = said("the run's name", example="2026-10-31/1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file within."""

    path: str = said("its path")
    about: str = said("what it is")
    sha256: str = said("SHA-256 of it, hex")
    size: int = said("bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The file, and what is in it."""

    entity: str = said("entity code")
    run: str = said("the run's name")
    state: str = said("where the run is in its life")
    as_of: date = said("its date")
    known_seq: int = said("what was known: when it was posted, or now where it is not")
    run_hash: str = said("what an approval binds to, hex")
    parts: tuple[Part, ...] = said("the files within, in their order")
    name: str = said("a name for the file")
    encoding: str = said("how the content is written", choices=("base64",))
    content: str = said("the file, a zip")
    content_sha256: str = said("SHA-256 of the file, hex")


OPERATION = Operation(
    name="binder",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.binder:binder",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
