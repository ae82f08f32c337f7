"""Import exchange rates: facts of a source and a day. What the same source says of a day again is said only once."""

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.facts import plan_facts
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import problems
from lowmark.store.session import Reader

MICRO = 1_000_000


def import_rates(frame: pl.DataFrame, *, granted: Granted, document: str, file_hash: bytes) -> Outcome | Refusal:
    """Plan rates: two currencies each, and no other rate of the same source and day."""
    del document, file_hash
    return plan_facts(frame, granted=granted, noun="rate", look_up=_look_up)


def _look_up(reader: Reader, frame: pl.DataFrame, granted: Granted) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rates that are not known yet, and what is wrong with any of them."""
    there = reader.frame(
        "SELECT source, from_currency, to_currency, valid_from, max(known_seq) FROM evidence_rate WHERE entity_id = %s"
        " GROUP BY source, from_currency, to_currency, valid_from",
        [granted.entity.id],
        {"source": "text", "base": "text", "currency": "text", "valid_from": "day", "seq": "int"},
    )
    key = ["source", "base", "currency", "valid_from"]
    found = frame.join(there, on=key, how="left", maintain_order="left").with_columns(
        from_currency="base", to_currency="currency", numerator="rate_micro", denominator=pl.lit(MICRO, dtype=pl.Int64)
    )  # fmt: skip
    return found, pl.concat([
        problems(found, "currency", "same_currency", "a currency has no rate in itself", "leave the row out",
                 mark=pl.col("currency") == pl.col("base")),
        problems(found, "valid_from", "already_recorded", "this source has said a rate of this day already",
                 "send new days only, or name another source", mark=pl.col("seq").is_not_null()),
    ]).sort("row")  # fmt: skip
