"""Plan changes of what receipts cost: what is recorded stays, and what goods cost from a day on is posted besides.

Before this: an import's rows, or what is asked at a desk. After this: the pen writes the plan as it does any other. Goods
are costed again from their receipt on, and only what differs from the day of the change on is posted; goods at standard
keep their value, and the change is a variance.
"""

from dataclasses import replace
from typing import Final

import polars as pl

from lowmark.core.flow import Posting
from lowmark.core.flow_late import post_late
from lowmark.core.journal.cost_changes import CHANGES
from lowmark.core.recording.cost_changes import record_changes
from lowmark.core.recording.record import MOVES
from lowmark.core.write_downs.carry import STATES
from lowmark.services.recording.late.among import NOTHING_NEW, OF, Among, among, recorded_legs
from lowmark.services.recording.late.made import goods_made_of
from lowmark.services.recording.late.periods import Averages, periods_trued, whole_from
from lowmark.services.recording.late.plan import problems_of, with_gone
from lowmark.services.recording.planned import LEG, PRODUCTIONS, RECEIVED, Plan, of_pools
from lowmark.services.recording.pools import GOODS, pooled, standards_of
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader
from lowmark.store.stock import changes as changes_read
from lowmark.store.subledger import read as subledger_read
from lowmark.store.valuation import read as valuation_read

NO_MOVES: Final = dict.fromkeys((*MOVES, "move", "known_seq"), pl.Int64) | {
    **dict.fromkeys(("document", "line", "item_class", "lot", "reason", "direction", "event", "from_condition",
                     "to_condition", "owner", "to_owner", "terms", "unit"), pl.String),
    **dict.fromkeys(("made_on", "expires_on", "effective_on", "accounting_on", "received_on"), pl.Date),
    "is_late": pl.Boolean,
}  # fmt: skip


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
    old = recorded_legs(reader, entity, goods, since=first, known_seq=known_seq)
    kept = there.join(goods, on=OF, how="semi", maintain_order="left").select(GOODS)
    legs, pools = pooled(reader, book, pl.concat([old, kept], how="diagonal_relaxed"), there)
    new = changes.with_columns(owner=pl.lit("")).join(
        pools.select("pool", "method", *GOODS), on=list(GOODS), how="left", maintain_order="left"
    ).with_columns(at_standard=pl.col("method") == "standard")  # fmt: skip
    old = legs.filter(pl.col("move").is_not_null()).with_columns(row=pl.lit(None, dtype=pl.Int64))
    standards, _ = standards_of(reader, book, pools, old)
    again = _among(reader, book, new, old, pools, known_seq=known_seq, averages=Averages(trued))
    posting = _post(reader, planned, again, new, standards)
    touched = again.legs.select("pool").unique()
    before = of_pools(valuation_read.current_layers(reader, entity.id), pools).join(touched, on="pool", how="semi",
                                                                                    maintain_order="left")  # fmt: skip
    current = of_pools(subledger_read.current_allowances(reader, book.id), pools).select(list(STATES)).join(
        touched, on="pool", how="semi", maintain_order="left"
    )  # fmt: skip
    problems = pl.concat(problems_of(posting, again, pools, new))
    return replace(
        planned,
        pools=pools,
        layers_before=before,
        problems=problems.unique(maintain_order=True),
        received=again.received,
        posting=replace(posting, allowances=with_gone(posting, current)),
    )


def _among(
    reader: Reader,
    book: Book,
    new: pl.DataFrame,
    old: pl.DataFrame,
    pools: pl.DataFrame,
    *,
    known_seq: int,
    averages: Averages,
) -> Among:
    """Put the changes among what is recorded of their goods; those at standard reach nothing."""
    reaching = new.filter(~pl.col("at_standard"))
    if reaching.is_empty():
        return NOTHING_NEW
    none = old.clear().with_columns(source_row=pl.lit(None, dtype=pl.Int64), source_move=pl.lit(None, dtype=pl.Int64))
    return among(
        reader, book=book, moves=pl.DataFrame(schema=NO_MOVES), new=none, old=old, pools=pools, known_seq=known_seq,
        changes=reaching, averages=averages,
    )  # fmt: skip


def _post(reader: Reader, planned: Plan, again: Among, new: pl.DataFrame, standards: pl.DataFrame) -> Posting:
    return post_late(
        moves=again.legs.select(*LEG, "is_new"), links=again.links, carried_links=again.carried_links,
        history=again.history, standards=standards, roles=ledger_read.roles(reader, planned.entity.id),
        document=planned.document, changes=new.select(list(CHANGES)),
    )  # fmt: skip
