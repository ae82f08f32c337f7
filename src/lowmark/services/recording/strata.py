"""Lay the moves of documents: which shelves they change, since when their goods have been here, and what a place is short of.

Before this: `plan` has found what the documents name. After this: the moves are costed, and `write` keeps the shelves. Goods
that moved on later days already are laid anew from all of their moves, others from where they lie now.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from lowmark.core.recording.faults import PROBLEM
from lowmark.core.recording.strata import OUTSIDE, Days, Moved, Shelf, lay, owed_micro
from lowmark.services.recording.planned import Laid, in_words
from lowmark.services.stock.holding import BLOCKED
from lowmark.store.entities.read import Entity
from lowmark.store.session import Reader, Writer
from lowmark.store.stock import strata as strata_store
from lowmark.store.stock.kept import all_held

ONE_UNIT = 1_000_000


def laid_moves(reader: Reader, entity: Entity, moves: pl.DataFrame) -> tuple[pl.DataFrame, Laid]:
    """Lay the moves of documents; return them with the day since when their goods have been here.

    Shapes: moves: as `record` returns them, with `move`. Problems: one for each row that takes the last from a shelf which
            ends below nothing.
    """
    if moves.is_empty():
        return moves, Laid()
    items = moves["item_id"].unique().sort().to_list()
    last = strata_store.all_last_moved_on(reader, entity.id, items)
    first = dict(moves.group_by("item_id").agg(pl.col("effective_on").min().dt.epoch("d")).iter_rows())
    before, lots = strata_store.shelves(reader, entity.id, items)
    late = sorted(item for item in items if item in last and first[item] < last[item])
    anew = set(late)
    strata = {shelf: dict(days) for shelf, days in before.items() if shelf[1] not in anew}
    events = _events(reader, entity, moves, late)
    oldest, taken = _lay(strata, events, _came_back(reader, moves), moves)
    after = {shelf: days for shelf, days in strata.items() if days}
    received = pl.Series("since", [oldest.get(place) for place in range(moves.height)], dtype=pl.Int32).cast(pl.Date)
    dated = moves.with_columns(received_on=pl.coalesce("received_on", received))
    problems = pl.concat([
        _held_back(reader, entity, moves, items), _problems(moves, after, taken),
        _twice(moves, after, strata_store.serials(reader, items)),
    ])  # fmt: skip
    return dated, Laid(before=before, after=after, lots=lots, problems=problems)


def _held_back(reader: Reader, entity: Entity, moves: pl.DataFrame, items: list[int]) -> pl.DataFrame:
    """Return a problem for each row that sells or uses goods that are held back."""
    leaving = moves.filter(pl.col("event").is_in(BLOCKED), pl.col("owner") == "")
    held = {} if leaving.is_empty() else all_held(reader, entity.id, items)
    if not held:
        return pl.DataFrame(schema=PROBLEM)
    holds = [
        held.get((item, lot), held.get((item, ""), "")) for item, lot in leaving.select("item_id", "lot").iter_rows()
    ]
    return (
        leaving.with_columns(hold=pl.Series("hold", holds, dtype=pl.String)).filter(pl.col("hold") != "")
        .select("row", column=pl.lit("item"), value="hold", code=pl.lit("held_back"),
                message=pl.format("{} holds these goods back", "hold"), hint=pl.lit("release them first, or take another lot"))
        .cast(PROBLEM)
    )  # fmt: skip


def _twice(moves: pl.DataFrame, after: Mapping[Shelf, Days], serials: set[int]) -> pl.DataFrame:
    """Return a problem for the last row that brings a serial number of which more than one would be here."""
    here: Counter[tuple[int, str]] = Counter()
    for (_, item, lot, _), days in after.items():
        if item in serials:
            here[item, lot] += sum(days.values())
    twice = {goods for goods, quantity in here.items() if quantity > ONE_UNIT}
    if not twice:
        return pl.DataFrame(schema=PROBLEM)
    names = pl.DataFrame(sorted(twice), schema={"item_id": pl.Int64, "lot": pl.String}, orient="row")
    return (
        moves.filter(pl.col("direction") == "in").join(names, on=["item_id", "lot"], how="semi", maintain_order="left")
        .unique(["item_id", "lot"], keep="last", maintain_order=True)
        .select("row", column=pl.lit("lot"), value="lot", code=pl.lit("here_already"),
                message=pl.lit("the serial number is here already"), hint=pl.lit("a serial number is one unit: give another"))
        .cast(PROBLEM)
    )  # fmt: skip


def write_strata(writer: Writer, entity: Entity, laid: Laid, lots: pl.DataFrame) -> None:
    """Keep the shelves that changed.

    Shapes: lots: item_id, lot, lot_id of every lot that the moves name.
    """
    numbers = {(item, lot): number for item, lot, number in lots.select("item_id", "lot", "lot_id").iter_rows()}
    strata_store.keep(writer, entity.id, {**laid.lots, **numbers}, before=laid.before, after=laid.after)


def _events(
    reader: Reader, entity: Entity, moves: pl.DataFrame, late: list[int]
) -> list[tuple[int, int | None, Moved]]:
    """Return the moves in the order in which they happened, each with its place among the new ones, if it is new."""
    inside = [pl.when(pl.col(f"{side}_condition").is_null()).then(OUTSIDE).otherwise(f"{side}_location_id")
              for side in ("from", "to")]  # fmt: skip
    told = moves.select(
        pl.col("effective_on").dt.epoch("d"), "item_id", "lot", inside[0].alias("left"), inside[1].alias("came"), "owner",
        "to_owner", "quantity_micro", since=pl.coalesce("received_on", "effective_on").dt.epoch("d"),
    )  # fmt: skip
    happened: list[tuple[int, int | None, Moved]] = [
        (day, None, Moved(*each)) for day, each in (strata_store.moves(reader, entity.id, late) if late else ())
    ]
    happened += [(row[0], place, Moved(*row[1:])) for place, row in enumerate(told.iter_rows())]
    happened.sort(key=lambda each: each[0])
    return happened


def _came_back(reader: Reader, moves: pl.DataFrame) -> dict[int, int]:
    """Return by place among the moves since when goods that come back had been here, of issues recorded before."""
    back = moves.with_row_index("place").filter(pl.col("source_move").is_not_null(), pl.col("direction") == "in")
    if back.is_empty():
        return {}
    known = strata_store.oldest_issued(reader, back["source_move"].unique().sort().to_list())
    return {
        place: known[source] for place, source in back.select("place", "source_move").iter_rows() if source in known
    }


def _lay(
    strata: dict[Shelf, Days], events: Iterable[tuple[int, int | None, Moved]], came_back: Mapping[int, int],
    moves: pl.DataFrame,
) -> tuple[dict[int, int], dict[Shelf, int]]:  # fmt: skip
    """Lay moves; return since when the goods of new ones have been here, where that is another day, and who took last."""
    directions, sources = moves["direction"].to_list(), moves["source_row"].to_list()
    of_row = {row: place for place, row in enumerate(moves["row"].to_list())}
    oldest: dict[int, int] = {}
    went: dict[int, int] = {}
    taken: dict[Shelf, int] = {}
    for _, place, told in events:
        if place is None:
            lay(strata, told)
            continue
        source = sources[place]
        since = came_back.get(place) if source is None else went.get(of_row.get(source, -1))
        if directions[place] == "in" and since is not None:
            oldest[place] = since
            told = replace(told, received_on=since)
        parts = lay(strata, told)
        went[place] = min(day for day, _ in parts)
        if directions[place] in {"between", "title"}:
            oldest[place] = went[place]
        if told.from_place != OUTSIDE:
            taken[told.from_place, told.item, told.lot, told.owner] = place
    return oldest, taken


def _problems(moves: pl.DataFrame, after: Mapping[Shelf, Days], taken: Mapping[Shelf, int]) -> pl.DataFrame:
    """Return a problem for the last row that takes from a shelf which ends below nothing."""
    owed = [(taken[shelf], owed_micro(days)) for shelf, days in after.items() if owed_micro(days)]
    if not owed:
        return pl.DataFrame(schema=PROBLEM)
    found = pl.DataFrame(owed, schema={"place": pl.UInt32, "owed": pl.Int64}, orient="row")
    missing = in_words("owed")
    return (
        moves.with_row_index("place").join(found, on="place").sort("row")
        .select("row", column=pl.lit("from_location"), value=missing, code=pl.lit("short"),
                message=pl.format("with it, {} more leave this place than have come there", missing),
                hint=pl.lit("record first how the goods came there, or correct the place or the quantity"))
        .cast(PROBLEM)
    )  # fmt: skip
