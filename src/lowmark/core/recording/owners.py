"""Whose goods a move moves: ours, with cost and entries; those of others, with quantity and age alone; and where title passes.

Before this: the direction of a move by its places. After this: costing. Goods of others lie in pools of their own at no
value, and nothing of theirs is posted. Title passes by a move that changes no place: goods of an owner become ours, which
is a purchase, or ours become another's and stay, which is a sale (bill and hold). Sources: IAS 2.6 and IFRS 15.31 and 15.38
(control); IFRS 15.B77-B82 (consignment, bill and hold); ASC 606-10-55-79 to 55-84.
"""

from typing import Final

from lowmark.core.recording.directions import RE_POOL, Direction

PASSES_AT_DESTINATION: Final = frozenset({"DAP", "DPU", "DDP"})
"""Trade terms by which goods are the seller's until they have arrived: on their way they are not ours."""

PASSES_AT_SHIPMENT: Final = frozenset({"EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP"})
"""Trade terms by which risk, and as a rule title with it, passes when the goods are handed over for carriage."""

TERMS: Final = tuple(sorted(PASSES_AT_DESTINATION | PASSES_AT_SHIPMENT))
"""Incoterms 2020. They say when risk passes; the contract says when title does, and by default it is the same moment."""


def owned_way(
    *, way: tuple[Direction, str] | None, owner: str, to_owner: str, stays: bool
) -> tuple[Direction, str] | None:
    """Return the direction and event of a move, knowing whose the goods are; none for one that Lowmark cannot record.

    Domain: `way` is what the places say by themselves; `stays` says that both are one place of ours.

    >>> owned_way(way=("in", "receipt"), owner="ACME", to_owner="ACME", stays=False)
    ('in', '')
    >>> owned_way(way=("within", ""), owner="ACME", to_owner="", stays=True)
    ('title', 'receipt')
    >>> owned_way(way=("within", ""), owner="", to_owner="BUYER", stays=True)
    ('title', 'sale')
    >>> owned_way(way=("out", "sale"), owner="", to_owner="BUYER", stays=False) is None
    True
    """
    if owner == to_owner:
        return way if way is None or owner == "" or way[1] == RE_POOL else (way[0], "")
    if not stays or way is None:
        return None
    return "title", "receipt" if to_owner == "" else "sale" if owner == "" else ""
