"""Posting rules: which role is debited and which is credited by an event. A closed list: anything else is refused.

Before this: events of costing and write-downs. After this: `entries` and `one`. Rules name roles; a chart, as data,
says which account plays a role; several roles may be played by one account. Sources: IAS 2.34 (cost of sales,
write-downs and reversals through expense), IAS 2.21 (standard cost), IAS 2.38.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from lowmark.core.kinds.problems import Problem

Journal = Literal["stock", "write_downs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRule:
    """What one event does: in which journal, and between which roles.

    Domain: with ``by_reason`` the reason of the event picks the accounts, where the chart has accounts of its own for
            it; without, the reason is only written on the lines.
    """

    event: str
    journal: Journal
    debit: str
    credit: str
    by_reason: bool = False


_STOCK: Final = (
    ("opening", "inventory", "opening_balance"),
    ("receipt", "inventory", "goods_received_not_invoiced"),
    ("receipt_reversed", "goods_received_not_invoiced", "inventory"),
    ("production_receipt", "inventory", "production_clearing"),
    ("sale", "cost_of_sales", "inventory"),
    ("sales_return", "inventory", "cost_of_sales"),
    ("scrap", "scrap_loss", "inventory"),
    ("scrap_return", "inventory", "scrap_loss"),
    ("production_issue", "production_clearing", "inventory"),
    ("vendor_return", "vendor_returns", "inventory"),
    ("adjustment_in", "inventory", "adjustment_gains"),
    ("adjustment_out", "adjustment_losses", "inventory"),
    ("provisional_receipt", "inventory", "provisional_stock"),
    ("provisional_settled", "provisional_stock", "inventory"),
    ("abnormal_waste", "abnormal_waste", "production_clearing"),
)
"""What moves of stock debit and credit; those of `SAID_BY_REASON` by the accounts
of their reason, where it has any. A move that a late fact makes cost more, or bring in more, posts the difference
by the event that has `_recosted` after it; one that it makes cost or bring in less, by the one that has `_recosted_back`.
"""

SAID_BY_REASON: Final = frozenset({"scrap", "scrap_return", "adjustment_in", "adjustment_out"})
"""Moves whose entries carry the move's reason: a chart may have accounts of their own for some."""

_CONVERSION: Final = (
    ("conversion", "production_clearing", "conversion_applied"),
    ("idle_capacity", "idle_capacity", "conversion_applied"),
)
"""What a production takes of the cost of conversion, its kind said as the reason; and what normal capacity does not absorb."""

_CHANGES: Final = (
    ("landed_cost", "inventory", "landed_cost_clearing"),
    ("invoice_difference", "inventory", "goods_received_not_invoiced"),
    ("vendor_rebate", "vendor_rebates_receivable", "inventory"),
    ("vendor_credit", "vendor_rebates_receivable", "inventory"),
    ("price_protection", "vendor_rebates_receivable", "inventory"),
    ("credit_over_cost", "inventory", "cost_of_sales"),
    ("formula_restated", "inventory", "retained_earnings"),
)
"""What a later change of what a receipt cost debits and credits; the other way round with `_back`. What a credit takes off beyond a
receipt's cost comes back out of cost of sales; what another formula that goes back adds is no result of the year."""

_KINDS_OF_CHANGE: Final = MappingProxyType({
    "freight": "landed_cost", "duty": "landed_cost", "insurance": "landed_cost", "invoice": "invoice_difference",
    "rebate": "vendor_rebate", "credit": "vendor_credit", "price_protection": "price_protection",
})  # fmt: skip

