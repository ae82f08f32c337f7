"""The seals of an entity: which facts each covers, and the roots that whoever verifies elsewhere holds them against."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose seals."""

    entity: str = said("entity code", example="MAPLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One seal."""

    seal_no: int = said("its number, without gaps")
    from_seq: int = said("first known sequence sealed")
    to_seq: int = said("last known sequence sealed")
    leaves: int = said("moves and entries sealed")
    facts: int = said("rows of facts sealed, of every table")
    root: str = said("Merkle root of the moves and entries, hex")
    facts_root: str = said("Merkle root of all these facts, hex")
    chained: str = said("hash over the seal before and both roots, hex: the checkpoint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The seals, oldest first."""

    entity: str = said("entity code")
    known_seq: int = said("what is known now")
    unsealed: int = said("known sequences since the last seal")
    lines: tuple[Line, ...] = said("the seals")


OPERATION = Operation(
    name="list-seals",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.list_seals:list_seals",
    policy=Policy(roles=("poster", "auditor", "administrator")),
    pages=("audit",),
)
