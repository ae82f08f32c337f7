"""Shares that a request lists by item or class of items.

Before this: what is written into a field. After this: commands that estimate.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.kinds.rate import parse_rate_micro


def read_shares(text: str, *, least_micro: int = 0) -> dict[str, int]:
    """Return the shares that a list says, by item or class, in millionths: from the least to the whole.

    Raises: Problem `bad_request`, or as the grammar of rates words it.

    >>> read_shares("TENT-2=1.5%, merchandise=1%")
    {'TENT-2': 15000, 'merchandise': 10000}
    """
    shares: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, sign, share = (each.strip() for each in part.partition("="))
        rate = parse_rate_micro(share) if sign else -1
        if not name or name in shares or not least_micro <= rate <= MICRO:
            raise Problem("bad_request", f"{part!r} is no share of an item or class", hint="write TENT-2=5%, each once")
        shares[name] = rate
    return shares
