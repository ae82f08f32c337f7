"""The audit log: every command that changed something, who gave it, and when."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose log, from which record on."""

    entity: str = said("entity code", example="MAPLE")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    after: str = said("go on after this row: `next_after` of the page before; empty for the first", default="")
    limit: int = said("rows at most, up to 10,000", default=1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One command."""

    known_seq: int = said("its place in the entity's commit order")
    recorded_at: str = said("when, in UTC")
    user: str = said("who; empty for the system itself")
    operation: str = said("which operation")
    subject: str = said("what it was done to")
    because: str = said("the reason given")
    before_hash: str = said("state before, hex; empty where there was none")
    after_hash: str = said("state after, hex; empty where there is none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The rows, in the order in which they came to be known."""

    entity: str = said("entity code")
    known_seq: int = said("what was known")
    lines: tuple[Line, ...] = said("the rows")
    next_after: str = said("where to go on; empty after the last row")


OPERATION = Operation(
    name="audit-log",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.audit_log:audit_log",
    policy=Policy(roles=("auditor", "administrator")),
    keyset=True,
    pages=("reports",),
)
