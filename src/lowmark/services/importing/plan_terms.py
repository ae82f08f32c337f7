"""Import plan terms. A later line of the same document stands from its own day on; none is ever removed."""

from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.facts import plan_facts
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems, unknown_items
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader

BRINGS = ("vendor_return", "donate", "liquidate", "scrap", "cancel", "defer", "nothing")


def import_plan_terms(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan terms: an item has to be known, and a term has to say what a unit brings, where that is not its price."""
    return plan_facts(frame, granted=granted, noun="plan_term", look_up=_look_up)


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Join items; return the rows and what is wrong with them."""
    items = items_read.items(reader, granted.entity.catalogue_id).select("item", "item_id")
    found = frame.join(items, on="item", how="left", maintain_order="left").with_columns(
        rate=pl.col("rate_micro"), elasticity=pl.col("elasticity_micro")
    )
    says_nothing = pl.col("amount_micro").is_null() & pl.col("rate_micro").is_null() & pl.col("action").is_in(BRINGS)
    is_markdown = pl.col("action") == "markdown"
    shallow = (pl.col("rate_micro").fill_null(0) <= 0) | (pl.col("rate_micro") >= 1_000_000)
    return found, pl.concat([
        unknown_items(found.filter(pl.col("item") != "")),
        problems(found, "rate", "says_nothing", "the term does not say what a unit brings", "give an amount or a rate",
                 mark=says_nothing),
        problems(found, "rate", "bad_discount", "a markdown is by a share of the price", "give a rate between 0 and 1",
                 mark=is_markdown & shallow),
        problems(found, "elasticity", "no_elasticity", "a markdown needs the elasticity of demand to price",
                 "give one above 0", mark=is_markdown & (pl.col("elasticity_micro").fill_null(0) <= 0)),
        problems(found, "partner", "no_partner", "a stand-in names the item that it stands in for", "name it as partner",
                 mark=(pl.col("action") == "substitute") & (pl.col("partner") == "")),
    ]).sort("row")  # fmt: skip
