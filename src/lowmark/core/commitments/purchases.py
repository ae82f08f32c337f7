"""Firm purchase commitments: what goods that must be bought will lose, against the demand that is left for them.

Before this: contracts with what is still to be delivered; the demand that goods on hand and in transit leave over. After
this: proposals; `receipt`, when goods arrive. What can be cancelled for nothing, and what is hedged, loses nothing here.
Sources: ASC 330-10-35-17 and 35-18; IAS 2.31; IAS 37.66-69; ASPE 3290.
"""

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from lowmark.core.commitments.liability import change_of_liability, unavoidable
from lowmark.core.commitments.outlets import NO_OUTLET, Delivery, Outlet, Piece, place, value_of
from lowmark.core.frameworks.reporting import CommitmentsPolicy
from lowmark.core.kinds.problems import Problem

LOSSES: Final = {
    "contract": pl.Int64, "finding": pl.String, "cost_minor": pl.Int64, "value_minor": pl.Int64, "loss_minor": pl.Int64,
    "required_minor": pl.Int64, "held_minor": pl.Int64, "charged_minor": pl.Int64, "reversed_minor": pl.Int64,
}  # fmt: skip
PIECES: Final = {
    "contract": pl.Int64, "kind": pl.String, "quantity_micro": pl.Int64, "cost_minor": pl.Int64,
    "value_minor": pl.Int64, "loss_minor": pl.Int64,
}  # fmt: skip
FINDINGS: Final = ("", "not_firm", "hedged", "no_outlet")


@dataclass(frozen=True, slots=True)
class PurchaseLosses:
    """What each contract loses, a row each in their order of delivery; and where its goods go, a row a piece."""

    losses: pl.DataFrame
    pieces: pl.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOrPay:
    """What is still to be taken under a contract that is paid for whether goods are taken or not, and what that loses."""

    outstanding_micro: int
    cost_minor: int
    loss_minor: int


def purchase_losses(
    *, contracts: pl.DataFrame, outlets: pl.DataFrame, policy: CommitmentsPolicy, currency: str
) -> PurchaseLosses:
    """Say what firm purchases lose, and what of it is charged or taken back.

    Shapes: contracts: contract, item, delivers_on, quantity_micro and cost_minor (still to be delivered), is_firm,
            is_hedged, penalty_minor (to be released from it; null for no such way), held_minor, held_this_year_minor.
            outlets: item, rank, kind, quantity_micro (null for any), price_micro (what a unit brings, net). In any
            order of rows: earliest delivery first, then by contract; outlets by rank.
    Domain: of a contract with a quantity that no outlet takes nothing is known: it is found, and what it requires is
            what is held. Each contract is a unit of its own, and each outlet within it.
    Raises: Problem ``bad_contract``, ``negative_price`` or ``unknown_currency``.
    Source: ASC 330-10-35-17; IAS 37.66-68.

    >>> from datetime import date
    >>> policy = CommitmentsPolicy(recovery="required", exit="fulfilment", sales_contracts="recognised")
    >>> contracts = pl.DataFrame({"contract": [1], "item": [7], "delivers_on": [date(2027, 3, 1)],
    ...     "quantity_micro": [10_000_000], "cost_minor": [1_000], "is_firm": [True], "is_hedged": [False],
    ...     "penalty_minor": [None], "held_minor": [100], "held_this_year_minor": [0]})
    >>> outlets = pl.DataFrame({"item": [7, 7], "rank": [1, 2], "kind": ["expected", "rest"],
    ...     "quantity_micro": [4_000_000, None], "price_micro": [1_500_000, 200_000]})
    >>> found = purchase_losses(contracts=contracts, outlets=outlets, policy=policy, currency="EUR")
    >>> found.losses.select("loss_minor", "charged_minor").rows()
    [(480, 380)]
    """
    _require(contracts, outlets)
    ordered = contracts.sort("item", "delivers_on", "contract")
    by_item: dict[int, list[Outlet]] = {}
    for row in outlets.sort("item", "rank").iter_rows(named=True):
        outlet = Outlet(kind=row["kind"], quantity_micro=row["quantity_micro"], price_micro=row["price_micro"])
        by_item.setdefault(row["item"], []).append(outlet)
    pieces: list[Piece] = []
    # What is not firm takes no demand from what is: it need not be bought.
    for (item,), rows in ordered.filter(pl.col("is_firm")).group_by("item", maintain_order=True):
        deliveries = [Delivery(**row) for row in rows.select(Delivery.__slots__).iter_rows(named=True)]
        pieces += place(deliveries=deliveries, outlets=by_item.get(int(str(item)), []), currency=currency)

    of_contract: dict[int, list[Piece]] = {}
    for piece in pieces:
        of_contract.setdefault(piece.contract, []).append(piece)
    losses = [_loss(row, of_contract.get(row["contract"], []), policy) for row in ordered.iter_rows(named=True)]
    return PurchaseLosses(
        losses=pl.DataFrame(losses, schema=LOSSES, orient="row"),
        pieces=pl.DataFrame([{name: getattr(piece, name) for name in PIECES} for piece in pieces], schema=PIECES),
    )


