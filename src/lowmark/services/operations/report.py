"""A statement, schedule or note as a file: a workbook with typed cells, or pages to be printed."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.ageing import Request as AgeingRequest
from lowmark.services.operations.roll_forward import BY
from lowmark.services.operations.statements import COMPARISONS, STAGES

REPORTS = (
    "statements", "trial_balance", "balance_sheet", "income_statement", "income_statement_by_nature", "cash_flow",
    "changes_in_equity", "lead_schedule", "roll_forward", "disclosures", "run", "ageing", "consolidation",
    "group_disclosures",
)  # fmt: skip
FORMATS = ("xlsx", "pdf")
PAPERS = ("letter", "a4")

_BANDS = AgeingRequest.__dataclass_fields__["bands"].default
assert isinstance(_BANDS, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which report of which book, of when, as known when; and what that report alone asks for."""

    entity: str = said("entity code", example="MAPLE")
    report: str = said("which report", choices=REPORTS)
    as_of: date | None = said("the date; of a run or a consolidation its own", default=None, example="2026-10-31")
    format: str = said("form of the file", choices=FORMATS, default="xlsx")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)
    compare: str = said("of statements: which earlier date stands beside it", choices=COMPARISONS, default="none")
    stage: str = said("of statements: before adjusting entries, with them, or after the closing one",
                      choices=STAGES, default="adjusted")  # fmt: skip
    run: str = said("the run reported on; of statements, one that is not posted, to show pro forma", default="")
    account: str = said("of a lead schedule: the account", default="", example="1290")
    first_on: date | None = said("of a roll-forward: first day; left out, that of the fiscal year", default=None)
    by: str = said("of a roll-forward: a row for each", choices=BY, default="class")
    bands: str = said("of ageing: the last day of each band but the last", default=_BANDS)
    circumstances: str = said("of disclosures, a group's too: what led to reversals, where there are any", default="")
    pledged: str = said("of disclosures, a group's too: carrying amount of goods pledged as security", default="")
    consolidation: str = said(
        "of a consolidation or its disclosures: its name; the latest where nothing is said", default=""
    )
    paper: str = said("the paper that it is printed on", choices=PAPERS, default="letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The file."""

    entity: str = said("entity code")
    report: str = said("which report")
    title: str = said("its title")
    book: str = said("book")
    period: str = said("of when it is")
    known_seq: int = said("what was known")
    currency: str = said("currency of its amounts")
    rows: int = said("rows in its tables")
    report_hash: str = said("SHA-256 of what it says, hex: that of its rows, not of its file")
    name: str = said("a name for the file")
    encoding: str = said("how the content is written", choices=("base64",))
    content: str = said("the file")
    content_sha256: str = said("SHA-256 of the file, hex")


OPERATION = Operation(
    name="report",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.report:report",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
