"""Any history of goods of ours and of another's, some sold before they come, costs what the oracle says, all histories in one call.

Moves are drawn as documents name them; what is put in for sales of more than there is, which pools moves touch and what these
cost is the package's. `LOWMARK_SOAK=1` draws as many as `test_random_histories`.
"""

from datetime import date, timedelta
from itertools import count

import numpy as np
import polars as pl
import pytest

from lowmark.core.costing.linked import cost_linked
from lowmark.core.recording.provisional import SETTLES, Standing, with_provisional
from lowmark.services.recording.pools import legs_of
from tests.oracles.owned import BOUGHT, COMES_OF_OTHER, COMES_OURS, EVENTS, SENT_BACK, SOLD, SOLD_ON, Event, tell
from tests.properties.test_random_histories import EACH, EVERY, SEED

FIRST = date(2026, 1, 5)
OTHER = "VENDOR"
NO_LINKS = pl.DataFrame(schema=dict.fromkeys(
    ("pool", "move", "source_pool", "source_move", "quantity_micro", "before_micro"), pl.Int64))  # fmt: skip
WAYS = {
    COMES_OURS: ("in", "receipt", "", ""), COMES_OF_OTHER: ("in", "", OTHER, OTHER), SOLD: ("out", "sale", "", ""),
    SENT_BACK: ("out", "", OTHER, OTHER), BOUGHT: ("title", "receipt", OTHER, ""), SOLD_ON: ("title", "sale", "", OTHER),
}  # fmt: skip
ROW = {
    "lot": "", "line": "1", "from_condition": "", "to_condition": "", "from_location_id": 1, "to_location_id": 2, "reason": "",
    "item_class": "merchandise", "source_move": None, "source_row": None,
}  # fmt: skip
METHODS = ("fifo", "moving_average")


def drawn(n, seed):
    """Draw histories: first a receipt of ours, which makes a unit cost known; of the other's never more than there is."""
    random = np.random.default_rng(seed)
    for _ in range(n):
        size, worth = int(random.choice([3, 50, 10**9])), int(random.choice([3, 1000, 10**9]))
        events, others = [Event(COMES_OURS, 1 + int(random.integers(size)), int(random.integers(worth)))], 0
        for _ in range(int(random.integers(1, 14))):
            what, quantity = str(random.choice(EVENTS)), 1 + int(random.integers(size))
            if what in {SENT_BACK, BOUGHT}:
                quantity = min(quantity, others)
            if what == SOLD_ON:  # Title of what is not there does not pass.
                quantity = min(quantity, tell(events, averages=False).left[0])
            if quantity:
                value = int(random.integers(worth)) if what in {COMES_OURS, BOUGHT} else 0
                events.append(Event(what, quantity, value))
                others += {COMES_OF_OTHER: 1, SOLD_ON: 1, SENT_BACK: -1, BOUGHT: -1}.get(what, 0) * quantity
        yield events


def rows_of(those):
    """Return the moves of all histories as documents name them, an item each."""
    numbers = count(2)
    return [
        {**ROW, "row": next(numbers), "document": f"D{h}-{place}", "item_id": h, "quantity_micro": event.quantity,
         "value_minor": event.value if event.what in {COMES_OURS, BOUGHT} else None,
         "accounting_on": FIRST + timedelta(days=place), **dict(zip(
             ("direction", "event", "owner", "to_owner"), WAYS[event.what], strict=True))}
        for h, events in enumerate(those) for place, event in enumerate(events)
    ]  # fmt: skip


def by_package(those):
    """Return, by history, the values of flows in order, what is left, and what was assumed, credited and cost."""
    standing = {(h, "", ""): Standing() for h in range(len(those))}
    moves = with_provisional(moves=rows_of(those), standing=standing, allowed=lambda _: True, place_id=9).moves
    columns = ("item_id", "lot", "direction", "event", "owner", "to_owner", "from_condition", "to_condition", "quantity_micro",
               "value_minor", "accounting_on", "credited_minor")  # fmt: skip
    types = {"value_minor": pl.Int64, "credited_minor": pl.Int64}
    frame = pl.DataFrame({name: [row[name] for row in moves] for name in columns}, schema_overrides=types)
    legs = legs_of(frame.with_columns(move=pl.int_range(1, pl.len() + 1), known_seq=pl.int_range(1, pl.len() + 1)))
    is_others = pl.col("owner") != ""
    method = pl.when(is_others | (pl.col("item_id") % 2 == 0)).then(pl.lit(METHODS[0])).otherwise(pl.lit(METHODS[1]))
    pooled = legs.with_columns(pool=2 * pl.col("item_id") + is_others.cast(pl.Int64), method=method)
    valued = pooled.with_columns(
        value_minor=pl.when(is_others & (pl.col("quantity_micro") > 0)).then(0).otherwise("value_minor")
    )
    costed = cost_linked(moves=valued.drop("kind"), links=NO_LINKS)
    assert costed.refused.is_empty()
    found = [{"values": [], "left": [0, 0, 0], "assumed": 0, "credited": 0, "settled_at": 0} for _ in those]
    said = pooled.filter(~is_others).select("pool", "move", "event", "credited_minor")
    for row in costed.flows.group_by("pool", "move", maintain_order=True).agg(pl.col("quantity_micro", "value_minor").sum()).join(
        said, on=["pool", "move"], how="left", maintain_order="left"
    ).iter_rows(named=True):  # fmt: skip
        own, is_ours = found[row["pool"] // 2], row["pool"] % 2 == 0
        if is_ours:
            own["values"].append(row["value_minor"])
            own["left"][1] += row["value_minor"]
            own["assumed"] += row["value_minor"] if row["event"] == "provisional_receipt" else 0
            own["credited"] += (row["credited_minor"] or 0) if row["event"] == SETTLES else 0
            own["settled_at"] -= row["value_minor"] if row["event"] == SETTLES else 0
        else:
            assert row["value_minor"] == 0
        own["left"][0 if is_ours else 2] += row["quantity_micro"]
    return found


@pytest.mark.parametrize("batch", EVERY)
def test_every_history_of_owners_and_of_what_was_sold_before_it_came_costs_what_the_oracle_says(batch):
    those = list(drawn(EACH, SEED + 21 + batch))

    found = by_package(those)

    told = [tell(events, averages=h % 2 == 1) for h, events in enumerate(those)]
    assert sum(each.assumed > 0 for each in told) > EACH / 5
    for events, own, other in zip(those, found, told, strict=True):
        expected = {"values": other.values, "left": [*other.left], "assumed": other.assumed, "credited": other.credited,
                    "settled_at": other.settled_at}  # fmt: skip
        if own != expected:
            smallest = shrunk(events)
            pytest.fail("\n".join(["the smallest history that differs:", *map(str, smallest)]))


def shrunk(events):
    """Return a history that differs, without any event that it can do without."""
    for place in range(len(events)):
        fewer = [*events[:place], *events[place + 1 :]]
        if fewer and is_possible(fewer) and differs(fewer):
            return shrunk(fewer)
    return events


def is_possible(events):
    others, could_be = 0, events[0].what == COMES_OURS
    for event in events:
        others += {COMES_OF_OTHER: 1, SOLD_ON: 1, SENT_BACK: -1, BOUGHT: -1}.get(event.what, 0) * event.quantity
        could_be = could_be and others >= 0
    return could_be


def differs(events):
    """Say whether a history costs something else by either method."""
    return any(
        own["values"] != tell(events, averages=averages).values
        for averages, own in enumerate(by_package([events, events]))
    )
