"""What is made carries what its inputs carried: how the allowance that went into a production comes out of it.

Before this: what each input took of its layers' allowance. After this: `carrying` puts it on the products' layers. It goes
by the shares by which products take cost, by largest remainder, reason by reason and year by year; what stood against goods
that were lost abnormally is used with them. By-products come in at what they are worth, and carry nothing.

Sources: IAS 2.32 and 2.34: materials written down are part of what is made of them, and the write-down is not undone by that.
"""

from dataclasses import dataclass

from lowmark.core.kinds.allocation import largest_remainder

Leg = tuple[int, int]
"""A pool, and the move by which something left it or came into it."""


@dataclass(frozen=True, slots=True)
class Making:
    """A product: what its production used, the shares of all products and then what was lost with each, and its own place."""

    inputs: tuple[Leg, ...]
    weights: tuple[int, ...]
    nth: int

    def parts(self, amount_minor: int) -> tuple[int, int]:
        """Return of what all inputs carried the part that this product takes on, and the part that was lost with it.

        >>> Making(inputs=((1, 7),), weights=(9, 1), nth=0).parts(50)
        (45, 5)
        """
        shared = largest_remainder(amount_minor, self.weights)
        return shared[self.nth], shared[len(self.weights) // 2 + self.nth]
