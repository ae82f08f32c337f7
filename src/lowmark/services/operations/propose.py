"""Run the test and propose write-downs and reversals; ends before the approval."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which stock, when, on which evidence."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the date tested", example="2026-10-31")
    book: str = said("book; empty for the primary one", default="")
    channel: str = said("only evidence of this channel; empty for all", default="")
    authorised_on: date | None = said("when the statements were authorised: nothing later is evidence; empty while they "
                                      "are not", default=None)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The run."""

    entity: str = said("entity code")
    run: str = said("the run's name", example="2026-10-31/1")
    run_hash: str = said("SHA-256 of everything shown, hex: what an approval binds to")
    as_of: date = said("the date tested")
    known_seq: int = said("known sequence of the snapshot")
    currency: str = said("currency")
    lines: int = said("units of account tested")
    proposals: int = said("changes proposed")
    charge_minor: int = said("sum of write-downs proposed")
    reversal_minor: int = said("sum of reversals proposed")
    findings: int = said("lines that somebody has to look at")


OPERATION = Operation(
    name="propose",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.propose:propose",
    policy=Policy(roles=("preparer",)),
    long=True,
    pages=("runs",),
)
