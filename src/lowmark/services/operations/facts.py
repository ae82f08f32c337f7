"""Facts: the rows of every table of facts, table by table, for whoever keeps a copy or verifies one."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose facts, from which on."""

    entity: str = said("entity code", example="MAPLE")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    after: str = said("go on after this row: `next_after` of the page before; empty for the first", default="")
    limit: int = said("rows at most, up to 10,000", default=1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact."""

    table: str = said("its table")
    known_seq: int = said("its place in the entity's commit order")
    row: str = said("its values in its noun's order, as JSON: days as numbers, bytes in hex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The rows, in the order in which they came to be known."""

    entity: str = said("entity code")
    known_seq: int = said("what was known")
    lines: tuple[Line, ...] = said("the rows")
    next_after: str = said("where to go on; empty after the last row")


OPERATION = Operation(
    name="facts",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.facts:facts",
    policy=Policy(roles=("auditor", "administrator")),
    keyset=True,
    pages=("reports",),
)
