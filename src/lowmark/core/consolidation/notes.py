"""The notes of a group: what each member's own records say, in the group's currency and tied to what was consolidated.

Before this: a member's stock and allowance in its own currency, its trial balance before and after translation. After this: the
note on inventories of the group. A part is translated by itself, and the largest takes what rounding leaves, so that parts come
to what was translated; what records and ledger of a member differ by is left, and shows. Sources: IAS 2.36; IAS 21.39; S-X 12-09.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from lowmark.core.consolidation.exchange import Rate, exchange

OF_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "charged_minor": ("charged",), "reversed_minor": ("reversed",), "released_minor": ("released_on_sale",),
    "used_minor": ("used_on_scrap", "used_otherwise"),
    "other_minor": ("transferred", "fx", "acquired", "disposed", "held_for_sale", "restated", "other"),
}  # fmt: skip
"""What a column of the group's roll-forward adds up of a member's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """The allowance of one member from opening to closing, in the group's currency; what takes away is negative.

    Domain: opening and all that is between them is closing; `translation_minor` is what the rates made of it.
    """

    opening_minor: int = 0
    charged_minor: int = 0
    reversed_minor: int = 0
    released_minor: int = 0
    used_minor: int = 0
    other_minor: int = 0
    translation_minor: int = 0
    closing_minor: int = 0

    def plus(self, other: "Rolled") -> "Rolled":
        """Return both together."""
        return Rolled(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(Rolled)})


def tied(
    parts: Mapping[str, int], *, own_minor: int, translated_minor: int, rate: Rate, of: str, into: str
) -> dict[str, int]:
    """Return the parts of a figure in the group's currency, which come to what the figure was translated to.

    Domain: `own_minor` is the figure of the member's ledger, `translated_minor` what the consolidation has of it. Where the parts
            come to another figure, the difference is left, at the rate.

    >>> two = {"merchandise": 101, "supplies": 50}
    >>> tied(two, own_minor=151, translated_minor=227, rate=Rate.of("1.5"), of="USD", into="CAD")
    {'merchandise': 152, 'supplies': 75}
    >>> tied(two, own_minor=251, translated_minor=377, rate=Rate.of("1.5"), of="USD", into="CAD")
    {'merchandise': 152, 'supplies': 75}
    """
    found = {name: exchange(amount, rate=rate, of=of, into=into) for name, amount in parts.items()}
    if found:
        largest = max(found, key=lambda name: (abs(found[name]), name))
        left = exchange(own_minor - sum(parts.values()), rate=rate, of=of, into=into)
        found[largest] += translated_minor - left - sum(found.values())
        assert sum(found.values()) + left == translated_minor
    return found


def rolled(
    own: Mapping[str, int], *, opening: Rate, average: Rate, closing_minor: int, charged_minor: int, reversed_minor: int,
    of: str, into: str,
) -> Rolled:  # fmt: skip
    """Return a member's roll-forward in the group's currency: opening at its rate, what happened at the average one.

    Shapes: own: ``COLUMNS`` with ``_minor``, as a row of `roll_forward` has them.
    Domain: closing, and what was charged and reversed, are given as they were tied to the ledger's translated figures.

    >>> own = {f"{name}_minor": 0 for columns in OF_COLUMNS.values() for name in columns} | {"opening_minor": 100,
    ...     "charged_minor": 20, "closing_minor": 120}
    >>> found = rolled(own, opening=Rate.of("1"), average=Rate.of("1.5"), closing_minor=240, charged_minor=30,
    ...                reversed_minor=0, of="USD", into="CAD")
    >>> found.opening_minor, found.charged_minor, found.translation_minor, found.closing_minor
    (100, 30, 110, 240)
    """
    sums = {name: sum(own[f"{column}_minor"] for column in columns) for name, columns in OF_COLUMNS.items()}
    moved = {name: exchange(amount, rate=average, of=of, into=into) for name, amount in sums.items()}
    moved |= {"charged_minor": charged_minor, "reversed_minor": reversed_minor}
    first = exchange(own["opening_minor"], rate=opening, of=of, into=into)
    difference = closing_minor - first - sum(moved.values())
    return Rolled(opening_minor=first, translation_minor=difference, closing_minor=closing_minor, **moved)
