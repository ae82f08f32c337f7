"""Units of account wider than an item: similar items, categories, all goods together; and what each level comes to.

Before this: `lower_of_cost_and_nrv` (each unit by itself). After this: write-downs. Which levels may be chosen is the
framework's word; what the others come to is shown beside it. What is identified is carved out first: goods in a condition,
what nobody is expected to buy, and what a rule estimates are tested by themselves, and so are the goods of a contract and
those of which nothing is known. Of the rest, value above cost of one unit makes up for a shortfall of another in its group.
What is left of the shortfall is spread down to the units that fall short, in proportion, so that no unit needs more than it
would by itself. Sources: IAS 2.29 (groups of similar items, on four conditions); ASC 330-10-35-8 to 35-10.
"""

from typing import Final

import polars as pl

from lowmark.core.assessment.firm_contracts import FIRM_CONTRACT
from lowmark.core.assessment.identified import SOUND
from lowmark.core.assessment.metrics import GROUPS, conform
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.frameworks.tests_of_stock import CONDITIONS
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.problems import Problem

ITEM: Final = "item"
LOT: Final = "lot"
NARROW: Final = (LOT, "serial")
"""Each unit by itself, where units are narrower than an item; else the item is what is by itself."""

SIMILAR: Final = "similar_items"
CATEGORY: Final = "category"
TOTAL: Final = "total"
WIDER: Final = (SIMILAR, CATEGORY, TOTAL)
LEVELS: Final = (
    "level",
    "group",
    "is_allowed",
    "is_chosen",
    "cost_minor",
    "value_minor",
    "carrying_minor",
    "required_minor",
)
_OF_ALL: Final = ""


def conform_groups(groups: pl.DataFrame | None, *, policy: InventoriesPolicy, unit_of_account: str) -> pl.DataFrame:
    """Return the groups that units are in, level by level: unit, level, group.

    Shapes: `groups`: unit, level (item where units are lots, similar_items or category), group; and where similar items are
            among them, a flag for each of `CONDITIONS`, and reason. All goods together need no group.
    Raises: Problem ``unknown_level``, ``unit_not_allowed``, ``repeated_key``, ``not_similar``, or as `metrics.conform`.
    """
    if unit_of_account not in (*NARROW, ITEM, *WIDER):
        raise Problem("unknown_level", f"no unit of account is called {unit_of_account[:40]!r} here",
                      hint=f"use one of: {', '.join((*NARROW, ITEM, *WIDER))}")  # fmt: skip
    if unit_of_account not in policy.units_of_account:
        raise Problem("unit_not_allowed", f"{policy.framework} does not allow a unit of account by {unit_of_account}",
                      hint=f"it allows {', '.join(policy.units_of_account)}",
                      where={"unit_of_account": unit_of_account})  # fmt: skip
    found = conform("groups", groups, GROUPS)
    unknown = found.filter(~pl.col("level").is_in([ITEM, SIMILAR, CATEGORY]))
    if not unknown.is_empty():
        raise Problem("unknown_level", f"groups are of {ITEM}, {SIMILAR} or {CATEGORY}, not of {unknown['level'][0][:40]!r}",
                      where={"table": "groups"})  # fmt: skip
    if found.select(pl.struct("unit", "level").is_duplicated().any()).item():
        raise Problem("repeated_key", "groups has a unit twice at one level", where={"table": "groups"})
    if groups is not None:
        _require_similar(groups.filter(pl.col("level") == SIMILAR))
    return found


def _require_similar(groups: pl.DataFrame) -> None:
    """Refuse similar items of which a condition is not asserted, or no reason is given."""
    if groups.is_empty():
        return
    is_shown = pl.lit(value={*CONDITIONS, "reason"} <= set(groups.columns))
    if {*CONDITIONS, "reason"} <= set(groups.columns):
        asserted = [pl.col(name).cast(pl.Boolean).fill_null(value=False) for name in CONDITIONS]
        is_shown = pl.all_horizontal(asserted) & (pl.col("reason").fill_null("").str.strip_chars() != "")
    against = groups.filter(~is_shown)
    if not against.is_empty():
        name = against["group"].sort()[0]
        raise Problem("not_similar", f"the items of {name} are not shown to be similar",
                      hint=f"assert {', '.join(CONDITIONS)}, each of them, and give a reason",
                      where={"group": name})  # fmt: skip


