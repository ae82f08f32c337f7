"""Draft the tax on what a change of cost formula that goes back makes of earlier years, a journal for each of them."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

DUE = ("later", "now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which change, and how it is taxed."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("an approved change of formula that goes back", example="CF-1")
    tax_rate: str = said("tax rate", example="26.5 %")
    due: str = said("whether it is deferred, since tax law goes by what goods sold did cost, or is payable now", choices=DUE,
                    default="later")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The tax on what a change makes of one year."""

    document: str = said("name of the journal")
    year: int = said("fiscal year")
    profit_minor: int = said("what the profit of that year differs by, before tax")
    tax_minor: int = said("the tax on that")
    journal_hash: str = said("hash of what is to be decided on, hex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The journals as they wait for a decision."""

    entity: str = said("entity code")
    book: str = said("book")
    document: str = said("the change")
    on: date = said("the day on which they count: the first one of the formula")
    currency: str = said("currency of the book")
    cumulative_effect_minor: int = said("what retained earnings change by on that day, before tax")
    cumulative_tax_minor: int = said("the tax on that: what the journals come to")
    journals: tuple[Journal, ...] = said("a journal for each year that is taxed otherwise, oldest first")


OPERATION = Operation(
    name="draft-formula-tax",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.draft_formula_tax:draft_formula_tax",
    policy=Policy(roles=("preparer",)),
)
