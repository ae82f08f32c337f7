"""Goods of ours and of another at one place, sold before they come where that is allowed: what they cost, from the definitions.

It shares no code with the package, and works in exact fractions. Goods of others have a quantity and no value. What becomes ours
is worth what was agreed; what is sold beyond what is there is assumed to have come at the last unit cost, and what comes next pays
back as much, oldest first, at what that really cost.
"""

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction

COMES_OURS, COMES_OF_OTHER, SOLD, SENT_BACK, BOUGHT, SOLD_ON = (
    "comes_ours", "comes_of_other", "sold", "sent_back", "bought", "sold_on"
)  # fmt: skip
"""Received; received on consignment; sold; sent back to its owner; title taken over; title passed on, the goods staying."""
EVENTS = (COMES_OURS, COMES_OF_OTHER, SOLD, SENT_BACK, BOUGHT, SOLD_ON)


@dataclass(frozen=True)
class Event:
    """What happens: how many, and what they are worth where they become ours."""

    what: str
    quantity: int
    value: int = 0


@dataclass
class Ours:
    """A pool of ours: lots in the order in which they came, each quantity, value and how much of it is gone."""

    averages: bool
    lots: list[list[int]] = field(default_factory=list)

    def held(self) -> int:
        return sum(quantity - gone for quantity, _, gone in self.lots)

    def come(self, quantity: int, value: int) -> int:
        if self.averages and self.held():
            (lot,) = [lot for lot in self.lots if lot[0] > lot[2]]
            lot[:] = [lot[0] - lot[2] + quantity, lot[1] - gone_of(lot) + value, 0]
        else:
            self.lots.append([quantity, value, 0])
        return value

    def go(self, quantity: int) -> int:
        """Return what so many cost, oldest first."""
        cost = 0
        for lot in self.lots:
            some, before = min(quantity, lot[0] - lot[2]), gone_of(lot)
            lot[2] += some
            quantity -= some
            cost += gone_of(lot) - before
        assert quantity == 0
        return cost


def gone_of(lot: list[int]) -> int:
    return round(Fraction(lot[1] * lot[2], lot[0]))


@dataclass
class Told:
    """By move: what it did to our value; what is left, of ours and of the other's; what was assumed, credited and cost."""

    values: list[int] = field(default_factory=list)
    left: tuple[int, int, int] = (0, 0, 0)
    assumed: int = 0
    credited: int = 0
    settled_at: int = 0


def tell(events: list[Event], *, averages: bool) -> Told:
    """Return what a history comes to; one that cannot be (more of the other's than there is) is not asked for."""
    ours, others, told = Ours(averages), 0, Told()
    open_: deque[list[int]] = deque()  # What is assumed: quantity, value, how much is settled.
    last = (0, 1)
    for event in events:
        comes = event.what in {COMES_OURS, BOUGHT}
        if event.what == COMES_OF_OTHER:
            others += event.quantity
        elif event.what == SENT_BACK:
            others -= event.quantity
        elif comes:
            others -= event.quantity if event.what == BOUGHT else 0
            told.values.append(ours.come(event.quantity, event.value))
            last = event.value, event.quantity
        else:
            missing = max(0, event.quantity - ours.held())
            if missing:
                worth = round(Fraction(last[0] * missing, last[1]))
                told.values.append(ours.come(missing, worth))
                told.assumed += worth
                open_.append([missing, worth, 0])
            told.values.append(-ours.go(event.quantity))
            others += event.quantity if event.what == SOLD_ON else 0
        if comes:
            _pay_back(ours, open_, told)
    told.left = ours.held(), sum(lot[1] - gone_of(lot) for lot in ours.lots), others
    return told


def _pay_back(ours: Ours, open_: deque[list[int]], told: Told) -> None:
    """Give back what was assumed, oldest first, as far as there is something to give."""
    for each in open_:
        some = min(each[0] - each[2], ours.held())
        if some:
            before = round(Fraction(each[1] * each[2], each[0]))
            each[2] += some
            told.credited += round(Fraction(each[1] * each[2], each[0])) - before
            cost = ours.go(some)
            told.settled_at += cost
            told.values.append(-cost)
    while open_ and open_[0][2] == open_[0][0]:
        open_.popleft()
