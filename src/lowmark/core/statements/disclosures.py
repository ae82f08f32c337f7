"""Disclosures of inventories: a table of facts, each tied to where it comes from, with its paragraph and its tag.

Before this: what a framework requires (dated parameters), `roll_forward`, `significance`, amounts by class. After this:
notes, Schedule II, files for a filing. Write-downs and reversals are gross. A required fact that is missing is a fault, and
so are two facts that ought to be one figure and are not; all faults are returned at once. Sources: IAS 2.36; ASC
330-10-50; S-X 5-02.6 and 12-09; ASPE 3031.35.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.frameworks.reporting import Requirement
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.roll_forward import SCHEDULE_II, RollForward, in_form

TABLE: Final = {"paragraph": pl.String, "fact": pl.String, "class": pl.String, "label": pl.String, "concept": pl.String,
                "amount_minor": pl.Int64, "words": pl.String, "tied_to": pl.String}  # fmt: skip
CIRCUMSTANCES: Final = "circumstances_of_reversals"
"""The fact that has to be told only where there are reversals."""

SCHEDULE_CONCEPTS: Final[Mapping[str, str]] = {
    "opening": "us-gaap:ValuationAllowancesAndReservesBalance",
    "charged_to_costs_and_expenses": "us-gaap:ValuationAllowancesAndReservesChargedToCostAndExpense",
    "charged_to_other_accounts": "us-gaap:ValuationAllowancesAndReservesChargedToOtherAccounts",
    "deductions": "us-gaap:ValuationAllowancesAndReservesDeductions",
    "closing": "us-gaap:ValuationAllowancesAndReservesBalance",
}
"""The tags of the columns of S-X 12-09; its deductions are tagged as a positive amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact: an amount, amounts by class, or words; and what it was taken from."""

    name: str
    tied_to: str
    amount_minor: int | None = None
    by_class: Mapping[str, int] | None = None
    words: str = ""

    @property
    def is_any(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.amount_minor or self.by_class or self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFault:
    """A fact that is missing, or does not agree with another."""

    code: str
    fact: str
    words: str

    def __str__(self) -> str:
        return f"{self.fact}: {self.words} [{self.code}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The table, in the order of the requirements, and all that is wrong with it."""

    table: pl.DataFrame
    faults: tuple[DisclosureFault, ...]


def facts_of(
    *, gross_by_class: Mapping[str, int], allowance: RollForward, recognised_as_expense_minor: int, policy: str
) -> list[Fact]:
    """Return the facts that follow from inventories by class, and the roll-forward of their allowance by class.

    Domain: ``allowance`` is by ``item_class`` alone; a class without gross inventories has no allowance.
    Raises: Problem ``not_by_class`` or ``allowance_without_stock``.
    Source: IAS 2.36(a)-(f).

    >>> from datetime import date
    >>> from lowmark.core.statements.roll_forward import roll_forward
    >>> moves = pl.DataFrame({"accounting_on": [date(2026, 3, 1)], "kind": ["charge"], "cause": [""],
    ...                       "item_class": ["supplies"], "amount_minor": [10]})
    >>> allowance = roll_forward(moves=moves, by=["item_class"], first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    >>> found = facts_of(gross_by_class={"supplies": 100, "merchandise": 50}, allowance=allowance, policy="FIFO",
    ...                  recognised_as_expense_minor=400)
    >>> {fact.name: fact.amount_minor for fact in found if fact.amount_minor}
    {'gross': 150, 'allowance': 10, 'carrying': 140, 'recognised_as_expense': 400, 'write_downs': 10}
    """
    if allowance.by != ("item_class",):
        raise Problem("not_by_class", "the roll-forward is not by item_class", hint='make it with by=["item_class"]')
    held = dict(allowance.rows.select("item_class", "closing_minor").iter_rows())
    over = sorted(name for name, amount in held.items() if not 0 <= amount <= gross_by_class.get(name, 0))
    if over:
        raise Problem("allowance_without_stock", f"the allowance is more than there is of {', '.join(over)}",
                      hint="give inventories before the allowance, by class")  # fmt: skip
    carrying = {name: gross - held.get(name, 0) for name, gross in gross_by_class.items()}
    total = allowance.total.row(0, named=True)
    return [
        Fact(name="policy", words=policy, tied_to="policies"),
        Fact(name="gross", amount_minor=sum(gross_by_class.values()), tied_to="inventories by class"),
        Fact(name="allowance", amount_minor=total["closing_minor"], tied_to="roll-forward, closing"),
        Fact(name="carrying", amount_minor=sum(carrying.values()), tied_to="inventories less roll-forward, closing"),
        Fact(name="carrying_by_class", by_class=carrying, tied_to="inventories less roll-forward, closing, by class"),
        Fact(name="recognised_as_expense", amount_minor=recognised_as_expense_minor, tied_to="cost of sales"),
        Fact(name="write_downs", amount_minor=total["charged_minor"], tied_to="roll-forward, charged"),
        Fact(name="reversals", amount_minor=-total["reversed_minor"], tied_to="roll-forward, reversed"),
    ]


