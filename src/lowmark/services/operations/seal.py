"""Seal what has been recorded since the last seal, so that an outsider can see whether anything changed."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose facts."""

    entity: str = said("entity code", example="MAPLE")
    verify: bool = said("hold the facts against the seals there are, and make none", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The latest seal: keep it somewhere else."""

    entity: str = said("entity code")
    seal_no: int = said("its number; 0 when there is nothing to seal")
    from_seq: int = said("first known sequence sealed")
    to_seq: int = said("last known sequence sealed")
    leaves: int = said("moves and entries sealed")
    facts: int = said("rows of facts sealed, of every table")
    root: str = said("Merkle root of the moves and entries, hex")
    facts_root: str = said("Merkle root of all these facts, hex")
    chained: str = said("hash over the seal before and both roots, hex: the checkpoint")
    unsealed: int = said("rows of facts that came after the last seal", default=0)
    faults: tuple[str, ...] = said("what is not as it was sealed", default=())


OPERATION = Operation(
    name="seal",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.seal:seal",
    policy=Policy(roles=("administrator", "poster", "auditor")),
    pages=("record",),
)
