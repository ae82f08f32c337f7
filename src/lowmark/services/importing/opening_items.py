"""Import what was open on accounts of the ledger kept before, item by item: all of an account, or nothing of it.

Before this: its trial balance. After this: `tie-out`, which shows them beside it; the invoices that close them are journals.
"""

from typing import Any

import polars as pl

from lowmark.core.tables.opening_items import KINDS
from lowmark.services.access import Granted
from lowmark.services.finding import find_book
from lowmark.services.importing.facts import plan_facts
from lowmark.services.importing.kept_before import against, balance_of_role, is_open
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import NONE, of_file, problems, unknown_items
from lowmark.store.items import read as items_read
from lowmark.store.ledger import opening_items
from lowmark.store.session import Reader


def import_opening_items(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan open items: those of each kind are what its account has in the trial balance, and come once."""
    return plan_facts(frame, granted=granted, noun="opening_item", look_up=_look_up)


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join items; return the rows and everything that is wrong with them."""
    entity, book = granted.entity, find_book(reader, granted.entity, "")
    items = items_read.items(reader, entity.catalogue_id).select("item", "item_id")
    found = frame.join(items, on="item", how="left", maintain_order="left").with_columns(
        pl.col("partner").fill_null(""), book_id=pl.lit(book.id, dtype=pl.Int64)
    )
    opening_on = found["opening_on"][0]
    refused = [
        unknown_items(found.filter(pl.col("item").fill_null("") != "")),
        problems(found, "opening_on", "another_day", "the row is of another day than the first", "send one file for each day",
                 mark=pl.col("opening_on") != opening_on),
        NONE if is_open(reader, entity, opening_on) else problems(
            found.head(1), "opening_on", "period_closed", "no open period has this day", "date it in an open period"),
    ]  # fmt: skip
    there = opening_items.sums(reader, book.id)
    for (kind,), rows in found.group_by("kind", maintain_order=True):
        role, sign = KINDS[str(kind)]
        what = f"items of the kind {kind}"
        said = against(
            balance_of_role(reader, entity, book, role, opening_on), ours_minor=sign * int(rows["amount_minor"].sum()),
            what=what, currency=book.currency,
        )  # fmt: skip
        if kind in there:
            said = ("already_recorded", f"{what} have been taken over", "books begin once")
        if said is not None:
            refused.append(of_file(*said))
    return found, pl.concat(refused).sort("row")
