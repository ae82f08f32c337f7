"""Say what of write-downs tax law lets be deducted now and what on disposal, layer by layer, and the tax on each."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.opening_tax_bases import TAX_BOOKS
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which goods, in which tax book, at which rate."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("as of when", example="2026-12-31")
    tax_book: str = said("whose tax law", choices=TAX_BOOKS, example="ca_tax")
    run: str = said("a run of that date, posted or not, whose charges are split", default="", example="2026-12-31/1")
    tax_rate: str = said("tax rate", default="0", example="26.5 %")
    recoverable: str = said("share of the deferred tax asset that will probably be realised", default="100 %")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One layer."""

    item: str = said("item code")
    lot: str = said("lot or serial")
    document: str = said("the receipt that brought it")
    reason: str = said("why it is written down")
    rule: str = said("the rule of the tax law that it falls under")
    cost_minor: int = said("cost of what is on hand")
    carrying_minor: int = said("carrying amount, with the run")
    tax_base_minor: int = said("what tax law values it at")
    deductible_now_minor: int = said("cost less tax base: deductible now")
    temporary_difference_minor: int = said("tax base less carrying amount: deductible on disposal; negative is taxable")
    charge_minor: int = said("what the run charges on it")
    charge_now_minor: int = said("of that, deductible now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The layers, their sums, and the tax."""

    entity: str = said("entity code")
    book: str = said("book")
    tax_book: str = said("the tax book")
    as_of: date = said("as of when")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    cost_minor: int = said("cost")
    carrying_minor: int = said("carrying amount of layers, with the run")
    tax_base_minor: int = said("what tax law values them at")
    deductible_now_minor: int = said("deductible now")
    overlay_minor: int = said("allowance without lots: deductible on disposal")
    temporary_difference_minor: int = said("deductible on disposal in all, overlays included")
    gross_asset_minor: int = said("deferred tax asset on that")
    not_recognised_minor: int = said("of it, not recognised")
    valuation_allowance_minor: int = said("of that, shown as a valuation allowance")
    asset_minor: int = said("deferred tax asset that is carried")
    liability_minor: int = said("deferred tax liability, where goods are carried above their tax base")
    charge_minor: int = said("what the run charges")
    charge_now_minor: int = said("of that, deductible now")
    current_tax_minor: int = said("tax that the run saves now")
    deferred_tax_minor: int = said("tax that it saves on disposal")
    net_income_minor: int = said("what it changes net income by")
    lines: tuple[Line, ...] = said("the layers, by item")


OPERATION = Operation(
    name="tax",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.tax:tax",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
