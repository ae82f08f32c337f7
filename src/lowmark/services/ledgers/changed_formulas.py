"""What changes of formula that go back do to the accounts of earlier years, with the tax on them that is posted.

Before this: changes that were approved, with how much more of each expense every earlier year would have borne; journals of the
tax on them. After this: comparatives, the figures of the note, the drafts of the tax. An expense goes to the account of the result
that plays its role. Some play none: what a vendor credits and what goods were assumed at before they came is said by a document, so
the difference is part of what goods sold cost (IAS 2.38); what a production loses is its variance. Sources: IAS 8.22, 8.26, 8.29;
ASC 250-10-45-5 to 45-8.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.statements.accounts import RESULT_SECTIONS
from lowmark.core.statements.restated import Effect
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import journals
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader
from lowmark.store.stock import formulas

WHOLE: Final = 1_000_000
COST_OF_SALES: Final = "cost_of_sales"
NAMED_OTHERWISE: Final = {"production": "production_variance"}
"""Expenses whose name is no role of an account."""

TAX_EXPENSES: Final = {"deferred_tax_asset": "deferred_tax_expense", "income_tax_payable": "income_tax_expense"}
"""What bore the tax, in an earlier year, that stands on an account of the balance sheet since."""

Roles = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One approved change that goes back, or the tax on such changes: the day on which it counts, and its effects by year."""

    document: str
    on: date
    effects: tuple[Effect, ...]

    @property
    def cumulative_minor(self) -> int:
        """What retained earnings changed by on the day."""
        return -sum(one.amount_minor for one in self.effects)


def changed_formulas(reader: Reader, entity: Entity, book: Book, *, known_seq: int) -> tuple[Changed, ...]:
    """Return the approved changes that say something of earlier years, as known at a sequence, oldest first."""
    roles = ledger_read.roles(reader, entity.id)
    chart = ledger_read.accounts(reader, entity.id)
    results = {account["id"] for account in chart if account["section"] in RESULT_SECTIONS}
    found: dict[str, Changed] = {}
    for row in formulas.effects(reader, book.cost_basis_id, known_seq):
        effect = Effect(
            year=row["fiscal_year"], expense=_borne_on(str(row["expense"]), roles, results),
            against=roles["inventory", ""], amount_minor=row["amount_minor"],
        )  # fmt: skip
        before = found.get(row["document"])
        found[row["document"]] = Changed(
            document=row["document"], on=row["begins_on"], effects=(*(before.effects if before else ()), effect)
        )
    return tuple(found.values())


def taxes_of_changes(
    reader: Reader, entity: Entity, book: Book, changes: Iterable[Changed], *, known_seq: int
) -> tuple[Changed, ...]:
    """Return the posted tax on changes, as more, or less, of the tax expense of earlier years, as known at a sequence."""
    documents = [one.document for one in changes]
    roles = ledger_read.roles(reader, entity.id)
    bears = {roles[sheet, ""]: roles[expense, ""] for sheet, expense in TAX_EXPENSES.items() if (sheet, "") in roles}
    return tuple(
        Changed(document=_taxed(row["document"], row["origin_year"], documents), on=row["accounting_on"], effects=(
            Effect(year=row["origin_year"], expense=bears[row["account_id"]], against=row["account_id"],
                   amount_minor=-row["amount_minor"]),
        ))
        for row in journals.taxes_of_changes(reader, book, known_seq) if row["account_id"] in bears
    )  # fmt: skip


def name_of_tax(document: str, year: int) -> str:
    """Return the name of the journal of the tax on what a change makes of a year.

    >>> name_of_tax("CF-1", 2025)
    'tax of 2025 on change of formula CF-1'
    """
    return f"tax of {year} on change of formula {document}"


def _taxed(journal: str, year: int, documents: Iterable[str]) -> str:
    """Return the change that a journal is the tax on; one that is drafted once more has a number behind its name.

    >>> _taxed("tax of 2025 on change of formula CF-1, 2", 2025, ["CF", "CF-1"])
    'CF-1'
    """
    named = [one for one in documents if f"{journal}, ".startswith(f"{name_of_tax(one, year)}, ")]
    return max(named, key=len, default=journal)


def tax_by_year(effects: Iterable[Effect], tax_rate_micro: int) -> dict[int, int]:
    """Return the tax on what a change makes of each year: with that of the years before it is the tax at its end, to the cent.

    >>> one, two = (Effect(year=year, expense=1, against=2, amount_minor=amount) for year, amount in ((2024, -3), (2025, -3)))
    >>> tax_by_year([one, two], 250_000)
    {2024: 1, 2025: 1}
    """
    by_year: dict[int, int] = {}
    for one in effects:
        by_year[one.year] = by_year.get(one.year, 0) - one.amount_minor
    found, cumulative, before = {}, 0, 0
    for year in sorted(by_year):
        cumulative += by_year[year]
        after = multiply_divide_round(cumulative, tax_rate_micro, WHOLE)
        found[year], before = after - before, after
    return {year: tax for year, tax in found.items() if tax}


def _borne_on(expense: str, roles: Roles, results: Collection[int]) -> int:
    """Return the account of the result that bears an expense.

    >>> roles = {("cost_of_sales", ""): 1, ("scrap_loss", ""): 2, ("vendor_returns", ""): 3, ("production_variance", ""): 4}
    >>> [_borne_on(name, roles, {1, 2, 4}) for name in ("scrap_loss", "production", "vendor_returns", "provisional_true_up")]
    [2, 4, 1, 1]
    """
    account = roles.get((NAMED_OTHERWISE.get(expense, expense), ""))
    return account if account in results and account is not None else roles[COST_OF_SALES, ""]
