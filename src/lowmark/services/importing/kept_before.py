"""What the ledger kept before says of an account on the first day of the books: what is taken over is held against it.

Before this: its trial balance, imported. After this: `opening_items`, `opening_pool_layers`, refused where they are not that.
"""

from datetime import date

import polars as pl

from lowmark.core.kinds.money import format_minor
from lowmark.services.importing.problems import of_file, problems
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader

Said = tuple[str, str, str]
"""Code, message and hint of a problem."""


def balance_of_role(reader: Reader, entity: Entity, book: Book, role: str, on: date) -> tuple[str, int] | None:
    """Return the account that plays a role and its balance, debits less credits, in the latest trial balance up to a day; none
    where there is no trial balance.
    """
    known_seq = entities_read.known_seq(reader, entity.id)
    theirs = ledger_read.trial_balance(reader, book_id=book.id, as_of=on, known_seq=known_seq)
    if theirs is None:
        return None
    number = ledger_read.roles(reader, entity.id)[role, ""]
    (account,) = [one for one in ledger_read.accounts(reader, entity.id) if one["id"] == number]
    return f"{account['code']} {account['name']}", theirs.amounts.get(number, 0)


def against(found: tuple[str, int] | None, *, ours_minor: int, what: str, currency: str) -> Said | None:
    """Return what is against taking something over: no trial balance, or another balance; none where they are the same.

    >>> against(("2100 Received", -250), ours_minor=-240, what="items not invoiced", currency="EUR")[1]
    'items not invoiced come to -2.40, and 2100 Received stands at -2.50: 0.10 apart'
    """
    if found is None:
        return ("no_trial_balance", "the ledger kept before has said nothing yet",
                "import its trial balance first, of the day before the books begin")  # fmt: skip
    account, theirs = found
    if theirs == ours_minor:
        return None
    shown = [format_minor(amount, currency) for amount in (ours_minor, theirs, abs(ours_minor - theirs))]
    return ("differs_from_ledger", f"{what} come to {shown[0]}, and {account} stands at {shown[1]}: {shown[2]} apart",
            "give every one of them, or correct the trial balance")  # fmt: skip


def not_of_one_open_day(reader: Reader, entity: Entity, frame: pl.DataFrame) -> list[pl.DataFrame]:
    """Return what is against a file whose rows are all of the first day of the books, in a period that is open."""
    first: date = frame["opening_on"][0]
    found = [problems(frame, "opening_on", "another_day", "the row is of another day than the first", "send one file",
                      mark=pl.col("opening_on") != first)]  # fmt: skip
    if not is_open(reader, entity, first):
        found.append(of_file("period_closed", f"no open period has {first}", "date it in an open period"))
    return found


def of_no_such_layer(found: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the rows whose layer was not taken over, or on another day.

    Shapes: found: document, opening_on; move_id and taken_on of the layer, null where there is none.
    """
    return [
        problems(found, "document", "unknown_layer", "no layer was taken over under this document and line",
                 "import its opening layers first", mark=pl.col("move_id").is_null()),
        problems(found, "opening_on", "another_day", "the layer was taken over on another day", "give the day of its layer",
                 mark=pl.col("taken_on").is_not_null() & (pl.col("opening_on") != pl.col("taken_on"))),
    ]  # fmt: skip


def is_open(reader: Reader, entity: Entity, day: date) -> bool:
    """Whether a day is in an open period."""
    return any(one.holds(day) and one.state != "closed" for one in entities_read.periods(reader, entity.id))
