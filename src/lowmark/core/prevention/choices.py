"""Every option of every risk, numbered, with what it gains over doing nothing, and what options draw on together.

Before this: `risks`, `actions`. After this: `solving`, `filling`, `checking`, which all read this one table. What options
draw on is a resource with a limit: the risk's goods, what a place is short of, what a term allows, an entity's budget, the
room of a place. An option that gains nothing at its most is left out: no plan is better with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.kinds.price import quantity_priced_micro
from lowmark.core.prevention.actions import markdown, outlets, substitute, transfer
from lowmark.core.prevention.terms import WHOLE

RESOURCES: Final = pl.Schema({"resource": pl.Int64, "name": pl.String, "limit_micro": pl.Int64})
USES: Final = pl.Schema({"option": pl.Int64, "resource": pl.Int64, "by_micro": pl.Int64, "fixed_micro": pl.Int64})


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a plan is made of.

    Shapes: risks: as `risks.find` returns them, with category, unit_cost_micro, price_micro (what it sells for, less cost to
            sell; null where nobody knows), worth_micro (what a unit is worth where it is short), nothing_micro (what
            a unit brings if nothing is done) and step_micro (the least part that goes). short: as `risks.find` returns it.
            terms: TERMS. worth: entity, item, worth_micro.
    Units:  prices are millionths of one currency a unit, whichever the entity. `budgets` is minor units by entity, `rooms`
            units by entity and place; what is not named is without limit.
    """

    risks: pl.DataFrame
    short: pl.DataFrame
    terms: pl.DataFrame
    worth: pl.DataFrame
    currency: str
    as_of: date
    horizon_days: int
    budgets: Mapping[str, int] = field(default_factory=dict)
    rooms: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The options with their number and gain_micro (a unit's, over doing nothing), and what they draw on.

    Shapes: options: OPTIONS with option, gain_micro, step_micro, entity; resources: RESOURCES; uses: USES.
    Units:  `per_minor` millionths of quantity times millionths of a currency unit make one minor unit.
    """

    options: pl.DataFrame
    resources: pl.DataFrame
    uses: pl.DataFrame
    per_minor: int


def lay_out(situation: Situation) -> Choices:
    """Return the options of a situation and what they draw on."""
    per_minor = quantity_priced_micro(situation.currency)
    risks, terms, as_of = situation.risks, situation.terms, situation.as_of
    days = situation.horizon_days
    every = pl.concat([
        outlets.options(risks=risks, terms=terms, as_of=as_of),
        transfer.options(risks=risks, terms=terms, short=situation.short, as_of=as_of, horizon_days=days),
        markdown.options(risks=risks, terms=terms, as_of=as_of, horizon_days=days, per_minor=per_minor),
        substitute.options(risks=risks, terms=terms, short=situation.short, worth=situation.worth),
    ])  # fmt: skip
    about = risks.select("risk", "entity", "step_micro", "nothing_micro")
    gained = every.join(about, on="risk", how="left", maintain_order="left").with_columns(
        gain_micro=pl.col("recovery_micro") - pl.col("cost_micro") - pl.col("nothing_micro"),
        limit_micro=pl.col("limit_micro") // pl.col("step_micro") * pl.col("step_micro"),
    )  # fmt: skip
    most = pl.col("gain_micro").cast(pl.Int128) * pl.col("limit_micro")
    once = (pl.col("fixed_minor") + pl.col("forgone_minor")).cast(pl.Int128) * per_minor
    worth_it = gained.filter(most > once, pl.col("limit_micro") >= pl.col("minimum_micro")).sort(
        "risk", "action", "term", "to_entity", "to_location"
    )  # fmt: skip
    options = worth_it.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("option"), pl.all())
    resources, uses = _resources(options, situation, per_minor)
    return Choices(options=options, resources=resources, uses=uses, per_minor=per_minor)


def _resources(options: pl.DataFrame, situation: Situation, per_minor: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number what options draw on, with how much of each there is, and who draws how much."""
    one = pl.lit(WHOLE, dtype=pl.Int64)
    minor_micro = per_minor // WHOLE
    stock = situation.risks.select("risk", whole="quantity_micro")
    limits = situation.terms.filter(pl.col("limit_micro").is_not_null()).select("term", whole="limit_micro")
    money = pl.DataFrame(
        [(entity, amount * minor_micro) for entity, amount in situation.budgets.items()],
        schema={"entity": pl.String, "whole": pl.Int64}, orient="row",
    )  # fmt: skip
    room = pl.DataFrame(
        [(*place, amount) for place, amount in situation.rooms.items()],
        schema={"to_entity": pl.String, "to_location": pl.String, "whole": pl.Int64}, orient="row",
    )  # fmt: skip
    needs = options.filter(pl.col("fills") != "").group_by("fills").agg(whole=pl.col("fills_limit_micro").max())
    moved = options.filter(pl.col("action") == "transfer")
    parts = [
        _draw(options.join(stock, on="risk", maintain_order="left"), pl.format("goods|{}", "risk"), one),
        _draw(options.join(needs, on="fills", maintain_order="left"), pl.col("fills"), pl.col("fills_by_micro")),
        _draw(options.join(limits, on="term", maintain_order="left"), pl.format("term|{}", "term"), one),
        _draw(options.join(money, on="entity", maintain_order="left"), pl.format("budget|{}", "entity"),
              pl.col("cost_micro"), pl.col("fixed_minor") * minor_micro),
        _draw(moved.join(room, on=["to_entity", "to_location"], maintain_order="left"),
              pl.format("room|{}|{}", "to_entity", "to_location"), one),
    ]  # fmt: skip
    drawn = pl.concat(parts).filter((pl.col("by_micro") != 0) | (pl.col("fixed_micro") != 0))
    named = drawn.group_by("name").agg(limit_micro=pl.col("whole").max()).sort("name")
    resources = named.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("resource"), "name", "limit_micro")
    uses = drawn.join(resources.select("name", "resource"), on="name", maintain_order="left").select(list(USES))
    return resources.cast(RESOURCES), uses.cast(USES).sort("option", "resource")


def _draw(options: pl.DataFrame, name: pl.Expr, by: pl.Expr, fixed: pl.Expr | None = None) -> pl.DataFrame:
    """Return which options draw on what, a unit and at all."""
    return options.select(
        "option", name=name, by_micro=by.cast(pl.Int64), whole="whole",
        fixed_micro=pl.lit(0, dtype=pl.Int64) if fixed is None else fixed.cast(pl.Int64),
    )  # fmt: skip
