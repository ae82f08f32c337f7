"""Read NDJSON or Parquet in a process of its own, which can be stopped by the system without harm to anybody.

Before this: `apart` has started the process, with the file open and limits on its command line. After this: nothing; what is
read goes out as lines of JSON, rows by column in batches, then a last line. Nothing here judges what the cells mean.
"""

import json
import os
import resource
import sys
from typing import IO, Any

from lowmark.interchange.workbook.markup import OUT_OF_MEMORY


def main() -> None:
    """Read the file that is open under the first number, within the limits that follow, as the kind said last."""
    file, memory, seconds = (int(said) for said in sys.argv[1:4])
    for which, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CPU, seconds),
                        (resource.RLIMIT_AS, memory)):  # fmt: skip
        _, hard = resource.getrlimit(which)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, allowed))
    try:
        with os.fdopen(file, "rb") as opened:
            opened.seek(0)
            {"ndjson": _lines, "parquet": _parquet}[sys.argv[4]](opened)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception:  # noqa: BLE001 whatever a damaged file does to its reader, the answer is the same
        _say({"stopped": "unreadable"})


def _lines(file: IO[bytes]) -> None:
    from lowmark.interchange.ndjson_bytes import read_lines

    for batch in read_lines(file):
        _say({"rows": batch.rows, "columns": list(batch.columns.items()), "bad": batch.bad})
    _say({"end": True})


def _parquet(file: IO[bytes]) -> None:
    """Say the columns of a Parquet file as text; what is wrong with the file or a column is said first."""
    from lowmark.interchange.faults import Faults
    from lowmark.interchange.ndjson_bytes import BATCH_ROWS
    from lowmark.interchange.parquet_bytes import read_parquet

    faults = Faults("")
    texts = read_parquet(file.read(), faults)
    _say({
        "header": texts.header, "unread": [column is None for column in texts.columns], "n_rows": texts.n_rows,
        "faults": [(one.column, one.code, one.message, one.hint) for one in faults.problems()],
    })  # fmt: skip
    for first in range(0, texts.n_rows, BATCH_ROWS):
        _say({"columns": [None if one is None else one.slice(first, BATCH_ROWS).to_list() for one in texts.columns]})
    _say({"end": True})


def _say(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=True) + "\n")
    sys.stdout.flush()