_VARIANCES: Final = (
    ("receipt", "purchase_variance", "purchase_variance", "goods_received_not_invoiced"),
    ("production_receipt", "production_variance", "production_variance", "production_clearing"),
    ("opening", "opening_variance", "purchase_variance", "opening_balance"),
    ("adjustment_in", "adjustment_variance", "purchase_variance", "adjustment_gains"),
    ("sales_return", "sales_return_variance", "purchase_variance", "cost_of_sales"),
    ("scrap_return", "scrap_return_variance", "purchase_variance", "scrap_loss"),
    ("re_pool", "re_pool_variance", "purchase_variance", "inventory"),
    ("provisional_receipt", "provisional_variance", "purchase_variance", "provisional_stock"),
    ("provisional_settled", "provisional_true_up", "cost_of_sales", "provisional_stock"),
    ("landed_cost", "landed_cost_variance", "purchase_variance", "landed_cost_clearing"),
    ("invoice_difference", "invoice_difference_variance", "purchase_variance", "goods_received_not_invoiced"),
    ("vendor_rebate", "vendor_rebate_variance", "purchase_variance", "vendor_rebates_receivable"),
    ("vendor_credit", "vendor_credit_variance", "purchase_variance", "vendor_rebates_receivable"),
    ("price_protection", "price_protection_variance", "purchase_variance", "vendor_rebates_receivable"),
)
"""What comes in dearer than standard: the move's event, the variance's, its role, and what the move itself credits. What
comes in cheaper goes the other way and is called a gain. Goods re-pooled credit no account but inventory itself."""

_ROLLS: Final = (
    ("standard_raised", "inventory", "standard_revaluation"),
    ("standard_lowered", "standard_revaluation", "inventory"),
)
"""What stock on hand is worth more, or less, at a new standard: no write-down, and no variance of what was bought."""

_RESERVES: Final = (
    ("lifo_reserve", "lifo_effect", "lifo_reserve"),
    ("lifo_reserve_back", "lifo_reserve", "lifo_effect"),
    ("opening_lifo_reserve", "opening_balance", "lifo_reserve"),
    ("opening_lifo_reserve_back", "lifo_reserve", "opening_balance"),
)
"""What a LIFO reserve rises by is added to the cost of sales, what it falls by taken off; one that is taken over is neither."""

_CHARGES: Final = (
    ("opening_allowance", "opening_balance", "allowance"),
    ("write_down", "write_down_expense", "allowance"),
    ("write_off", "write_off_expense", "allowance"),
    ("reversal", "allowance", "write_down_reversal"),
)
"""What sets an allowance, each reason with accounts of its own. A shortage is no write-off: it is a loss of quantity,
which an adjustment out posts, and never in the allowance."""

_TAKEN: Final = (
    ("release_on_sale", "restore_release", "allowance_released"),
    ("release_over_cost", "restore_over_cost", "allowance_released"),
    ("use_on_scrap", "restore_use", "scrap_loss"),
    ("use_on_vendor_return", "restore_use_on_vendor_return", "vendor_returns"),
    ("use_on_production_issue", "restore_use_on_production_issue", "production_clearing"),
    ("use_on_adjustment_out", "restore_use_on_adjustment_out", "adjustment_losses"),
    ("use_on_receipt_reversed", "restore_use_on_receipt_reversed", "write_down_reversal"),
    ("use_on_provisional_settled", "restore_use_on_provisional_settled", "cost_of_sales"),
    ("use_on_abnormal_waste", "restore_use_on_abnormal_waste", "abnormal_waste"),
)
"""What takes allowance away, what brings it back (a sales return, or a reversal posted after its date), and the role that
is credited: the one that the exit's own cost was debited to, but for a sale's, which has an account of its own, and for
goods that were never received, whose charge is undone: no invoice will ever be matched with it."""

_OVERLAYS: Final = (
    ("allowance_acquired", "allowance_disposed", "acquisitions_clearing"),
    ("allowance_translated_up", "allowance_translated_down", "currency_translation"),
    ("allowance_out_of_held_for_sale", "allowance_into_held_for_sale", "held_for_sale"),
    ("allowance_restated_up", "allowance_restated_down", "retained_earnings"),
    ("allowance_transferred_in", "allowance_transferred_out", "allowance_transfers"),
    ("allowance_raised_otherwise", "allowance_lowered_otherwise", "other_allowance_changes"),
)
"""What raises the allowance of a class without a charge, what lowers it, and the role on the other side."""

