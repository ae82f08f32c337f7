"""Read what was open on accounts of the ledger kept before, as it was taken over."""

from datetime import date

from lowmark.store.session import Reader


def sums(reader: Reader, book_id: int) -> dict[str, tuple[int, date]]:
    """Return what the items of each kind come to that has any, and the first day of the books."""
    rows = reader.rows(
        "SELECT kind, CAST(sum(amount_minor) AS bigint) AS amount_minor, max(opening_on) AS opening_on FROM"
        " ledger_opening_item WHERE book_id = %s GROUP BY kind ORDER BY kind",
        [book_id], days=("opening_on",),
    )  # fmt: skip
    return {row["kind"]: (row["amount_minor"], row["opening_on"]) for row in rows}
