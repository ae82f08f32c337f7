"""Write entries in the form asked for.

Before this: lines handed out, or shown. After this: `export-entries`, `journal`.
"""

from typing import Any, Final

from lowmark.services.ledgers.entry_files import Handed, to_csv, to_json
from lowmark.services.ledgers.plain_text import to_beancount, to_hledger

ENDINGS: Final = {"hledger": "journal"}
"""Forms whose files end in something else than their name."""


def written(handed: Handed, form: str, about: dict[str, Any]) -> str:
    """Return the file: CSV, JSON, or one of plain-text accounting."""
    match form:
        case "csv":
            return to_csv(handed)
        case "hledger":
            return to_hledger(handed)
        case "beancount":
            return to_beancount(handed)
        case _:
            return to_json(handed, about=about)
