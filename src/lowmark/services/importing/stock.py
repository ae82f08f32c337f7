"""Import opening layers and stock moves."""

from typing import Any

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import format_micro
from lowmark.core.recording.faults import PROBLEM
from lowmark.interchange.tables.conditions import SOUND
from lowmark.services.access import Granted
from lowmark.services.importing.kit_rows import Apart, take_apart
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems
from lowmark.services.periods import share_periods
from lowmark.services.recording.plan import plan
from lowmark.services.recording.planned import Plan
from lowmark.services.recording.weighing import weigh_all
from lowmark.services.recording.write import write
from lowmark.services.recording.write_facts import lots_of
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Writer, reading
from lowmark.store.stock import kits as kits_store
from lowmark.store.stock import weights

MARKS = ("best_before_on", "potency_micro")
NO_RETURN = {"returns_document": pl.lit(""), "returns_line": pl.lit("")}


def import_opening_layers(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan opening layers: receipts from the place `opening` that keep the day the goods were first received.

    They are recorded in the order of that day, those of one day as the file has them: what came first is issued first
    whatever order the file is in. Problems keep the file's row numbers.
    """
    documents = frame.drop(*MARKS).sort("received_on", "row").with_columns(
        from_location=pl.lit("opening"), to_location="location", reason=pl.lit("opening"), effective_on="opening_on",
        accounting_on="opening_on", **NO_RETURN,
    )  # fmt: skip
    return import_documents(documents, granted, document, marks=frame.select("row", *MARKS))


def import_stock_moves(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan stock moves, with what they weighed where each unit of their items weighs its own."""
    weighed = frame.filter(pl.col("weight_micro").is_not_null())
    with reading(granted.scope()) as reader:
        has_none = ~pl.col("item").is_in(weights.weighed_in(reader, granted.entity.catalogue_id))
    refused = problems(weighed, "weight_micro", "untracked", "the item has no second quantity",
                       "leave its weight out, or import the item with a catch unit", mark=has_none)  # fmt: skip
    if not refused.is_empty():
        return Refusal(refused.with_columns(column=pl.lit("weight"), value=_weights(weighed.filter(has_none))))
    documents = frame.drop("weight_micro", *MARKS).with_columns(
        pl.col("returns_document", "returns_line").fill_null(""), received_on=pl.lit(None, dtype=pl.Date)
    )
    weighed, marks = weighed.select("row", "document", "line", "weight_micro"), frame.select("row", *MARKS)
    with reading(granted.scope()) as reader:
        kits = take_apart(reader, documents, granted)
    if kits is not None:
        documents, weighed, marks = kits.documents, kits.numbered(weighed), kits.numbered(marks)
    return import_documents(documents, granted, document, weighed=weighed, marks=marks, kits=kits)


def _weights(rows: pl.DataFrame) -> pl.Series:
    """Return the weights of rows as a file writes them."""
    return pl.Series("value", [format_micro(weight) for weight in rows["weight_micro"].to_list()], dtype=pl.String)


def import_title_transfers(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan transfers of title: moves from a place to itself, from one owner to another."""
    same = frame.filter(pl.col("from_owner") == pl.col("to_owner"))
    if not same.is_empty():
        return Refusal(same.select(
            "row", column=pl.lit("to_owner"), value="to_owner", code=pl.lit("same_owner"),
            message=pl.lit("the goods would stay whose they are"), hint=pl.lit("name the two owners, ours by an empty cell"),
        ).cast(PROBLEM))  # fmt: skip
    documents = frame.with_columns(
        from_location="location", to_location="location", owner="from_owner", reason=pl.lit("title"),
        received_on=pl.lit(None, dtype=pl.Date), made_on=pl.lit(None, dtype=pl.Date),
        expires_on=pl.lit(None, dtype=pl.Date), **NO_RETURN,
    )  # fmt: skip
    return import_documents(documents, granted, document)


def import_conditions(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan goods found damaged, or set aside: moves from where they lie to the place for their condition."""
    sound = frame.filter(pl.col("condition") == SOUND)
    if not sound.is_empty():
        return Refusal(sound.select(
            "row", column=pl.lit("condition"), value=pl.lit("sound"), code=pl.lit("say_where"),
            message=pl.lit("where sound goods are put is not said"),
            hint=pl.lit("bring them back by a stock move, to the place where they lie now"),
        ).cast(PROBLEM))  # fmt: skip
    documents = frame.with_columns(
        from_location="location", to_location="condition", reason="condition", received_on=pl.lit(None, dtype=pl.Date),
        made_on=pl.lit(None, dtype=pl.Date), expires_on=pl.lit(None, dtype=pl.Date),
        value_minor=pl.lit(None, dtype=pl.Int64), **NO_RETURN,
    )  # fmt: skip
    return import_documents(documents, granted, document)


def import_documents(
    documents: pl.DataFrame, granted: Granted, document: str, *, productions: pl.DataFrame | None = None,
    weighed: pl.DataFrame | None = None, marks: pl.DataFrame | None = None, kits: Apart | None = None,
) -> Outcome | Refusal:  # fmt: skip
    """Plan in a snapshot; write under the pen.

    Shapes: weighed: row, document, line, weight_micro, of moves that were weighed; none where there is no frame.
            marks: row, best_before_on, potency_micro, of lots that the moves bring.
    Domain: `kits` is the file whose kits the documents have apart, where it names any.
    """
    with reading(granted.scope()) as reader:
        planned = plan(reader, entity=granted.entity, documents=documents, document=document, productions=productions)
    refused = _as_said(planned.problems, kits)
    if kits is not None:
        refused = pl.concat([kits.faults, refused]).sort("row")
    if not refused.is_empty():
        return Refusal(refused)
    user_id = granted.user_id
    assert user_id is not None  # Importing takes a role, and roles are people's.

    def write_it(writer: Writer) -> Refusal | None:
        before = 0 if kits is None else _hold_kits(writer, granted, kits)
        if marks is not None:
            lots_of(writer, planned, marks)
        written = write(writer, planned, documents=documents, user_id=user_id)
        if isinstance(written, Plan):
            return Refusal(_as_said(written.problems, kits))
        if kits is not None:
            kits_store.write_parts(writer, granted.entity.id, kits.told, since_seq=before)
        refused = _weigh(writer, granted, documents, weighed)
        return None if refused is None else Refusal(_as_said(refused.problems, kits))

    return Outcome(write_it, notes=_as_said(planned.notes, kits))


def _as_said(found: pl.DataFrame, kits: Apart | None) -> pl.DataFrame:
    """Return problems or notes under the rows of the file."""
    return found if kits is None else kits.as_said(found)


def _hold_kits(writer: Writer, granted: Granted, kits: Apart) -> int:
    """Hold kits to what they were of when the file was taken apart; return the sequence that is known.

    Locks:  the periods of the rows, shared: whoever defines a kit holds them alone.
    Raises: Problem `conflict` where a kit, or what came back of one, is another than it was then.
    """
    days = set(kits.documents["accounting_on"].to_list())
    share_periods(writer, granted.entity.id, lambda period: any(period.holds(day) for day in days))
    again = take_apart(writer, kits.said, granted)
    if again is None or not again.documents.equals(kits.documents):
        raise Problem(
            "conflict", "a kit that the file names has been defined, or returned, meanwhile", hint="send the file again"
        )
    return entities_read.known_seq(writer, granted.entity.id)


def _weigh(
    writer: Writer, granted: Granted, documents: pl.DataFrame, weighed: pl.DataFrame | None
) -> Refusal | None:  # fmt: skip
    """Record what the moves weighed; hand back every row that cannot have weighed what it says."""
    lines = () if weighed is None else weighed.select("document", "line", "row", "weight_micro").rows()
    said = {(document, line): weight for document, line, _, weight in lines}
    rows = {(document, line): row for document, line, row, _ in lines}
    names = documents["document"].unique(maintain_order=True).to_list()
    refused = [
        {"row": rows[line], "column": "weight", "value": format_micro(weight), "code": problem.code,
         "message": problem.message, "hint": problem.hint}
        for line, weight, problem in weigh_all(writer, granted, names, said=said)
    ]  # fmt: skip
    return Refusal(pl.DataFrame(refused, schema=PROBLEM).sort("row")) if refused else None
