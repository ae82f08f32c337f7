"""What the note says of changes of the cost formula that begin in the year: nature, reason, how applied, and their figures.

Before this: approved changes, what those that go back do to earlier years, and the posted tax. After this: `disclosures`. What a
change adds to inventories is held against the ledger's own entries. Sources: IAS 8.29; ASC 250-10-50-1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lowmark.core.kinds.day import from_day
from lowmark.core.statements.disclosures import Fact
from lowmark.core.statements.restated import adjustments
from lowmark.services.access import Granted
from lowmark.services.ledgers.changed_formulas import changed_formulas, taxes_of_changes
from lowmark.services.ledgers.notes import FORMULAS
from lowmark.services.ledgers.whole_company import whole_book
from lowmark.services.operations.disclosures import Adjusted, ChangeOfFormula
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader, Row
from lowmark.store.stock import formulas

EFFECT: Final = "formula_change_effect"
APPLIED: Final = {
    "retrospective": "applied as if it had always been the formula",
    "from_a_day": "applied from that day on, for it is impracticable further back",
    "prospective": "applied from that day on, as the framework has it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesNote:
    """The changes of a year, what they adjust, and what the ledger has of it."""

    changes: tuple[ChangeOfFormula, ...] = ()
    adjusted: tuple[Adjusted, ...] = ()
    facts: tuple[Fact, ...] = ()
    ledger: tuple[tuple[str, int], ...] = ()


def changes_note(
    reader: Reader, granted: Granted, book: Book, *, first_on: date, as_of: date, known_seq: int, paragraph: str
) -> ChangesNote:
    """Return what the note of a fiscal year to a date says of changes of formula that begin in it, as known at a sequence."""
    entity = granted.entity
    rows = formulas.approved(reader, book.cost_basis_id, first_on=first_on, last_on=as_of, known_seq=known_seq)
    if not rows:
        return ChangesNote()
    found = changed_formulas(reader, entity, book, known_seq=known_seq)
    back = {one.document: one for one in found}
    taxes = [one for one in taxes_of_changes(reader, entity, book, found, known_seq=known_seq) if one.on <= as_of]
    accounts = whole_book(reader, granted, book, as_of=as_of, known_seq=known_seq).accounts
    retained = ledger_read.roles(reader, entity.id)["retained_earnings", ""]
    changes, adjusted = [], []
    for row in rows:
        own = back.get(row["document"])
        of_tax = [effect for tax in taxes if tax.document == row["document"] for effect in tax.effects]
        changes.append(
            _change(row, paragraph, own.cumulative_minor if own else 0, sum(one.amount_minor for one in of_tax))
        )
        effects = [*(own.effects if own else ()), *of_tax]
        for one in adjustments(accounts=accounts, effects=effects, retained=retained):
            first, last = map(from_day, entity.calendar.year(one.year))
            is_opening = one.section == "equity"
            adjusted.append(Adjusted(
                change=row["document"], year=one.year, at=first if is_opening else last, caption=one.caption,
                adjustment_minor=one.amount_minor,
            ))  # fmt: skip
    posted = _posted(reader, granted, book, first_on=first_on, as_of=as_of, known_seq=known_seq)
    return ChangesNote(
        changes=tuple(changes), adjusted=tuple(adjusted), facts=_facts(changes), ledger=((EFFECT, posted),)
    )


def _change(row: Row, paragraph: str, effect_minor: int, tax_minor: int) -> ChangeOfFormula:
    return ChangeOfFormula(
        document=row["document"], paragraph=paragraph, nature=_nature(row), because=row["because"],
        application=row["application"], begins_on=row["begins_on"], impracticable=row["impracticable"],
        cumulative_effect_minor=effect_minor, cumulative_tax_minor=tax_minor,
        cumulative_after_tax_minor=effect_minor - tax_minor,
    )  # fmt: skip


def _nature(row: Row) -> str:
    goods = f"goods of class {row['item_class']}" if row["item_class"] else "goods"
    return (f"{_words(row['method'])} in place of {_words(row['replaces'])} for {goods} from {row['begins_on']} on, "
            f"{APPLIED[row['application']]}")  # fmt: skip


def _words(method: str) -> str:
    return FORMULAS.get(method, method.replace("_", " "))


def _facts(changes: Sequence[ChangeOfFormula]) -> tuple[Fact, ...]:
    """Return the facts of all changes of the year."""
    said = {
        "formula_change": "; ".join(f"{one.document}: {one.nature}" for one in changes),
        "formula_change_reason": "; ".join(f"{one.document}: {one.because}" for one in changes),
        "formula_change_impracticable": "; ".join(
            f"{one.document}: {one.impracticable}" for one in changes if one.impracticable
        ),
    }
    effect = sum(one.cumulative_effect_minor for one in changes)
    return (
        *(Fact(name=name, words=words, tied_to="approved changes of formula") for name, words in said.items()),
        Fact(name=EFFECT, amount_minor=effect, tied_to="approved changes of formula, before tax"),
    )


def _posted(reader: Reader, granted: Granted, book: Book, *, first_on: date, as_of: date, known_seq: int) -> int:
    """Return what the ledger's entries of changes add to inventories in a time."""
    account = ledger_read.roles(reader, granted.entity.id)["inventory", ""]
    return ledger_read.formulas_restated(
        reader, book, account_id=account, first_on=first_on, as_of=as_of, known_seq=known_seq
    )
