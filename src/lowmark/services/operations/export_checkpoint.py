"""Export the seals of an entity as a checkpoint, to be kept where nobody who keeps the books can write."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose seals."""

    entity: str = said("entity code", example="MAPLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The file, and how far it reaches."""

    entity: str = said("entity code")
    seal_no: int = said("the last seal in it; 0 when nothing is sealed")
    to_seq: int = said("facts are sealed up to this known sequence")
    facts: int = said("rows of facts under its seals")
    unsealed: int = said("rows of facts that came later")
    name: str = said("a name for the file")
    content: str = said("the file, UTF-8: what is sealed and how, then a line per row")
    content_sha256: str = said("SHA-256 of the file, hex")


OPERATION = Operation(
    name="export-checkpoint",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.export_checkpoint:export_checkpoint",
    policy=Policy(roles=("administrator", "poster", "auditor")),
    pages=("reports",),
)
