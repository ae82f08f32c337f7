"""What tax law asks for beside cost, taken from the evidence that there is: bids, market value, offers, what disposal costs.

Before this: layers of one book, and the same statements of value that assessment reads. After this: `bases`. Each is the
latest of its kinds on an item, or on its lot where one is about that, for goods in that condition. Sources: Reg. 1.471-4
(the price bid for the usual volume), 1.471-2(c) (an actual offering, up to some days after the date); ITR 1801.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.currency import exponent

BID: Final = ("replacement_cost",)
MARKET: Final = ("post_period_sale", "recent_sale", "quote", "price_list", "scrap_tender")
OFFERED: Final = ("price_list", "quote")
DISPOSITION: Final = ("cost_to_sell",)
SCRAP: Final = ("scrap_tender",)
MICRO: Final = 1_000_000
COLUMNS: Final = ("replacement_cost_minor", "fair_market_value_minor", "offered_minor", "disposition_minor",
                  "scrap_minor", "offered_after_days")  # fmt: skip

Found = Mapping[str, Any]


def with_tax_evidence(
    *, layers: pl.DataFrame, evidence: pl.DataFrame, as_of: date, currency: str, offered_within_days: int | None
) -> pl.DataFrame:
    """Return the layers with what tax law asks for of each; null where nobody says.

    Shapes: layers: item, lot (nullable), condition, remaining_micro, and others that come back; evidence: as
            assessment takes it. Added: ``COLUMNS``.
    Units:  an amount for a quantity becomes that of what remains, rounded half to even.
    Domain: bids and market values are of the date or before it, or later and confirm what was so on the date; an
            offering may end up to ``offered_within_days`` after it.

    >>> layers = pl.DataFrame({"item": [7], "lot": [None], "condition": [""], "remaining_micro": [3_000_000]},
    ...                       schema_overrides={"lot": pl.Int64})
    >>> said = pl.DataFrame({"item": [7], "lot": [None], "kind": ["replacement_cost"], "condition": [""],
    ...     "amount_micro": [2_500_000], "currency": ["CAD"], "quantity_micro": [1_000_000],
    ...     "observed_on": [date(2026, 12, 1)], "confirms_date": [False]}, schema_overrides={"lot": pl.Int64})
    >>> found = with_tax_evidence(layers=layers, evidence=said, as_of=date(2026, 12, 31), currency="CAD",
    ...                           offered_within_days=30)
    >>> found.select("replacement_cost_minor", "offered_minor").row(0)
    (750, None)
    """
    days = timedelta(days=offered_within_days or 0)
    said = [row for row in evidence.iter_rows(named=True) if row["currency"] == currency]
    known = [row for row in said if row["observed_on"] <= as_of or row["confirms_date"]]
    offers = [row for row in said if row["observed_on"] <= as_of + days]
    latest = {
        "replacement_cost_minor": _latest(known, BID), "fair_market_value_minor": _latest(known, MARKET),
        "offered_minor": _latest(offers, OFFERED), "disposition_minor": _latest(known, DISPOSITION),
        "scrap_minor": _latest(known, SCRAP),
    }  # fmt: skip
    rows = []
    for layer in layers.select("item", "lot", "condition", "remaining_micro").iter_rows():
        found = {name: _of(of_kind, *layer[:3]) for name, of_kind in latest.items()}
        offer = found["offered_minor"]
        after = None if offer is None else (offer["observed_on"] - as_of).days
        rows.append((*(_minor(one, layer[3], currency) for one in found.values()), after))
    return layers.hstack(pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.Int64), orient="row"))


def _latest(rows: Sequence[Found], kinds: Sequence[str]) -> dict[tuple[Any, ...], Found]:
    """Return the latest of some kinds by item, lot and condition."""
    ordered = sorted((row for row in rows if row["kind"] in kinds), key=lambda row: row["observed_on"])
    return {(row["item"], row["lot"], row["condition"]): row for row in ordered}


def _of(latest: Mapping[tuple[Any, ...], Found], item: int, lot: int | None, condition: str) -> Found | None:
    """Return what is said of a lot, or else of its item, in that condition."""
    return latest.get((item, lot, condition)) or latest.get((item, None, condition))


def _minor(said: Found | None, quantity_micro: int, currency: str) -> int | None:
    if said is None:
        return None
    scale = 10 ** exponent(currency)
    return multiply_divide_round(said["amount_micro"] * scale, quantity_micro, said["quantity_micro"] * MICRO)
