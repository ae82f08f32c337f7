"""The allowance of one layer, replayed as if every run had been posted on its own date.

A charge or reversal sets an amount on the quantity then left in the layer, at the end of its day. From then on what is
held is defined as amount * left / base, rounded down; an exit releases the difference of two such values. So what an
exit should have released follows from the dates alone, however late a run was posted. Before this: the allowance moves
and exits of one layer. After this: the check compares. Source: IAS 2.34.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lowmark.verify.reader import Row

SETS = frozenset({"charge", "reverse"})
TAKES = frozenset({"release", "use", "restore"})


@dataclass(slots=True)
class Held:
    """An allowance as it was last set: the amount, the quantity then in the layer, and what has gone since."""

    amount: int = 0
    base: int = 0
    gone: int = 0

    def value(self) -> int:
        """Return what is held."""
        return self.amount * (self.base - self.gone) // self.base if self.amount else 0


@dataclass(slots=True)
class Told:
    """What a layer's allowance comes to: released by exit, held at the end, and settings whose base is wrong."""

    released: dict[int, int] = field(default_factory=dict)
    held: Held = field(default_factory=Held)
    last: Row | None = None
    wrong_base: list[tuple[Row, int]] = field(default_factory=list)


def replay(*, settings: Sequence[Row], exits: Sequence[Row], quantity: int) -> Told:
    """Set and release a layer's allowance by date.

    Shapes: settings: accounting_on, amount_minor, base_micro, in the order of day and known sequence; exits: move_id,
            accounting_on, quantity_micro (negative), in the order of day and known sequence.
    Units:  `quantity` is what came into the layer.

    >>> charge = {"accounting_on": 5, "amount_minor": 30, "base_micro": 20}
    >>> sale = {"move_id": 9, "accounting_on": 7, "quantity_micro": -10}
    >>> told = replay(settings=[charge], exits=[sale], quantity=20)
    >>> told.released, told.held.value()
    ({9: 15}, 15)
    """
    told, left, waiting = Told(), quantity, 0
    for setting in settings:
        while waiting < len(exits) and exits[waiting]["accounting_on"] <= setting["accounting_on"]:
            left = _leave(told, exits[waiting], left)
            waiting += 1
        if setting["base_micro"] != left:
            told.wrong_base.append((setting, left))
        told.held = Held(amount=told.held.value() + setting["amount_minor"], base=setting["base_micro"] or left)
        told.last = setting
    for exit_ in exits[waiting:]:
        left = _leave(told, exit_, left)
    return told


def _leave(told: Told, exit_: Row, left: int) -> int:
    """Let a quantity leave; return what is left."""
    before = told.held.value()
    told.held.gone += -exit_["quantity_micro"] if told.held.amount else 0
    released = before - told.held.value()
    if released:
        told.released[exit_["move_id"]] = told.released.get(exit_["move_id"], 0) + released
    return left + int(exit_["quantity_micro"])
