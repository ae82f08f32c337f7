"""Cost moves among which some receipts take their value from issues: sales returns, goods moved to another pool, products.

Before this: recording (stock moves, which receipt belongs to which issue, what was made of what); the store gives open
layers. After this: assessment reads layers, the journal flows. A pool is costed as far as its values are known; what its
issues cost makes values of others known; so the work goes in waves, each a call of `cost` per method, on from the layers of the
last. Goods that come back to the pool that issued them wait for no wave: the kernel itself gives them what they had cost.
"""

from dataclasses import dataclass, field, replace

import polars as pl

from lowmark.core.costing import checks
from lowmark.core.costing.cost import cost, cost_with_returns
from lowmark.core.costing.linked_plan import SOURCE, plan, require_methods
from lowmark.core.costing.production import (
    MADE,
    Leg,
    Production,
    Shared,
    Values,
    costs_of,
    productions_of,
    share_production,
)
from lowmark.core.costing.production_checks import IS_INPUT
from lowmark.core.costing.results import REFUSALS, Costed, together
from lowmark.core.costing.shares import below_nothing, share_of
from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem


def cost_linked(
    *,
    moves: pl.DataFrame,
    links: pl.DataFrame,
    layers: pl.DataFrame | None = None,
    components: tuple[str, ...] = ("value_minor",),
    standards: pl.DataFrame | None = None,
    made: pl.DataFrame | None = None,
) -> Costed:
    """Cost moves of pools of any methods, where receipts may be linked to the issues whose cost they bring.

    Shapes: ``moves`` as `cost` takes them, and method (String, one per pool); a linked receipt has null components, or, if its kind
            is re_pool, what it is worth besides what it brings: more, or less, but together never less than nothing.
            ``links``: pool, move (the receipt), source_pool, source_move (the issue, among the moves), quantity_micro
            (the whole issue, positive), before_micro (what was returned of it before these moves); all Int64.
            ``made``: all legs of the productions of which some leg is among the moves, as `productions_of` takes them; an
            output among the moves has null components, and for an input that is not there its cost is given.
            ``layers``, ``standards`` and what comes back as for `cost`; the code of a refusal may be source_refused, or
            by_products_over_cost for the outputs of a production.
    Units:  millionths of the base unit; minor units.
    Domain: a move may have a row in two pools, one in each. A receipt's value is the share of the issue's cost that its
            quantity adds to what earlier links, in costing order, have taken: all of the issue brings all of its cost.
    Raises: Problem as `cost` does; for a link that leads nowhere or in a circle; ``several_methods``;
            ``circular_production`` for goods that are made of themselves; ``bad_production``; ``below_nothing``.
    Source: IAS 2.34 and IFRS 15.B21 (goods returned come back at what they had cost); IAS 2.10 (and goods made).

    >>> moves = pl.DataFrame({"pool": [1, 1, 1], "move": [1, 2, 3], "accounting_on": [1, 2, 3], "known_seq": [1, 2, 3],
    ...     "quantity_micro": [3, -2, 1], "value_minor": [100, None, None], "method": ["fifo"] * 3},
    ...     schema_overrides={"accounting_on": pl.Int32})
    >>> links = pl.DataFrame({"pool": [1], "move": [3], "source_pool": [1], "source_move": [2], "quantity_micro": [2],
    ...     "before_micro": [0]})
    >>> cost_linked(moves=moves, links=links).flows.select("move", "value_minor").rows()
    [(1, 100), (2, -67), (3, 34)]
    """
    checks.require_components(components)
    require_methods(moves, components)
    if layers is not None:
        checks.require_layers(layers, components)
    empty = cost(moves=moves.clear(), components=components)
    held = (
        empty.layers
        if layers is None
        else layers.select(empty.layers.columns).cast({"opened_on": moves.schema["accounting_on"]})
    )
    made = no_productions(components) if made is None else made
    if links.is_empty() and made.is_empty():
        return _by_method(moves, held, components, standards)

    moving, idle = _split(held, moves["pool"])
    waves = plan(moves, links, made, components)
    inputs = made.filter(IS_INPUT).join(moves, on=["pool", "move"], how="semi")
    sources = pl.concat([
        *(wave.select(SOURCE).drop_nulls() for wave in waves), inputs.select(source_pool="pool", source_move="move"),
    ]).unique()  # fmt: skip
    among: frozenset[Leg] = frozenset(inputs.select("pool", "move").iter_rows())
    productions = productions_of(made, components=components, costed=among)
    reached = _Reached(components, standards, sources, moving, empty.refused, productions, among)
    for wave in waves:
        reached.cost_wave(wave)
    costed = together([replace(empty, layers=idle), *reached.parts])
    if len(waves) > 1:
        costed = _by_pool(costed)
    # What is used up was set aside before what came in earlier waves and is still open.
    order = ("pool", "opened_on", "known_seq", "layer")
    return replace(
        costed,
        layers=costed.layers.sort(order, maintain_order=True),
        refused=costed.refused.sort("pool", maintain_order=True),
    )


