"""Import what a ledger needs besides entries: dimensions, what accounts ask of them, budgets.

Before this: interchange has read the file. After this: drafts, which are held to the rules; reports by dimension; budgets.
"""

from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.finding import find_book
from lowmark.services.importing.facts import write_facts
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import of_file, problems
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import journals
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader, Writer

UNKNOWN = ("unknown_account", "the chart has no account of this code", "import it with the table accounts")


def import_dimensions(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan values of dimensions; one that is there already has no effect."""

    def write(writer: Writer) -> Refusal | None:
        entity_id = granted.entity.id
        there = journals.dimension_values(writer, entity_id)
        rows = [row for row in frame.iter_rows(named=True) if (row["dimension"], row["code"]) not in there]
        numbers = writer.take_ids("dimension_value", len(rows))
        writer.insert("dimension_value", [
            {"id": number, "entity_id": entity_id, "dimension": row["dimension"], "code": row["code"], "name": row["name"]}
            for number, row in zip(numbers, rows, strict=True)
        ])  # fmt: skip
        return None

    return Outcome(write)


def import_dimension_rules(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan rules: facts, of which the latest in force on a day holds."""

    def write(writer: Writer) -> Refusal | None:
        found = _with_accounts(writer, frame, granted)
        if not (refused := problems(found, "account", *UNKNOWN, mark=pl.col("account_id").is_null())).is_empty():
            return Refusal(refused)
        write_facts(writer, found, granted=granted, noun="dimension_rule", set_by=granted.user_id)
        return None

    return Outcome(write)


def import_budget(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan a budget of the primary book; its name is the file's, without its ending."""
    name = document.rpartition(".")[0] or document

    def write(writer: Writer) -> Refusal | None:
        found = _with_accounts(writer, frame, granted)
        ends = [period.ends_on for period in entities_read.periods(writer, granted.entity.id)]
        refused = pl.concat([
            problems(found, "account", *UNKNOWN, mark=pl.col("account_id").is_null()),
            problems(found, "ends_on", "no_period", "no period ends on this day", "give the last day of a period",
                     mark=~pl.col("ends_on").is_in(ends)),
        ])  # fmt: skip
        book = find_book(writer, granted.entity, "")
        sql = "SELECT 1 FROM ledger_budget_line WHERE book_id = %s AND document = %s LIMIT 1"
        if refused.is_empty() and writer.value(sql, [book.id, name]) is not None:
            refused = of_file(
                "already_recorded", f"a budget called {name[:60]} is in already", "give the file another name"
            )
        if not refused.is_empty():
            return Refusal(refused)
        write_facts(writer, found, granted=granted, noun="budget_line", book_id=book.id, document=name)
        return None

    return Outcome(write)


def _with_accounts(reader: Reader, frame: pl.DataFrame, granted: Granted) -> pl.DataFrame:
    """Join the chart: account_id, null where there is none."""
    chart = pl.DataFrame(
        [(account["code"], account["id"]) for account in ledger_read.accounts(reader, granted.entity.id)],
        schema={"account": pl.String, "account_id": pl.Int64}, orient="row",
    )  # fmt: skip
    return frame.join(chart, on="account", how="left", maintain_order="left")