def take_or_pay(
    *, per_period_micro: int, periods: int, taken_micro: int, price_micro: int, value_micro: int, currency: str
) -> TakeOrPay:
    """Return what is left to be taken under a take-or-pay contract, and the loss where it brings less than its price.

    Units:  ``price_micro`` is paid for a unit, ``value_micro`` is what a unit brings, net; not discounted.
    Raises: Problem ``bad_contract`` or ``more_taken``.
    Source: ASC 330-10-35-17; an exit from an activity is at fair value instead (ASC 420).

    >>> take_or_pay(per_period_micro=200_000_000_000, periods=3, taken_micro=80_000_000_000, price_micro=100_000,
    ...             value_micro=0, currency="USD")
    TakeOrPay(outstanding_micro=520000000000, cost_minor=5200000, loss_minor=5200000)
    """
    if min(per_period_micro, periods, taken_micro, price_micro, value_micro) < 0:
        raise Problem("bad_contract", "quantities, periods and prices are not negative")
    outstanding = per_period_micro * periods - taken_micro
    if outstanding < 0:
        raise Problem("more_taken", f"{taken_micro} millionths were taken, and the contract is of {outstanding + taken_micro}",
                      hint="what is taken beyond the contract belongs to no commitment")  # fmt: skip
    cost, value = (
        value_of(quantity_micro=outstanding, price_micro=price, currency=currency)
        for price in (price_micro, value_micro)
    )
    return TakeOrPay(outstanding_micro=outstanding, cost_minor=cost, loss_minor=max(0, cost - value))


def _require(contracts: pl.DataFrame, outlets: pl.DataFrame) -> None:
    bad = contracts.filter(
        (pl.col("quantity_micro") <= 0) | (pl.col("cost_minor") < 0) | (pl.col("penalty_minor") < 0)
        | ~pl.col("held_this_year_minor").is_between(0, pl.col("held_minor"))
    )  # fmt: skip
    if bad.height or contracts["contract"].is_duplicated().any():
        raise Problem("bad_contract", "a contract has a quantity, a cost that is not negative, and stands once",
                      hint="leave out what has been delivered")  # fmt: skip
    if outlets.filter((pl.col("price_micro") < 0) | (pl.col("quantity_micro") < 0)).height:
        raise Problem("negative_price", "an outlet brings nothing or more, of a quantity",
                      hint="what costs to be rid of is a disposal obligation of its own")  # fmt: skip


def _loss(row: dict[str, Any], pieces: list[Piece], policy: CommitmentsPolicy) -> dict[str, Any]:
    unknown = any(piece.kind == NO_OUTLET for piece in pieces)
    finding = (
        "not_firm" if not row["is_firm"] else "hedged" if row["is_hedged"] else "no_outlet" if unknown else ""
    )  # fmt: skip
    loss = 0 if finding else sum(piece.loss_minor for piece in pieces)
    required = unavoidable(loss_minor=loss, penalty_minor=row["penalty_minor"], policy=policy)
    change = change_of_liability(
        required_minor=row["held_minor"] if finding == "no_outlet" else required, held_minor=row["held_minor"],
        held_this_year_minor=row["held_this_year_minor"], policy=policy,
    )  # fmt: skip
    return {
        "contract": row["contract"], "finding": finding, "cost_minor": row["cost_minor"],
        "value_minor": sum(piece.value_minor for piece in pieces), "loss_minor": loss,
        "required_minor": change.required_minor, "held_minor": change.held_minor,
        "charged_minor": change.charged_minor, "reversed_minor": change.reversed_minor,
    }  # fmt: skip
