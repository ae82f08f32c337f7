"""The liability for a contract that will lose: what is required, what is held, and what is charged or taken back.

Before this: `purchases` and `sales` (what fulfilling a contract loses). After this: proposals and entries; `receipt`.
Sources: ASC 330-10-35-17 (measured as losses of inventory are), 270-10-45-6; IAS 37.59, 37.66-68; ASPE 3290.
"""

from dataclasses import dataclass

from lowmark.core.frameworks.reporting import CommitmentsPolicy
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class LiabilityChange:
    """What a liability changes by: charged or taken back, never both."""

    required_minor: int
    held_minor: int
    charged_minor: int
    reversed_minor: int

    @property
    def closing_minor(self) -> int:
        """What is held afterwards."""
        return self.held_minor + self.charged_minor - self.reversed_minor


def unavoidable(*, loss_minor: int, penalty_minor: int | None, policy: CommitmentsPolicy) -> int:
    """Return what a contract unavoidably loses: fulfilling it, or being released from it if that is less and counts.

    >>> policy = CommitmentsPolicy(recovery="required", exit="lower_of_fulfilment_and_penalty", sales_contracts="recognised")
    >>> unavoidable(loss_minor=100, penalty_minor=60, policy=policy)
    60
    """
    if penalty_minor is None or policy.exit == "fulfilment":
        return loss_minor
    return min(loss_minor, penalty_minor)


def change_of_liability(
    *, required_minor: int, held_minor: int, policy: CommitmentsPolicy, held_this_year_minor: int = 0
) -> LiabilityChange:
    """Say what is charged or taken back, as far as the policy has it.

    Domain: ``0 <= held_this_year_minor <= held_minor``: of what is held, the part that this fiscal year has charged.
    Raises: Problem ``bad_liability``.

    >>> policy = CommitmentsPolicy(recovery="within_fiscal_year", exit="fulfilment", sales_contracts="not_recognised")
    >>> change_of_liability(required_minor=20, held_minor=100, held_this_year_minor=30, policy=policy).reversed_minor
    30
    """
    if required_minor < 0 or not 0 <= held_this_year_minor <= held_minor:
        raise Problem("bad_liability", f"{required_minor} required, {held_minor} held, {held_this_year_minor} of this year",
                      hint="a liability is positive, or there is none")  # fmt: skip
    reversible = reversible_of(policy=policy, held_minor=held_minor, held_this_year_minor=held_this_year_minor)
    more = required_minor - held_minor
    return LiabilityChange(
        required_minor=required_minor, held_minor=held_minor, charged_minor=max(0, more),
        reversed_minor=min(max(0, -more), reversible),
    )  # fmt: skip


def reversible_of(*, policy: CommitmentsPolicy, held_minor: int, held_this_year_minor: int) -> int:
    """Return how much of what is held may be taken back."""
    if policy.recovery == "required":
        return held_minor
    return held_this_year_minor if policy.recovery == "within_fiscal_year" else 0
