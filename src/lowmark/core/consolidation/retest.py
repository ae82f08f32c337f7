"""The test of stock once more, at the level of the group: the lower of what goods cost the group and what they fetch.

Before this: what goods cost the group, what the holder paid within it, what they fetch. After this: eliminations. The
holder has written its own cost down, and the profit within the group is in that cost: the two overlap, and the same loss
is never taken twice. Sources: IAS 2.9 with IFRS 10.B86(c); ASC 330-10-35-1B with 810-10-45-1.
"""

from dataclasses import dataclass

from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Retested:
    """Goods as the group carries them, and what makes the holder's carrying amount into that.

    Domain: ``holder's carrying amount - eliminated + undone - charged = carrying``; at most one of `undone` and `charged`
            adds to what is there. `eliminated` is the whole profit within the group, whoever made it; `undone` is the
            part of the holder's write-down that only wrote off that profit.
    """

    group_cost_minor: int
    holder_cost_minor: int
    holder_write_down_minor: int
    eliminated_minor: int
    undone_minor: int
    write_down_minor: int

    @property
    def carrying_minor(self) -> int:
        """What the group carries the goods at."""
        return self.group_cost_minor - self.write_down_minor

    @property
    def charged_minor(self) -> int:
        """What the group writes down beyond what the holder has written down already."""
        return max(0, self.write_down_minor - self.holder_write_down_minor)

    @property
    def net_elimination_minor(self) -> int:
        """What is left to be taken off inventories, after what the holder has taken off already."""
        return self.holder_cost_minor - self.holder_write_down_minor - self.carrying_minor


def retest(
    *, group_cost_minor: int, transfer_price_minor: int, value_minor: int, written_down_minor: int | None = None
) -> Retested:
    """Return what the group carries goods at, and how the holder's own write-down is counted once.

    Domain: ``transfer_price_minor`` is what the holder paid; ``written_down_minor`` what it has written off of that, by
            default down to the value. Goods sold within the group at a loss keep it as far as their value is lost.
    Raises: Problem ``negative_amount`` or ``written_down_below_nothing``.
    Source: IAS 2.9, IFRS 10.B86(c); ASC 330-10-35-1B, 810-10-45-1.

    >>> def said(value):
    ...     found = retest(group_cost_minor=80, transfer_price_minor=100, value_minor=value)
    ...     return found.carrying_minor, found.holder_write_down_minor, found.undone_minor, found.net_elimination_minor, \
found.write_down_minor
    >>> said(120), said(90), said(70)
    ((80, 0, 0, 20, 0), (80, 10, 10, 10, 0), (70, 30, 20, 0, 10))
    """
    if min(group_cost_minor, transfer_price_minor) < 0:
        raise Problem("negative_amount", "goods cost nothing at the least", hint="give amounts from zero up")
    value = max(0, value_minor)
    held = max(0, transfer_price_minor - value) if written_down_minor is None else written_down_minor
    if not 0 <= held <= transfer_price_minor:
        raise Problem("written_down_below_nothing", f"{held} was written off goods that cost {transfer_price_minor}",
                      hint="a write-down lies between nothing and cost")  # fmt: skip
    write_down = max(0, group_cost_minor - value)
    profit = transfer_price_minor - group_cost_minor
    found = Retested(
        group_cost_minor=group_cost_minor, holder_cost_minor=transfer_price_minor, holder_write_down_minor=held,
        eliminated_minor=profit, undone_minor=max(0, held - write_down), write_down_minor=write_down,
    )  # fmt: skip

    carried = transfer_price_minor - held - profit + found.undone_minor - found.charged_minor
    assert carried == found.carrying_minor
    return found
