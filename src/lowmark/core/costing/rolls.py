"""Roll standards: from a day on another standard holds, and what is on hand before its first move is revalued to it.

The difference is a flow of kind `revalue` on the layer, of no quantity, on the day of the roll, and no write-down: it says
what goods should cost now. Before this: layers at the standard that held. After this: the journal posts the differences to an
account of their own. Source: IAS 2.21 (standards are regularly reviewed and, if necessary, revised); ASC 330-10-30-12.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final

import polars as pl

from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.production import Leg, Values
from lowmark.core.costing.production_checks import IS_INPUT
from lowmark.core.costing.results import KINDS, Costed, together
from lowmark.core.costing.shares import share_of
from lowmark.core.costing.true_ups import NO_TRUE_UPS, averaged, trued_up
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

LAYER: Final = ("pool", "layer", "opened_on", "known_seq", "quantity_micro", "consumed_micro", "value_minor")
ROLLS: Final = {"pool": pl.Int64, "quantity_micro": pl.Int64, "value_minor": pl.Int64, "valid_from": pl.Date}
NO_ROLLS: Final = pl.DataFrame(schema=ROLLS)


def revalue(
    *, layers: pl.DataFrame, standards: pl.DataFrame, components: tuple[str, ...] = ("value_minor",)
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return by how much the value of layers changes at a new standard, and the layers as they stand at it.

    Shapes: layers: pool, layer, quantity_micro, consumed_micro, components and more; standards: pool, quantity_micro,
            components. Out: pool, layer, components (signed, not all zero); the layers of these pools, with nothing consumed.

    >>> layers = pl.DataFrame({"pool": [1], "layer": [7], "quantity_micro": [6], "consumed_micro": [0], "value_minor": [30]})
    >>> new = pl.DataFrame({"pool": [1], "quantity_micro": [1], "value_minor": [7]})
    >>> changed, now = revalue(layers=layers, standards=new)
    >>> changed.rows(), now.select("quantity_micro", "value_minor").rows()
    ([(1, 7, 12)], [(6, 42)])
    """
    prices = [f"{name}_priced" for name in components]
    held = layers.filter(pl.col("consumed_micro") < pl.col("quantity_micro")).join(
        standards.select("pool", per="quantity_micro", **dict(zip(prices, components, strict=True))), on="pool",
        maintain_order="left",
    )  # fmt: skip
    left, worth, changed = [], [], []
    for row in held.iter_rows(named=True):
        whole, gone = row["quantity_micro"], row["consumed_micro"]
        left.append(whole - gone)
        now = [multiply_divide_round(row[price], whole - gone, row["per"]) for price in prices]
        was = [row[name] - multiply_divide_round(row[name], gone, whole) for name in components]
        worth.append(now)
        if now != was:
            changed.append((row["pool"], row["layer"], *(new - old for new, old in zip(now, was, strict=True))))
    stand = held.with_columns(
        pl.Series("quantity_micro", left, dtype=pl.Int64), consumed_micro=pl.lit(0, dtype=pl.Int64),
        **{name: pl.Series([each[k] for each in worth], dtype=pl.Int64) for k, name in enumerate(components)},
    ).select(layers.columns)  # fmt: skip
    return pl.DataFrame(changed, schema=dict.fromkeys(("pool", "layer", *components), pl.Int64), orient="row"), stand


