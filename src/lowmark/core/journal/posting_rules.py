"""Posting rules: which role is debited and which is credited by an event. A closed list: anything else is refused.

Before this: events of costing and write-downs. After this: `entries` and `one`. Rules name roles; a chart, as data,
says which account plays a role. Sources: IAS 2.34 (cost of sales, write-downs and reversals through expense), IAS 2.38.
"""

from collections.abc import Iterable, Mapping
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


_RULES: Final = (
    PostingRule(event="opening", journal="stock", debit="inventory", credit="opening_balance"),
    PostingRule(event="receipt", journal="stock", debit="inventory", credit="goods_received_not_invoiced"),
    PostingRule(event="production_receipt", journal="stock", debit="inventory", credit="production_clearing"),
    PostingRule(event="sale", journal="stock", debit="cost_of_sales", credit="inventory"),
    PostingRule(event="scrap", journal="stock", debit="scrap_loss", credit="inventory"),
    PostingRule(event="production_issue", journal="stock", debit="production_clearing", credit="inventory"),
    PostingRule(event="vendor_return", journal="stock", debit="vendor_returns", credit="inventory"),
    PostingRule(event="adjustment_in", journal="stock", debit="inventory", credit="adjustment_gains"),
    PostingRule(event="adjustment_out", journal="stock", debit="adjustment_losses", credit="inventory"),
    PostingRule(
        event="write_down", journal="write_downs", debit="write_down_expense", credit="allowance", by_reason=True
    ),
    PostingRule(
        event="reversal", journal="write_downs", debit="allowance", credit="write_down_reversal", by_reason=True
    ),
    PostingRule(
        event="release_on_sale", journal="write_downs", debit="allowance", credit="allowance_released", by_reason=True
    ),
    PostingRule(event="use_on_scrap", journal="write_downs", debit="allowance", credit="scrap_loss", by_reason=True),
    # A reversal posted after its date, or a sales return, takes back what exits had released or used before.
    PostingRule(
        event="restore_release", journal="write_downs", debit="allowance_released", credit="allowance", by_reason=True
    ),
    PostingRule(event="restore_use", journal="write_downs", debit="scrap_loss", credit="allowance", by_reason=True),
)

POSTING_RULES: Final[Mapping[str, PostingRule]] = MappingProxyType({rule.event: rule for rule in _RULES})
"""Every event that may be posted, and how."""

ROLES: Final = frozenset(role for rule in _RULES for role in (rule.debit, rule.credit))
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
