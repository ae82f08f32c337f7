"""The figures of a book at a date, from its own ledger or its outside ledger's trial balance: posted, and pro forma."""

from datetime import date

from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.statements.figures import Stated, figures_of
from lowmark.core.tax.deferred import TaxEffect, tax_effect
from lowmark.services.access import Granted
from lowmark.services.ledgers.whole_company import Whole, whole_book
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader

INVENTORIES = frozenset({"inventory", "lifo_reserve", "allowance"})
QUICK = frozenset({"cash", "trade_receivables", "vendor_returns"})


def stated_at(reader: Reader, granted: Granted, book: Book, *, as_of: date, known_seq: int, run: str = "") -> Stated:
    """Return the figures of a book at a date as known at a sequence, with what a run that is not posted would add.

    Raises: Problem `not_found` for an unknown run.
    """
    whole = whole_book(reader, granted, book, as_of=as_of, known_seq=known_seq, run=run)
    return stated_of(reader, granted, whole, as_of=as_of)


def stated_of(reader: Reader, granted: Granted, whole: Whole, *, as_of: date) -> Stated:
    """Return the figures of a whole company's accounts."""
    plays: dict[str, set[int]] = {}
    for (role, _), number in ledger_read.roles(reader, granted.entity.id).items():
        plays.setdefault(role, set()).add(number)
    return figures_of(
        accounts=whole.accounts, days=(as_of - whole.year_from).days + 1,
        inventories={number for role in INVENTORIES for number in plays.get(role, ())},
        non_current=plays.get("deferred_tax_asset", ()),
        quick={number for role in QUICK for number in plays.get(role, ())},
    )  # fmt: skip


def taxed(stated: Stated, *, currency: str, tax_rate: str, deductible_now: str) -> TaxEffect:
    """Return the tax on what a run takes off the profit before tax.

    Raises: Problem `bad_tax_rate`, `deductible_beyond_charge`, and what a figure can be wrong by.
    """
    return tax_effect(
        charge_minor=stated.posted.profit_before_tax_minor - stated.pro_forma.profit_before_tax_minor,
        deductible_now_minor=parse_minor(deductible_now, currency), tax_rate_micro=parse_rate_micro(tax_rate),
    )  # fmt: skip