def disclose(*, facts: Sequence[Fact], requirements: Sequence[Requirement]) -> Disclosure:
    """Put facts where a framework requires them, and say what is missing or does not tie.

    Shapes: the table: paragraph, fact, class (empty but for amounts by class), label, concept, amount_minor, words,
            tied_to; a row a fact, a row a class of one that is by class. Facts that nothing requires are left out.
    Raises: Problem ``fact_twice``.
    Source: IAS 2.36; ASC 330-10-50; ASPE 3031.35.

    >>> asked = [Requirement(paragraph="IAS 2.36(b)", fact="carrying", label="Inventories", concept="ifrs-full:Inventories",
    ...                      kind="amount", when="always")]
    >>> disclose(facts=[], requirements=asked).faults[0].code
    'missing'
    >>> disclose(facts=[Fact(name="carrying", amount_minor=5, tied_to="ledger")], requirements=asked).table["amount_minor"][0]
    5
    """
    by_name = {fact.name: fact for fact in facts}
    if len(by_name) < len(facts):
        raise Problem("fact_twice", "a fact is given more than once", hint="one figure has one source")
    rows: list[dict[str, object]] = []
    faults = list(_untied(by_name))
    for asked in requirements:
        fact = by_name.get(asked.fact)
        if fact is None or (asked.kind == "words" and not fact.words):
            if asked.when == "always" or (asked.fact == CIRCUMSTANCES and _has_reversals(by_name)):
                words = f"{asked.paragraph} requires it"
                faults.append(DisclosureFault(code="missing", fact=asked.fact, words=words))
        elif asked.when == "always" or fact.is_any:
            rows += _rows(asked, fact)
    return Disclosure(table=pl.DataFrame(rows, schema=TABLE), faults=tuple(faults))


def schedule_ii(*, name: str, allowance: RollForward) -> pl.DataFrame:
    """Return the row of Schedule II of a period, a column a row, with its tags.

    Shapes: period, column, concept, amount_minor (as the schedule shows it: deductions are negative).
    Source: S-X 12-09.

    >>> from datetime import date
    >>> from lowmark.core.statements.roll_forward import roll_forward
    >>> moves = pl.DataFrame({"accounting_on": [date(2026, 3, 1), date(2026, 4, 1)], "kind": ["charge", "release"],
    ...                       "cause": ["", "sale"], "amount_minor": [10, -4]})
    >>> made = roll_forward(moves=moves, by=[], first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    >>> schedule_ii(name="FY 2026", allowance=made)["amount_minor"].to_list()
    [0, 10, 0, -4, 6]
    """
    row = in_form(name=name, row=allowance.total.row(0, named=True), form=SCHEDULE_II)
    amounts = {"opening": row.opening_minor, **row.movements, "closing": row.closing_minor}
    return pl.DataFrame(
        [(name, column, SCHEDULE_CONCEPTS[column], amount) for column, amount in amounts.items()], orient="row",
        schema={"period": pl.String, "column": pl.String, "concept": pl.String, "amount_minor": pl.Int64},
    )  # fmt: skip


def _has_reversals(by_name: Mapping[str, Fact]) -> bool:
    """Say whether there are reversals to be explained."""
    return "reversals" in by_name and by_name["reversals"].is_any


def _rows(asked: Requirement, fact: Fact) -> Iterator[dict[str, object]]:
    row: dict[str, object] = {
        "paragraph": asked.paragraph, "fact": fact.name, "class": "", "label": asked.label, "concept": asked.concept,
        "amount_minor": fact.amount_minor, "words": fact.words, "tied_to": fact.tied_to,
    }  # fmt: skip
    if fact.by_class is None:
        yield row
    else:
        yield from (row | {"class": name, "amount_minor": amount} for name, amount in sorted(fact.by_class.items()))


def _untied(by_name: Mapping[str, Fact]) -> Iterator[DisclosureFault]:
    """Yield figures that ought to be one and are not."""
    amounts = {name: fact.amount_minor for name, fact in by_name.items()}
    gross, allowance, carrying = (amounts.get(name) for name in ("gross", "allowance", "carrying"))
    if gross is not None and allowance is not None and carrying is not None and gross - allowance != carrying:
        yield DisclosureFault(code="does_not_tie", fact="carrying",
                              words=f"{gross} less {allowance} is {gross - allowance}, not {carrying}")  # fmt: skip
    by_class = by_name["carrying_by_class"].by_class if "carrying_by_class" in by_name else None
    if by_class is not None and carrying is not None and sum(by_class.values()) != carrying:
        yield DisclosureFault(code="does_not_tie", fact="carrying_by_class",
                              words=f"the classes are {sum(by_class.values())}, and the whole {carrying}")  # fmt: skip
    for name in ("write_downs", "reversals"):
        if (amounts.get(name) or 0) < 0:
            yield DisclosureFault(code="not_gross", fact=name, words=f"{amounts[name]} is no gross amount")
