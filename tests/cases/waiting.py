"""What a case waits for: raised, or given in place of an answer, where Lowmark does not have something yet."""

from typing import Final


class Waits(Exception):
    """Lowmark cannot answer yet, and what it would take."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


CATEGORY: Final = "the test by category"
TOTAL: Final = "the test in total"
MARKET: Final = "market: replacement cost between ceiling and floor"
CARVED_OUT: Final = "damaged goods of which neither cost nor number is given"
PERIODS_COST: Final = "the cost of goods sold of a period beside the test"
PROCEEDS: Final = "proceeds of scrap"
BELOW_ZERO: Final = "goods that cost more to be rid of than they fetch"
FINER: Final = "figures of more decimals than money and prices have"
RETURNS: Final = "returns in a flow of cost"


def for_topic(topic: str) -> str:
    """Return what a topic without an adapter waits for."""
    return f"an adapter for the topic {topic}"
