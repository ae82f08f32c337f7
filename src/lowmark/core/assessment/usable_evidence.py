"""Which evidence of a price counts at all: of a kind that has a rank, of the channel, of its day, and more than zero.

Before this: `inputs`, `identified`. After this: `best_evidence`, `firm_contracts`. Sources: IAS 2.30 (events after the
period count as far as they confirm conditions at its end); IAS 10.9(b)(ii) (a sale after the period may be such
evidence).
"""

from datetime import date

import polars as pl

from lowmark.core.frameworks.policy import EvidenceRank, InventoriesPolicy


def counting(*, evidence: pl.DataFrame, policy: InventoriesPolicy, as_of: date, channel: str) -> pl.DataFrame:
    """Return the evidence that counts, in whatever currency, with the rule that it counts by.

    Shapes: adds `evidence_kind` (the kind it counts as), `evidence_rank` (the lower the better), `is_asserted`,
            `combine`, `within_days`, `window_from`. A window from the date tested is kept here; one from the newest
            observation is `best_evidence`'s, which knows what the newest is.
    Domain: an amount of zero is no evidence: a price list that says nothing is not a price of nothing.
    """
    after = pl.col("observed_on") > as_of
    ranked = (
        evidence.filter(pl.col("amount_micro") > 0, of_channel(channel))
        .join(_rules(policy.evidence_ranks), on="kind")
        .filter(~after | (pl.col("after_date") & pl.col("confirms_date")))
        .with_columns(evidence_kind=pl.when(after).then("kind").otherwise(pl.coalesce("once_past", "kind")))
        .drop("after_date", "once_past", "rank", "combine", "within_days", "window_from")
        .join(_rules(policy.evidence_ranks).drop("after_date", "once_past"), left_on="evidence_kind", right_on="kind")
        .with_columns(is_asserted=pl.col("standing") == "asserted")
    )
    age = (pl.lit(as_of) - pl.col("observed_on")).dt.total_days().abs()
    in_window = pl.col("within_days").is_null() | (pl.col("window_from") != "as_of") | (age <= pl.col("within_days"))
    penalty = pl.when("is_asserted").then(policy.asserted_rank_penalty).otherwise(0)
    return ranked.filter(in_window).with_columns(evidence_rank=pl.col("rank") + penalty).drop("rank")


def of_channel(channel: str) -> pl.Expr:
    """Say whether evidence is of a channel: its own and that of none, or any where no channel is asked for."""
    return pl.lit(channel == "") | pl.col("channel").is_in(["", channel])


def _rules(ranks: tuple[EvidenceRank, ...]) -> pl.DataFrame:
    """Return the ranks as a table, a row per kind."""
    types = {
        "kind": pl.String(), "rank": pl.Int64(), "combine": pl.String(), "within_days": pl.Int64(),
        "window_from": pl.String(), "after_date": pl.Boolean(), "once_past": pl.String(),
    }  # fmt: skip
    return pl.DataFrame([[getattr(rank, column) for column in types] for rank in ranks], schema=types, orient="row")
