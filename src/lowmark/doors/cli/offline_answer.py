"""What a recomputation of two files answers: shaped like an operation's response, so that it is shown like one.

Before this: `offline`. After this: `present.assess_file`, or JSON.
"""

from dataclasses import dataclass
from datetime import date

from lowmark.core.kinds.problems import RowProblem
from lowmark.services.operation import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of account."""

    item: str = said("item code")
    lot: str = said("lot code")
    quantity_micro: int = said("quantity on hand")
    cost_minor: int = said("its cost")
    value_minor: int | None = said("what it will fetch; null without evidence")
    carrying_minor: int = said("the lower of the two")
    required_minor: int = said("allowance required")
    held_minor: int = said("allowance held before")
    evidence_kind: str = said("the kind of evidence that binds")
    reason: str = said("reason code")
    finding: str = said("what somebody has to look at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The lines, their sums and the files' hashes; or every fault of the files."""

    as_of: date = said("the date tested")
    framework: str = said("framework")
    currency: str = said("currency")
    on_hand_hash: str = said("SHA-256 of the file of stock, hex")
    price_hash: str = said("SHA-256 of the file of prices, hex")
    accepted: bool = said("whether both files are without fault")
    cost_minor: int = said("total cost")
    carrying_minor: int = said("total carrying amount")
    required_minor: int = said("total allowance required")
    held_minor: int = said("total allowance held before")
    lines: tuple[Line, ...] = said("a line per unit of account, largest allowance first")
    problems: tuple[RowProblem, ...] = said("every fault found")
