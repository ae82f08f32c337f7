"""Tax on profit within the group: the buyer's, as an asset, or the seller's, put off until the goods are sold.

Before this: the profit that was eliminated. After this: the entry that goes with the elimination. Which of the two holds is
a dated parameter (`consolidation/tax_on_profit`). Sources: IAS 12.11 and IFRS 10.B86(c): the tax base is the buyer's, so the
difference is measured at the buyer's rate; ASC 740-10-25-3(e), 810-10-45-8: no deferred tax for the buyer's basis, what the
seller paid is deferred.
"""

from lowmark.core.consolidation.stock_profit import WHOLE
from lowmark.core.frameworks.groups import TaxOnProfit
from lowmark.core.kinds.arithmetic import multiply_divide_round


def tax_on_profit(*, profit_minor: int, buyer_rate_micro: int, seller_rate_micro: int, by: TaxOnProfit) -> int:
    """Return the tax on eliminated profit that stands as an asset until the goods leave the group.

    Source: IAS 12.11, IFRS 10.B86(c); ASC 740-10-25-3(e).

    >>> [tax_on_profit(profit_minor=1_000, buyer_rate_micro=250_000, seller_rate_micro=210_000, by=by)
    ...  for by in ("buyer_deferred", "seller_prepaid")]
    [250, 210]
    """
    rate = buyer_rate_micro if by == "buyer_deferred" else seller_rate_micro
    return multiply_divide_round(profit_minor, rate, WHOLE)
