"""Read NDJSON or Parquet in a process of its own, which can be stopped by the system without harm to anybody.

Before this: `apart` has started the process, with the file open and limits on its command line. After this: nothing; what is
read goes out as lines of JSON, rows by column in batches, then a last line. Nothing here judges what the cells mean.
"""

import sys
from typing import IO

from lowmark.interchange.bounded import read_within_limits, say


def main() -> None:
    """Read a file of the kind that is said last on the command line."""
    read_within_limits({"ndjson": _lines, "parquet": _parquet}[sys.argv[4]])


def _lines(file: IO[bytes]) -> None:
    from lowmark.interchange.ndjson_bytes import read_lines

    for batch in read_lines(file):
        say({"rows": batch.rows, "columns": list(batch.columns.items()), "bad": batch.bad})
    say({"end": True})


def _parquet(file: IO[bytes]) -> None:
    """Say the columns of a Parquet file as text; what is wrong with the file or a column is said first."""
    from lowmark.interchange.faults import Faults
    from lowmark.interchange.ndjson_bytes import BATCH_ROWS
    from lowmark.interchange.parquet_bytes import read_parquet

    faults = Faults("")
    texts = read_parquet(file.read(), faults)
    say({
        "header": texts.header, "unread": [column is None for column in texts.columns], "n_rows": texts.n_rows,
        "faults": [(one.column, one.code, one.message, one.hint) for one in faults.problems()],
    })  # fmt: skip
    for first in range(0, texts.n_rows, BATCH_ROWS):
        say({"columns": [None if one is None else one.slice(first, BATCH_ROWS).to_list() for one in texts.columns]})
    say({"end": True})
