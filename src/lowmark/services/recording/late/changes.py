"""Plan changes of what receipts cost: what is recorded stays, and what goods cost from a day on is posted besides.

Before this: an import's rows, or what is asked at a desk. After this: the pen writes the plan as it does any other. Goods
are costed again from their receipt on, and only what differs from the day of the change on is posted; goods at standard
keep their value, and the change is a variance.
"""

import polars as pl

from lowmark.core.journal.cost_changes import CHANGES
from lowmark.core.recording.cost_changes import record_changes
from lowmark.services.recording.formulas import with_change
from lowmark.services.recording.late.again import NO_MOVES, among_recorded, posted_again, recorded_of
from lowmark.services.recording.late.among import NOTHING_NEW
from lowmark.services.recording.late.made import goods_made_of
from lowmark.services.recording.late.periods import Averages, periods_trued, whole_from
from lowmark.services.recording.planned import PRODUCTIONS, RECEIVED, Plan
from lowmark.services.recording.pools import GOODS
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Entity
from lowmark.store.session import Reader
from lowmark.store.stock import changes as changes_read
from lowmark.store.valuation import read as valuation_read


def plan_changes(reader: Reader, *, entity: Entity, documents: pl.DataFrame, document: str) -> Plan:
    """Plan the recording of changes of cost (the columns that `core.recording.cost_changes` takes)."""
    book = entities_read.book(reader, entity.id)
    assert book is not None  # Every entity is set up with one.
    watermark = entities_read.known_seq(reader, entity.id)
    there = valuation_read.pools(reader, book.cost_basis_id)
    named = documents["receipt_document"].unique().sort().to_list()
    periods = entities_read.periods(reader, entity.id)
    recorded = record_changes(
        documents=documents, receipts=changes_read.receipts(reader, entity.id, named, known_seq=watermark),
        recorded=changes_read.changes_in(reader, entity.id, documents["document"].unique().sort().to_list()),
        periods=pl.DataFrame(
            {"starts_on": [p.starts_on for p in periods], "ends_on": [p.ends_on for p in periods],
             "state": [p.state for p in periods]},
            schema={"starts_on": pl.Date, "ends_on": pl.Date, "state": pl.String},
        ),
    )  # fmt: skip
    planned = Plan(
        entity=entity, book=book, document=document, watermark=watermark, moves=pl.DataFrame(schema=NO_MOVES), pools=there,
        layers_before=pl.DataFrame(), posting=None, problems=recorded.problems, notes=recorded.notes,
        received=pl.DataFrame(schema=RECEIVED), productions=pl.DataFrame(schema=PRODUCTIONS), changes=recorded.changes,
    )  # fmt: skip
    return _costed(reader, planned, there) if recorded.problems.is_empty() else planned


def _costed(reader: Reader, planned: Plan, there: pl.DataFrame) -> Plan:
    """Cost again what the changes reach, and post what differs."""
    entity, book, known_seq = planned.entity, planned.book, planned.watermark
    changes = planned.changes
    assert changes is not None
    trued = periods_trued(reader, entity)
    first = whole_from(trued, changes["received_on"].min())  # type: ignore[arg-type]
    goods = goods_made_of(reader, book, changes, since=first, known_seq=known_seq)
    recorded = recorded_of(reader, planned, there, goods, since=first)
    ours = changes.with_columns(owner=pl.lit(""))
    changed = valuation_read.formula_items(reader, book.cost_basis_id)
    new = with_change(ours, changed, day="received_on").join(
        recorded.pools.select("pool", "method", *GOODS), on=list(GOODS), how="left", maintain_order="left"
    ).with_columns(at_standard=pl.col("method") == "standard")  # fmt: skip
    reaching = new.filter(~pl.col("at_standard"))  # Those at standard reach nothing.
    again = NOTHING_NEW if reaching.is_empty() else among_recorded(
        reader, planned, recorded, averages=Averages(trued), changes=reaching
    )  # fmt: skip
    return posted_again(reader, planned, recorded, again, shown=new, changes=new.select(list(CHANGES)))