_COMMITMENTS: Final = (
    ("commitment_loss", "commitment_loss", "commitment_liability"),
    ("commitment_recovery", "commitment_liability", "commitment_recovery"),
    ("commitment_used", "commitment_liability", "commitment_loss"),
)
"""What firm contracts will lose, what of that is taken back, and what goods that have come bear themselves from then on."""

_RETURNS: Final = (("returns_expected", "right_of_return_asset", "cost_of_sales"),)
"""What customers are expected to send back of what was sold; by `_back`, when the next estimate takes its place."""

_WITHIN: Final = (
    ("intercompany_sale", "trade_receivables", "revenue"),
    ("intercompany_purchase", "goods_received_not_invoiced", "trade_payables"),
)
"""The invoice of goods that go from one entity of a group to another: at the seller, and at the buyer."""

_SHRINKAGE: Final = (("shrinkage_accrued", "adjustment_losses", "shrinkage_accrual"),)
"""What is taken to be missing since the last count, where counts post what is; by `_back`, when another estimate, or the next
count, takes its place. It is a loss of quantity, and no allowance."""


def _rules() -> Iterator[PostingRule]:
    for event, debit, credit in _STOCK:
        said = event in SAID_BY_REASON
        yield PostingRule(event=event, journal="stock", debit=debit, credit=credit, by_reason=said)
        yield PostingRule(event=event + "_recosted", journal="stock", debit=debit, credit=credit, by_reason=said)
        yield PostingRule(event=event + "_recosted_back", journal="stock", debit=credit, credit=debit, by_reason=said)
    for event, debit, credit in _CONVERSION:
        yield PostingRule(event=event, journal="stock", debit=debit, credit=credit)
    for event, debit, credit in _CHANGES:
        yield PostingRule(event=event, journal="stock", debit=debit, credit=credit)
        yield PostingRule(event=event + "_back", journal="stock", debit=credit, credit=debit)
    for _, event, variance, against in _VARIANCES:
        yield PostingRule(event=event, journal="stock", debit=variance, credit=against)
        yield PostingRule(event=event + "_gain", journal="stock", debit=against, credit=variance)
    for event, debit, credit in (*_ROLLS, *_RESERVES, *_WITHIN):
        yield PostingRule(event=event, journal="stock", debit=debit, credit=credit)
    for event, debit, credit in (*_RETURNS, *_SHRINKAGE):
        yield PostingRule(event=event, journal="stock", debit=debit, credit=credit)
        yield PostingRule(event=event + "_back", journal="stock", debit=credit, credit=debit)
    for event, debit, credit in _CHARGES:
        yield PostingRule(event=event, journal="write_downs", debit=debit, credit=credit, by_reason=True)
    for away, back, role in _TAKEN:
        yield PostingRule(event=away, journal="write_downs", debit="allowance", credit=role, by_reason=True)
        yield PostingRule(event=back, journal="write_downs", debit=role, credit="allowance", by_reason=True)
    for up, down, role in _OVERLAYS:
        yield PostingRule(event=up, journal="write_downs", debit=role, credit="allowance", by_reason=True)
        yield PostingRule(event=down, journal="write_downs", debit="allowance", credit=role, by_reason=True)
    for event, debit, credit in _COMMITMENTS:
        yield PostingRule(event=event, journal="write_downs", debit=debit, credit=credit)


POSTING_RULES: Final[Mapping[str, PostingRule]] = MappingProxyType({rule.event: rule for rule in _rules()})
"""Every event that may be posted, and how."""

ROLES: Final = frozenset(role for rule in POSTING_RULES.values() for role in (rule.debit, rule.credit))
"""Every role that a chart has to fill before anything can be posted."""


def rule_for(event: str) -> PostingRule:
    """Return the rule of an event.

    Raises: Problem ``unknown_event``, naming the events that there are.

    >>> rule_for("sale").debit, rule_for("sale").credit
    ('cost_of_sales', 'inventory')
    """
    rule = POSTING_RULES.get(event)
    if rule is None:
        raise Problem("unknown_event", f"no posting rule is for {event!r}",
                      hint=f"the events are {', '.join(POSTING_RULES)}", where={"event": event})  # fmt: skip
    return rule