def _with_besides(name: str) -> pl.Expr:
    """Return a component of a receipt: of a linked one what it brings, and what it is worth besides."""
    brings = pl.col(f"{name}_found")
    return pl.when(brings.is_null()).then(name).otherwise(brings + pl.col(name).fill_null(0)).alias(name)


def no_productions(components: tuple[str, ...]) -> pl.DataFrame:
    """Return the legs of no production."""
    return pl.DataFrame(schema=dict.fromkeys((*MADE, *components), pl.Int64))


def _split(layers: pl.DataFrame, pools: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the layers of some pools, and those of all others."""
    if layers.is_empty():
        return layers, layers
    of = pools.unique().to_frame()
    return layers.join(of, on="pool", how="semi", maintain_order="left"), layers.join(
        of, on="pool", how="anti", maintain_order="left"
    )


def _by_method(
    moves: pl.DataFrame, layers: pl.DataFrame, components: tuple[str, ...], standards: pl.DataFrame | None
) -> Costed:
    """Cost moves, each pool by the method that its moves name; layers of pools without a move stay as they are."""
    held, idle = _split(layers, moves["pool"])
    names = moves["method"].unique(maintain_order=True).to_list()
    parts = [moves] if len(names) == 1 else moves.partition_by("method", maintain_order=True)
    has_returns = "rows_back" in moves.columns and (moves["rows_back"] > 0).any()
    call = cost_with_returns if has_returns else cost
    costed = [
        call(
            moves=part,
            layers=held if len(parts) == 1 else _split(held, part["pool"])[0],
            method=part["method"][0],
            components=components,
            standards=standards,
        )
        for part in parts
    ]
    if len(parts) == 1 and idle.is_empty():
        return costed[0]
    empty = cost(moves=moves.clear(), components=components)
    return _by_pool(together([*costed, replace(empty, layers=idle)]))


def _by_pool(costed: Costed) -> Costed:
    """Put pools in order; the rows of each are in costing order already."""
    return Costed(*(
        table.sort("pool", maintain_order=True)
        for table in (costed.flows, costed.layers, costed.refused, costed.variances)
    ))  # fmt: skip


@dataclass(slots=True)
class _Reached:
    """How far the waves have come: layers, what sources cost, pools that stopped at a refusal, tables so far."""

    components: tuple[str, ...]
    standards: pl.DataFrame | None
    sources: pl.DataFrame
    layers: pl.DataFrame
    none_refused: pl.DataFrame
    productions: dict[int, Production]
    among: frozenset[Leg]
    shared: dict[int, Shared | None] = field(default_factory=dict)
    costs: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    stopped: set[int] = field(default_factory=set)
    parts: list[Costed] = field(default_factory=list)

    def cost_wave(self, wave: pl.DataFrame) -> None:
        """Cost the moves of a wave, and note what its sources cost."""
        refused = self._refuse(wave)
        moves = self._valued(wave.join(refused, on=["pool", "move"], how="anti", maintain_order="left"))
        held, elsewhere = _split(self.layers, wave["pool"])
        costed = _by_method(moves, held, self.components, self.standards)
        # A period that was short before a value was missing in it is refused for that alone.
        was_short = pl.col("pool").is_in(costed.refused["pool"].unique().implode())
        refused = refused.with_columns(
            code=pl.when(was_short).then(pl.lit("after_refusal", REFUSALS)).otherwise("code")
        )
        # Only what a later wave can take from is carried there: a chain of returns has many waves of few moves.
        going, done = _split(costed.layers, wave.filter("goes_on")["pool"])
        is_open = pl.col("consumed_micro") < pl.col("quantity_micro")
        self.layers = pl.concat([elsewhere, going.filter(is_open)])
        self.parts.append(replace(
            costed, layers=pl.concat([done, going.filter(~is_open)]), refused=pl.concat([costed.refused, refused]),
        ))  # fmt: skip
        self.stopped.update(self.parts[-1].refused["pool"])
        self._note_costs(costed.flows)

    def _refuse(self, wave: pl.DataFrame) -> pl.DataFrame:
        """Return as refused what follows a refusal, and what takes its value from an issue that was refused."""
        nothing_waits = wave["source_move"].null_count() == wave["made_by"].null_count() == wave.height
        if not self.stopped and nothing_waits:
            return self.none_refused
        against = pl.Series(
            [self._against(*row) for row in wave.select(*SOURCE, "made_by").iter_rows()], dtype=REFUSALS
        )
        marked = wave.with_columns(against=against, stopped=pl.col("pool").is_in(list(self.stopped))).with_columns(
            nth=pl.col("against").is_not_null().cum_sum().over("pool")
        )
        cuts = pl.col("against").is_not_null() & (pl.col("nth") == 1) & ~pl.col("stopped")
        return marked.filter(pl.col("stopped") | (pl.col("nth") > 0)).select(
            "pool", "move", "accounting_on", "known_seq", short_micro=pl.lit(0, pl.Int64),
            code=pl.when(cuts).then("against").otherwise(pl.lit("after_refusal", REFUSALS)),
        )  # fmt: skip

    def _against(self, pool: int | None, move: int | None, made_by: int | None) -> str | None:
        """Say why a receipt can have no value: what it is taken from was refused, or by-products are worth more."""
        if made_by is not None:
            inputs = self.productions[made_by].inputs
            if any(leg in self.among and leg not in self.costs for leg in inputs):
                return "source_refused"
            return None if self._shared(made_by) else "by_products_over_cost"
        return "source_refused" if pool is not None and move is not None and (pool, move) not in self.costs else None

    def _shared(self, production: int) -> Shared | None:
        """Return what the outputs of a production cost, worked out once."""
        if production not in self.shared:
            self.shared[production] = share_production(self.productions[production], self.costs)
        return self.shared[production]

    def _valued(self, moves: pl.DataFrame) -> pl.DataFrame:
        """Give linked receipts their share of what their issues cost."""
        comes_back = pl.col("rows_back") > 0
        moves = moves.with_columns(
            pl.col("whole", "before").fill_null(0),
            *(pl.when(comes_back).then(0).otherwise(pl.col(name)).alias(name) for name in self.components),
        )
        linked = moves.filter(pl.col("source_move").is_not_null())
        outputs = moves.filter(pl.col("made_by").is_not_null())
        if linked.is_empty() and outputs.is_empty():
            return moves
        rows = linked.select(*SOURCE, "whole", "before", "quantity_micro", "pool", "move").iter_rows()
        try:
            shares = [(*row[5:], *share_of(self.costs[row[0], row[1]], *row[2:5])) for row in rows]
        except OverflowError:
            raise Problem("quantity_overflow", "what an issue cost does not fit 64 bits") from None
        shares += [(*row[:2], *self._made(*row)) for row in outputs.select("pool", "move", "made_by").iter_rows()]
        found = pl.DataFrame(shares, dict.fromkeys(["pool", "move", *self.components], pl.Int64), orient="row")
        joined = moves.join(found, on=["pool", "move"], how="left", maintain_order="left", suffix="_found")
        valued = joined.with_columns(_with_besides(name) for name in self.components)
        below = valued.filter(pl.any_horizontal(pl.col(name) < 0 for name in self.components))
        if not below.is_empty():
            raise below_nothing(below.select("pool", "move").row(0, named=True))
        return valued

    def _made(self, pool: int, move: int, production: int) -> Values:
        """Return what an output costs.

        Raises: Problem ``quantity_overflow``.
        """
        shared = self._shared(production)
        assert shared is not None  # It would have been refused.
        values = shared.outputs[pool, move]
        if max(values) > INT64_MAX:
            raise Problem("quantity_overflow", "what is made costs more than fits 64 bits")
        return values

    def _note_costs(self, flows: pl.DataFrame) -> None:
        if self.sources.is_empty():
            return
        issues = flows.rename({"pool": "source_pool", "move": "source_move"}).join(self.sources, on=SOURCE, how="semi")
        self.costs |= costs_of(issues.rename({"source_pool": "pool", "source_move": "move"}), self.components)