def cost_rolled(
    *, moves: pl.DataFrame, links: pl.DataFrame, standards: pl.DataFrame, rolls: pl.DataFrame,
    layers: pl.DataFrame | None = None, made: pl.DataFrame | None = None, true_ups: pl.DataFrame = NO_TRUE_UPS,
    components: tuple[str, ...] = ("value_minor",),
) -> Costed:  # fmt: skip
    """Cost moves as `cost_linked` does, where standards of some pools are rolled on some days, or periods of some trued up.

    Shapes: moves, links, layers and made: as `cost_linked` takes them; standards: pool, quantity_micro, components, at which
            layers stand and a pool begins; rolls: the same, and valid_from; true_ups: ``TRUE_UPS``. Flows of
            kind `revalue` have no quantity, and name the layer's own receipt as their move; those of kind `adjust` have none
            either, and true a move up on the last day of its period.
    Domain: a roll comes before every move of its day, a true-up after every move of its period, of which all are there. A
            refused move ends it, as it does for whoever asks.
    Raises: Problem ``rolled_within`` for a roll in the midst of a period that is trued up.

    >>> from datetime import date
    >>> moves = pl.DataFrame({"pool": [1, 1], "move": [1, 2], "accounting_on": [date(2026, 1, 5), date(2026, 2, 5)],
    ...     "known_seq": [1, 2], "quantity_micro": [10, -4], "value_minor": [55, None], "method": ["standard"] * 2})
    >>> links = pl.DataFrame(schema=dict.fromkeys(
    ...     ("pool", "move", "source_pool", "source_move", "quantity_micro", "before_micro"), pl.Int64))
    >>> first = pl.DataFrame({"pool": [1], "quantity_micro": [1], "value_minor": [5]})
    >>> roll = first.with_columns(value_minor=pl.lit(6, pl.Int64), valid_from=pl.lit(date(2026, 2, 1)))
    >>> costed = cost_rolled(moves=moves, links=links, standards=first, rolls=roll)
    >>> costed.flows.select("move", "kind", "value_minor").rows()
    [(1, 'receipt', 50), (1, 'revalue', 10), (2, 'issue', -24)]
    """
    if rolls.is_empty() and true_ups.is_empty():
        return cost_linked(moves=moves, links=links, layers=layers, standards=standards,
                           made=made, components=components)  # fmt: skip
    reached = _Reached(links, layers, made, components)
    for day, until in _times(rolls, true_ups):
        rolled = rolls.filter(pl.col("valid_from").eq_missing(pl.lit(day, dtype=pl.Date)))
        if day is not None and not rolled.is_empty():
            standards = reached.roll(standards, rolled, day)
        period = true_ups.filter(pl.col("starts_on").eq_missing(pl.lit(day, dtype=pl.Date)))
        own = _between(moves, day, until)
        costed = reached.cost(own, standards) if period.is_empty() else reached.average(own, standards, period)
        if not costed.refused.is_empty():
            break
    return reached.whole()


def _times(rolls: pl.DataFrame, true_ups: pl.DataFrame) -> list[tuple[date | None, date | None]]:
    """Return the times between rolls, and periods that are trued up: the first day of each, and the first after it.

    Raises: Problem ``rolled_within``.
    """
    rolled = set(rolls["valid_from"])
    periods = set(true_ups.select("starts_on", "ends_on").iter_rows())
    within = sorted(day for day in rolled for starts, ends in periods if starts < day <= ends)
    if within:
        raise Problem("rolled_within", f"a standard is rolled on {within[0]}, in a period whose averages are trued up",
                      hint="roll standards on the first day of a period")  # fmt: skip
    days = sorted(rolled | {starts for starts, _ in periods} | {ends + timedelta(days=1) for _, ends in periods})
    return list(zip([None, *days], [*days, None], strict=True))


def _between(moves: pl.DataFrame, day: date | None, until: date | None) -> pl.DataFrame:
    """Keep the moves of a time."""
    begun = moves if day is None else moves.filter(pl.col("accounting_on") >= day)
    return begun if until is None else begun.filter(pl.col("accounting_on") < until)