def at_levels(
    tiers: pl.DataFrame, *, groups: pl.DataFrame, policy: InventoriesPolicy, unit_of_account: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tiers as the chosen unit of account has them, and what every level comes to.

    Shapes: `tiers` as `take_lower` returns them, with identified_as, kind, is_excess, is_relieved and rule_reason. levels:
            `LEVELS`, a row per level and group; the group of all goods has no name. Carved-out goods count in a group
            at what they come to by themselves, and so do units that are in none, in the figures of their level.
    Domain: of one set of goods the carrying amount by item is at most that by group, and that at most the total's.
    """
    marked = tiers.with_columns(
        is_together=_may_share(), fits_minor=pl.max_horizontal("value_minor", pl.lit(0, pl.Int64))
    )
    named = [level for level in (ITEM, SIMILAR, CATEGORY) if (groups["level"] == level).any()]
    alone = LOT if ITEM in named else ITEM
    if unit_of_account in NARROW or (unit_of_account == ITEM and ITEM not in named):
        unit_of_account = alone
    chosen, shown = tiers, [_shown(marked, alone, policy, unit_of_account, marked["lower_minor"], pl.lit(_OF_ALL))]
    for level in (*named, TOTAL):
        of_level = groups.filter(pl.col("level") == level).select("unit", "group")
        if level == TOTAL:
            of_level = marked.select("unit", group=pl.lit(_OF_ALL)).unique("unit")
        grouped = marked.join(of_level, on="unit", how="left", maintain_order="left")
        lower = _together(grouped)
        name = pl.col("group").fill_null("")
        shown.append(_shown(grouped, level, policy, unit_of_account, lower, name))
        if level == unit_of_account:
            chosen = tiers.with_columns(lower_minor=lower)
    if unit_of_account in (SIMILAR, CATEGORY) and unit_of_account not in named and not tiers.is_empty():
        raise Problem("no_groups", f"no unit is in a group of {unit_of_account}",
                      hint="give groups, a row per unit", where={"unit_of_account": unit_of_account})  # fmt: skip

    assert (chosen["lower_minor"] >= tiers["lower_minor"]).all()
    assert (chosen["lower_minor"] <= tiers["cost_minor"]).all()
    return chosen, pl.concat(shown).select(LEVELS)


def _may_share() -> pl.Expr:
    """Say of which tiers values are summed: sound goods with evidence of a price, held for no contract, and not in excess."""
    is_plain = (pl.col("identified_as") == SOUND) & (pl.col("kind") != FIRM_CONTRACT) & ~pl.col("is_excess")
    return is_plain & pl.col("value_minor").is_not_null() & pl.col("rule_reason").is_null() & ~pl.col("is_relieved")


def _together(grouped: pl.DataFrame) -> pl.Series:
    """Return the lower amount of each tier where values of a group are summed before they are compared."""
    shares = pl.col("is_together") & pl.col("group").is_not_null()
    amounts = pl.col("cost_minor", "fits_minor", "lower_minor").cast(pl.Int128)
    sums = grouped.filter(shares).group_by("group").agg(amounts.sum()).with_columns(
        short=pl.max_horizontal(pl.col("cost_minor") - pl.col("fits_minor"), pl.lit(0, pl.Int128)),
        alone=pl.col("cost_minor") - pl.col("lower_minor"),
    )  # fmt: skip
    # A group that falls short by as much as its units do by themselves is as they are.
    relaxed = sums.filter(pl.col("short") < pl.col("alone")).select("group", "short")
    lower = grouped["lower_minor"].to_list()
    rows = grouped.with_row_index("row").filter(shares & (pl.col("lower_minor") < pl.col("cost_minor")))
    met = rows.join(relaxed, on="group").sort("group", "row")
    for (_, short), members in met.group_by(["group", "short"], maintain_order=True):
        costs, lowers = members["cost_minor"].to_list(), members["lower_minor"].to_list()
        parts = largest_remainder(short, [cost - least for cost, least in zip(costs, lowers, strict=True)])
        for row, cost, part in zip(members["row"], costs, parts, strict=True):
            lower[row] = cost - part
    return pl.Series("lower_minor", lower, dtype=pl.Int64)


def _shown(
    tiers: pl.DataFrame, level: str, policy: InventoriesPolicy, unit_of_account: str, lower: pl.Series, group: pl.Expr
) -> pl.DataFrame:
    """Sum a level by group; the value of goods of which nothing is known is what they are carried at."""
    counted = tiers.with_columns(lower.alias("lower_minor"), group=group)
    value = pl.coalesce("value_minor", "lower_minor").cast(pl.Int128)
    return (
        counted.group_by("group")
        .agg(
            cost_minor=pl.col("cost_minor").cast(pl.Int128).sum().cast(pl.Int64),
            value_minor=value.sum().cast(pl.Int64),
            carrying_minor=pl.col("lower_minor").cast(pl.Int128).sum().cast(pl.Int64),
        )
        .with_columns(
            level=pl.lit(level), is_allowed=pl.lit(level in policy.units_of_account),
            is_chosen=pl.lit(level == unit_of_account), required_minor=pl.col("cost_minor") - pl.col("carrying_minor"),
        )
        .select(LEVELS)
        .sort("group")
    )  # fmt: skip
