"""Plan rows of a file as facts: refuse all that is wrong at once, look again under the pen, then write them.

Before this: a table's own module, which says how its rows are looked up. After this: `commands.import_table` carries the
plan out.
"""

from collections.abc import Callable
from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.recording.write_facts import columns_of
from lowmark.store.session import Reader, Writer, reading

LookUp = Callable[[Reader, pl.DataFrame, Granted], tuple[pl.DataFrame, pl.DataFrame]]
"""Of a file's rows: the rows as the noun has them, and what is wrong with any of them."""


def plan_facts(frame: pl.DataFrame, *, granted: Granted, noun: str, look_up: LookUp, **alike: Any) -> Outcome | Refusal:
    """Plan rows as facts of a noun. `alike` are columns that all of them have alike, such as who asserts them."""
    with reading(granted.scope()) as reader:
        refused = look_up(reader, frame, granted)[1]
    if not refused.is_empty():
        return Refusal(refused)

    def write(writer: Writer) -> Refusal | None:
        found, refused = look_up(writer, frame, granted)
        if not refused.is_empty():
            return Refusal(refused)
        write_facts(writer, found, granted=granted, noun=noun, **alike)
        return None

    return Outcome(write)


def write_facts(writer: Writer, found: pl.DataFrame, *, granted: Granted, noun: str, **alike: Any) -> None:
    """Number rows, say when they became known, and write them."""
    sequences, recorded_at = writer.tick(granted.entity.id, found.height)
    every = {"entity_id": granted.entity.id, "recorded_at": recorded_at} | alike
    writer.insert_frame(noun, found.with_columns(
        pl.Series("id", list(writer.take_ids(noun, found.height)), dtype=pl.Int64),
        pl.Series("known_seq", sequences, dtype=pl.Int64),
        **{name: pl.lit(said, dtype=pl.Int64 if isinstance(said, int) else None) for name, said in every.items()},
    ).select(columns_of(noun)))  # fmt: skip