class _Reached:
    """How far the times have come: layers, what issues cost and how much of each came back, tables so far."""

    def __init__(
        self, links: pl.DataFrame, layers: pl.DataFrame | None, made: pl.DataFrame | None, components: tuple[str, ...]
    ) -> None:
        self.links, self.made, self.layers, self.components = links, made, layers, components
        self.parts: list[Costed] = []
        self.costs: dict[Leg, Values] = {}
        self.back: defaultdict[tuple[int, int], int] = defaultdict(int)

    def roll(self, standards: pl.DataFrame, rolled: pl.DataFrame, day: date) -> pl.DataFrame:
        """Revalue what is on hand; return the standards that hold from then on."""
        new = rolled.select(standards.columns)
        assert self.layers is not None
        changed, now = revalue(layers=self.layers, standards=new, components=self.components)
        self.layers = pl.concat([self.layers.join(now, on=["pool", "layer"], how="anti"), now])
        flows = self.parts[-1].flows
        made = changed.with_columns(
            move="layer", kind=pl.lit("revalue", KINDS), accounting_on=pl.lit(day), quantity_micro=pl.lit(0, pl.Int64),
            known_seq=pl.lit(0, pl.Int64),
        ).select(flows.columns).cast(flows.schema)  # fmt: skip
        none = self.parts[-1]
        self.parts.append(Costed(made, none.layers.clear(), none.refused.clear(), none.variances.clear()))
        return pl.concat([standards.join(new, on="pool", how="anti"), new])

    def average(self, moves: pl.DataFrame, standards: pl.DataFrame, true_ups: pl.DataFrame) -> Costed:
        """Cost the moves of a period by moving averages, and by its own; go on from what it came to."""
        before, back, costs = self.layers, self.back.copy(), dict(self.costs)
        provisional = self.cost(moves, standards)
        if not provisional.refused.is_empty():
            return provisional
        self.layers, self.back, self.costs = before, back, costs
        final = self.cost(averaged(moves, true_ups["pool"].unique()), standards)
        self.parts.pop()
        found = trued_up(provisional=provisional, final=final, true_ups=true_ups, components=self.components)
        is_open = pl.col("consumed_micro") < pl.col("quantity_micro")
        self.layers = found.layers.filter(is_open)
        flows, varied = (pl.concat(both) for both in
                         ((provisional.flows, found.flows), (provisional.variances, found.variances)))  # fmt: skip
        self.parts[-1] = Costed(flows, found.layers.filter(~is_open), final.refused, varied)
        return final

    def cost(self, moves: pl.DataFrame, standards: pl.DataFrame) -> Costed:
        """Cost the moves of a time; what comes back from an earlier one is a receipt at its share of what that cost."""
        own = self.links.join(moves, on=["pool", "move"], how="semi", maintain_order="left")
        earlier = own.filter(pl.Series([key in self.costs for key in _sources(own)], dtype=pl.Boolean))
        here = own.join(earlier, on=["pool", "move"], how="anti", maintain_order="left")
        costed = cost_linked(moves=self._valued(moves, earlier), links=here, layers=self.layers, standards=standards,
                             made=self._made(moves), components=self.components)  # fmt: skip
        is_open = pl.col("consumed_micro") < pl.col("quantity_micro")
        self.layers = costed.layers.filter(is_open)
        self.parts.append(Costed(costed.flows, costed.layers.filter(~is_open), costed.refused, costed.variances))
        wanted = set(_sources(self.links))
        wanted |= set() if self.made is None else set(self.made.select("pool", "move").iter_rows())
        sums = costed.flows.group_by("pool", "move").agg(pl.col(self.components).sum())
        for pool, move, *values in sums.iter_rows():
            if (pool, move) in wanted:
                self.costs[pool, move] = tuple(-value for value in values)
        came = here.join(moves.select("pool", "move", came="quantity_micro"), on=["pool", "move"])
        for key, quantity in zip(_sources(came), came["came"], strict=True):
            self.back[key] += quantity
        return costed

    def _made(self, moves: pl.DataFrame) -> pl.DataFrame | None:
        """Return the productions of a time, with what went into them in earlier ones at what that had cost."""
        if self.made is None:
            return None
        begun = self.made.join(moves, on=["pool", "move"], how="semi").select("production").unique()
        own = self.made.join(begun, on="production", how="semi", maintain_order="left")
        known = [self.costs.get((pool, move)) for pool, move in own.select("pool", "move").iter_rows()]
        return own.with_columns(
            pl.when(IS_INPUT).then(pl.coalesce(pl.Series([each and each[k] for each in known], dtype=pl.Int64), name))
            .otherwise(name).alias(name) for k, name in enumerate(self.components)
        )  # fmt: skip

    def _valued(self, moves: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
        """Value what comes back from an issue of an earlier time."""
        order = moves.select("pool", "move", "accounting_on", "known_seq", came="quantity_micro")
        rows = []
        placed = earlier.join(order, on=["pool", "move"]).sort("accounting_on", "known_seq", "move")
        for row in placed.iter_rows(named=True):
            key = row["source_pool"], row["source_move"]
            before = row["before_micro"] + self.back[key]
            worth = share_of(self.costs[key], row["quantity_micro"], before, row["came"])
            self.back[key] += row["came"]
            rows.append((row["pool"], row["move"], *worth))
        found = pl.DataFrame(rows, dict.fromkeys(("pool", "move", *self.components), pl.Int64), orient="row")
        joined = moves.join(found, on=["pool", "move"], how="left", maintain_order="left", suffix="_shared")
        return joined.select(
            pl.coalesce(name, f"{name}_shared") if name in self.components else name for name in moves.columns
        )

    def whole(self) -> Costed:
        """Return everything, by pool in costing order."""
        assert self.layers is not None
        costed = together(self.parts)
        layers = pl.concat([costed.layers, self.layers.select(costed.layers.columns)])
        return Costed(
            costed.flows.sort("pool", maintain_order=True),
            layers.sort("pool", "opened_on", "known_seq", "layer", maintain_order=True),
            costed.refused, costed.variances.sort("pool", maintain_order=True),
        )  # fmt: skip


def _sources(links: pl.DataFrame) -> list[tuple[int, int]]:
    """Return the pool and move that each link leads to."""
    return list(links.select("source_pool", "source_move").iter_rows())