def variance_event(*, event: str, variance_minor: int) -> str:
    """Return the event that posts what a move brought in dearer (positive) or cheaper (negative) than standard.

    Raises: Problem ``unknown_event`` for a move that brings nothing in.

    >>> variance_event(event="receipt", variance_minor=5), variance_event(event="production_receipt", variance_minor=-5)
    ('purchase_variance', 'production_variance_gain')
    """
    found = next((variance for moved, variance, *_ in _VARIANCES if moved == event), None)
    if found is None:
        raise Problem("unknown_event", f"nothing comes in by {event!r} that could differ from standard",
                      hint=f"the events are {', '.join(row[0] for row in _VARIANCES)}",
                      where={"event": event})  # fmt: skip
    return found if variance_minor >= 0 else found + "_gain"


def recosted_event(*, event: str, value_minor: int) -> str:
    """Return the event that posts by how much the value of a move's flows, signed, is another since a late fact came.

    Raises: Problem ``unknown_event`` for a move that is not posted.

    >>> recosted_event(event="sale", value_minor=-5), recosted_event(event="sale", value_minor=5)
    ('sale_recosted', 'sale_recosted_back')
    >>> recosted_event(event="sales_return", value_minor=5)
    'sales_return_recosted'
    """
    comes_in = rule_for(event).debit == "inventory"
    return event + ("_recosted" if (value_minor > 0) == comes_in else "_recosted_back")


def cost_change_event(*, kind: str, value_minor: int | None = None) -> str:
    """Return the event that posts by how much a receipt costs more (positive) or less, or, without that, its usual one.

    >>> cost_change_event(kind="freight", value_minor=5), cost_change_event(kind="freight", value_minor=-5)
    ('landed_cost', 'landed_cost_back')
    >>> cost_change_event(kind="rebate", value_minor=-5), cost_change_event(kind="rebate", value_minor=5)
    ('vendor_rebate', 'vendor_rebate_back')
    """
    event = _KINDS_OF_CHANGE[kind]
    comes_in = rule_for(event).debit == "inventory"
    return event if value_minor is None or (value_minor > 0) == comes_in else event + "_back"


def accounts_for(*, event: str, reason: str, roles: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    """Return the accounts that an event debits and credits, for its reason.

    Shapes: ``roles`` maps (role, reason) to an account; (role, "") holds for every reason without one of its own.
    Raises: Problem ``missing_role``, naming the role, or ``unknown_event``.

    >>> roles = {("write_down_expense", "expired"): 5120, ("allowance", ""): 1290}
    >>> accounts_for(event="write_down", reason="expired", roles=roles)
    (5120, 1290)
    """
    rule = rule_for(event)
    looked_up = reason if rule.by_reason else ""
    return _account(rule.debit, looked_up, event, roles), _account(rule.credit, looked_up, event, roles)


def require_amounts(amounts: Iterable[tuple[str, int]]) -> None:
    """Refuse events of a negative amount: which side is debited is the rule's word, not the sign's.

    Raises: Problem ``negative_amount``, naming the first.

    >>> require_amounts([("sale", 0), ("sale", 5)])
    """
    for event, amount_minor in amounts:
        if amount_minor < 0:
            raise Problem("negative_amount", f"an event of {event} has the amount {amount_minor}",
                          hint="post the opposite event", where={"event": event})  # fmt: skip


def _account(role: str, reason: str, event: str, roles: Mapping[tuple[str, str], int]) -> int:
    account_id = roles.get((role, reason), roles.get((role, "")))
    if account_id is None:
        wanted = f"{role} for {reason}" if reason else role
        raise Problem("missing_role", f"no account plays {wanted}, which {event} needs",
                      hint="give the role to an account of the chart",
                      where={"role": role, "reason": reason})  # fmt: skip
    return account_id
