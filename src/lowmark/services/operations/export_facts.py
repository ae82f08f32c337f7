"""Export every fact of an entity, row by row, to be held against a checkpoint elsewhere."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose facts."""

    entity: str = said("entity code", example="MAPLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The file."""

    entity: str = said("entity code")
    known_seq: int = said("what was known")
    facts: int = said("rows in the file")
    name: str = said("a name for the file")
    content: str = said("the file, UTF-8: table, place in the order and row on each line, bytes in hex")
    content_sha256: str = said("SHA-256 of the file, hex")


OPERATION = Operation(
    name="export-facts",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.export_facts:export_facts",
    policy=Policy(roles=("administrator", "auditor")),
    long=True,
    pages=("reports",),
)
