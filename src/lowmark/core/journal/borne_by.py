"""Where it ends up when goods cost something else than was thought: the expense that bears it, by the event of the move.

What a document says (an invoice, what a vendor credits, what a count found) is the same however goods are costed. So a
difference on such a move is an expense, as what comes in dearer than standard is. Before this: the events of moves. After this:
what a change of the formula of cost does to the result. Source: IAS 2.34 and 2.38 (what goods cost is an expense when they are
sold or lost).
"""

from types import MappingProxyType
from typing import Final

from lowmark.core.journal.posting_rules import rule_for

_BORNE_BY: Final = MappingProxyType({
    "receipt": "purchase_variance", "receipt_reversed": "purchase_variance", "opening": "purchase_variance",
    "adjustment_in": "purchase_variance", "re_pool": "purchase_variance", "provisional_receipt": "purchase_variance",
    "provisional_settled": "provisional_true_up", "vendor_return": "vendor_returns", "production_issue": "production",
    "production_receipt": "production", "": "other",
})  # fmt: skip
"""Events whose other side says a fixed amount, or is cleared by another move. Of a production, what went in less what came out is
what was wasted, or came out at a standard."""


def borne_by(event: str) -> str:
    """Return the expense that bears by how much a move of an event costs more, or brings in less.

    Raises: Problem ``unknown_event``.

    >>> borne_by("sale"), borne_by("receipt"), borne_by("scrap"), borne_by("standard_raised")
    ('cost_of_sales', 'purchase_variance', 'scrap_loss', 'standard_revaluation')
    """
    if event in _BORNE_BY:
        return _BORNE_BY[event]
    rule = rule_for(event)
    return rule.debit if rule.credit == "inventory" else rule.credit
