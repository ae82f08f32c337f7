"""What the receipt of goods under a firm contract records: inventory, the liability cleared, and what is lost or gained.

Before this: `liability` (what was held when the goods came). After this: entries. Goods never come in above the contract
less what has been charged on it, unless the policy takes a recovery back. Source: ASC 330-10-35-17; IAS 37.59, 37.61.
"""

from dataclasses import dataclass

from lowmark.core.commitments.liability import reversible_of
from lowmark.core.frameworks.reporting import CommitmentsPolicy
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class CommittedReceipt:
    """The amounts of one entry: inventory, liability and loss are debited, the payable and the gain credited."""

    inventory_minor: int
    liability_cleared_minor: int
    loss_minor: int
    gain_minor: int
    payable_minor: int

    def __post_init__(self) -> None:
        """Hold that the entry balances."""
        debits = self.inventory_minor + self.liability_cleared_minor + self.loss_minor
        assert debits == self.payable_minor + self.gain_minor


def receive(
    *, contract_minor: int, market_minor: int, held_minor: int, policy: CommitmentsPolicy, held_this_year_minor: int = 0
) -> CommittedReceipt:
    """Return what is recorded when goods under a firm contract arrive.

    Domain: ``held_minor`` is the liability for just these goods, no more than their contract price; of it, this fiscal
            year has charged ``held_this_year_minor``.
    Raises: Problem ``bad_liability``.

    >>> policy = CommitmentsPolicy(recovery="within_fiscal_year", exit="fulfilment", sales_contracts="not_recognised")
    >>> receive(contract_minor=81_000, market_minor=61_000, held_minor=11_000, policy=policy)
    CommittedReceipt(inventory_minor=61000, liability_cleared_minor=11000, loss_minor=9000, gain_minor=0, payable_minor=81000)
    >>> receive(contract_minor=81_000, market_minor=90_000, held_minor=11_000, policy=policy).inventory_minor
    70000
    """
    if market_minor < 0 or not 0 <= held_this_year_minor <= held_minor <= contract_minor:
        raise Problem("bad_liability", f"{held_minor} is held for goods that cost {contract_minor} under their contract",
                      hint="give the liability for the goods that arrive, at most their price")  # fmt: skip
    reached, target = contract_minor - held_minor, min(contract_minor, market_minor)
    reversible = reversible_of(policy=policy, held_minor=held_minor, held_this_year_minor=held_this_year_minor)
    gain = min(max(0, target - reached), reversible)
    loss = max(0, reached - target)
    return CommittedReceipt(
        inventory_minor=reached + gain - loss, liability_cleared_minor=held_minor, loss_minor=loss, gain_minor=gain,
        payable_minor=contract_minor,
    )  # fmt: skip
