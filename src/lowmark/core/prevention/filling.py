"""Whole steps of options, kept exactly within every limit: what a solver's fractions become, and what simple rules do.

Before this: `choices`, `solving`. After this: `plan`. Quantities and limits are whole numbers; what is drawn is counted in
millionths of millionths, so that nothing is rounded before it is compared.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.prevention.choices import Choices
from lowmark.core.prevention.terms import WHOLE

NEARLY: Final = 1e-6
"""A fraction this close below a whole step is that step: the solver's own tolerance."""


class Basket:
    """Quantities of options, and what is left of every resource. Baskets `beside` one another share what options say."""

    def __init__(self, choices: Choices) -> None:
        options = choices.options
        self.per_minor = choices.per_minor
        self.gain = options["gain_micro"].to_list()
        self.step = options["step_micro"].to_list()
        self.most = options["limit_micro"].to_list()
        self.least = options["minimum_micro"].to_list()
        self.once = (options["fixed_minor"] + options["forgone_minor"]).to_list()
        self.alone = options["only_one_of"].to_list()
        self.whole = [limit * WHOLE for limit in choices.resources["limit_micro"].to_list()]
        self.left = list(self.whole)
        self.draws: list[list[tuple[int, int, int]]] = [[] for _ in self.gain]
        for option, resource, by, fixed in choices.uses.iter_rows():
            self.draws[option].append((resource, by, fixed * WHOLE))
        self.quantity = [0] * len(self.gain)
        self.taken_alone: set[int] = set()
        self.order: Sequence[int] = ()

    def beside(self) -> "Basket":
        """Return an empty basket of the same choices."""
        other = object.__new__(Basket)
        other.__dict__.update(self.__dict__)
        other.order, other.left = self.by_gain(), list(self.whole)
        other.quantity, other.taken_alone = [0] * len(self.gain), set()
        return other

    def fits(self, option: int, at_most: int) -> int:
        """Return how much more of an option there is room for, in whole steps; nothing where it cannot be begun."""
        is_new = not self.quantity[option]
        if is_new and self.alone[option] in self.taken_alone:
            return 0
        more = min(at_most, self.most[option] - self.quantity[option])
        for resource, by, fixed in self.draws[option]:
            free = self.left[resource] - (fixed if is_new else 0)
            if free < 0:
                return 0
            if by:
                more = min(more, free // by)
        more = more // self.step[option] * self.step[option]
        return more if more > 0 and self.quantity[option] + more >= self.least[option] else 0

    def take(self, option: int, quantity: int) -> None:
        """Add a quantity that fits; a negative one is given back."""
        before, after = self.quantity[option], self.quantity[option] + quantity
        opens = (after > 0) - (before > 0)
        for resource, by, fixed in self.draws[option]:
            self.left[resource] -= by * quantity + fixed * opens
        self.quantity[option] = after
        if self.alone[option] is not None and opens:
            (self.taken_alone.add if opens > 0 else self.taken_alone.discard)(self.alone[option])

    def value(self, option: int, quantity: int) -> int:
        """Return what a quantity of an option gains over doing nothing, in minor units, rounded once."""
        return multiply_divide_round(self.gain[option], quantity, self.per_minor) - self.once[option] if quantity else 0

    def total(self) -> int:
        """Return what all quantities gain."""
        return sum(self.value(option, quantity) for option, quantity in enumerate(self.quantity) if quantity)

    def fill(self, order: Iterable[int]) -> int:
        """Add of each option in turn as much as fits, where that gains something; return what has been gained."""
        gained = 0
        for option in order:
            before = self.quantity[option]
            more = self.fits(option, self.most[option])
            gain = self.value(option, before + more) - self.value(option, before) if more else 0
            if gain > 0:
                self.take(option, more)
                gained += gain
        return gained

    def improve(self, risks: Sequence[int]) -> None:
        """Give up an action wherever the other options of its risk then bring more; what is set free is filled again.

        Shapes: `risks` is the risk of each option.
        """
        of_risk: dict[int, list[int]] = {}
        for option in (order := self.by_gain()):
            of_risk.setdefault(risks[option], []).append(option)
        for option in sorted((one for one in order if self.quantity[one]), key=lambda one: (self.gain[one], one)):
            quantity = self.quantity[option]
            if not quantity:
                continue
            gain = self.value(option, quantity)
            self.take(option, -quantity)
            before = {other: self.quantity[other] for other in of_risk[risks[option]]}
            if self.fill(other for other in of_risk[risks[option]] if other != option) <= gain:
                for other, was in before.items():
                    if self.quantity[other] != was:
                        self.take(other, was - self.quantity[other])
                self.take(option, quantity)
        self.fill(order)

    def by_gain(self) -> Sequence[int]:
        """Return the options by what a unit gains when as much as may be is done, the best first."""
        if not self.order:
            each = [
                (gain * most - once * self.per_minor) / most
                for gain, most, once in zip(self.gain, self.most, self.once, strict=True)
            ]
            self.order = sorted(range(len(each)), key=lambda option: (-each[option], option))
        return self.order


def whole_steps(choices: Choices, steps: Sequence[float], *, empty: Basket | None = None) -> Basket:
    """Return the solver's quantities in whole steps, cut where a limit would be passed, and filled up with what then fits.

    Shapes: `empty`: a basket of these choices, where there is one; it stays as it is.
    """
    basket = Basket(choices) if empty is None else empty.beside()
    for option, number in enumerate(steps):
        wanted = int(number + NEARLY) * basket.step[option]
        if wanted and (fitting := basket.fits(option, wanted)) and basket.value(option, fitting) > 0:
            basket.take(option, fitting)
    basket.fill(basket.by_gain())
    basket.improve(choices.options["risk"].to_list())
    return basket


def best_first(empty: Basket) -> Basket:
    """Return what somebody does who takes the best option first, whatever it takes from others."""
    basket = empty.beside()
    basket.fill(basket.by_gain())
    return basket


def one_action(choices: Choices, *, empty: Basket) -> tuple[str, Basket]:
    """Return the best rule of a single action (mark everything down, say), and what it comes to; no action without options."""
    kinds = choices.options["action"].to_list()
    best = "nothing", empty.beside()
    for kind in sorted(set(kinds)):
        basket = empty.beside()
        basket.fill(option for option in basket.by_gain() if kinds[option] == kind)
        if basket.total() > best[1].total():
            best = kind, basket
    return best
