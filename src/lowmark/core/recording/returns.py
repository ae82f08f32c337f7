"""Find the issue whose goods a receipt brings back, in the same file or among the moves that are there already.

Before this: `record` has looked up what each row names. After this: costing, which takes the goods back at what they
were issued at, and write-downs, which restore what the issue released. Source: IAS 2.34 (what left as an expense comes
back as it left).
"""

import polars as pl

from lowmark.core.recording.faults import fault


def with_sources(found: pl.DataFrame, issued: pl.DataFrame) -> pl.DataFrame:
    """Add to each row that names one the issue whose goods come back.

    Shapes: found: the rows of documents, looked up; issued: document, line, source_move, item_id, lot, went_to,
            issued_on, issued_micro, returned_micro, last_back_on (when something of it came back last; null without), of
            the moves that are there already. Out: source_move (of those), source_row (of the file's own), went_to,
            issued_on, issued_micro, last_back_on, and before_micro: how much of the issue had come back before this row.
    """
    own = found.filter(pl.col("direction") == "out", pl.col("owner") == "").select(
        "document", "line", "item_id", "lot", source_row="row", went_to="to_kind", issued_on="accounting_on",
        issued_micro="quantity_micro", returned_micro=pl.lit(0, dtype=pl.Int64),
        last_back_on=pl.lit(None, dtype=pl.Date),
    )  # fmt: skip
    sources = pl.concat([issued.with_columns(pl.col("source_move").cast(pl.Int64)), own], how="diagonal").unique(
        ["document", "line"], keep="first", maintain_order=True
    )
    named = sources.rename({"document": "returns_document", "line": "returns_line"})
    on = ["returns_document", "returns_line", "item_id", "lot"]
    joined = found.join(named, on=on, how="left", maintain_order="left")
    in_order = [pl.col("accounting_on"), pl.col("row")]
    earlier = (
        pl.col("quantity_micro").cum_sum().over("returns_document", "returns_line", order_by=in_order)
        - pl.col("quantity_micro")
    )  # fmt: skip
    return joined.with_columns(before_micro=pl.col("returned_micro") + earlier)


def return_faults(found: pl.DataFrame) -> list[pl.DataFrame]:
    """Find returns of what was not issued, or to another day, or from another place, or of more than was issued."""
    says = pl.col("returns_document") != ""
    known = pl.col("issued_micro").is_not_null()
    marked = found.with_columns(
        is_unknown=says & ~known & pl.col("item_id").is_not_null(),
        is_no_return=says & (pl.col("direction") != "in"),
        from_elsewhere=says & known & (pl.col("direction") == "in") & (pl.col("from_kind") != pl.col("went_to")),
        is_early=says & known & (
            (pl.col("accounting_on") < pl.col("issued_on"))
            | ((pl.col("accounting_on") == pl.col("issued_on")) & (pl.col("source_row") > pl.col("row")))
        ),
        is_too_much=says & known & (pl.col("before_micro") + pl.col("quantity_micro") > pl.col("issued_micro")),
    )  # fmt: skip
    return [
        fault(marked, "is_unknown", "returns_document", "unknown_issue",
              "no issue of this item (and lot) has this document and line", "name the move by which the goods left"),
        fault(marked, "is_no_return", "returns_document", "no_return", "only what comes into stock brings goods back",
              "leave it empty, or let the move come from where the goods went"),
        fault(marked, "from_elsewhere", "from_location", "from_elsewhere", "the goods did not go to this place",
              "let them come back from where the issue took them"),
        fault(marked, "is_early", "accounting_on", "before_its_issue", "it counts before the issue that it returns",
              "date it on the day of the issue or later"),
        fault(marked, "is_too_much", "quantity", "more_than_issued", "more comes back than was issued",
              "return no more than is still out"),
    ]  # fmt: skip
