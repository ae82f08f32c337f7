"""The inventories policy: everything that stages ask of a framework, resolved for one entity and one day.

Before this: `resolve`. After this: assessment, write-downs. No stage knows a framework by its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Reversal = Literal["required", "within_fiscal_year", "refused"]
Combine = Literal["latest", "weighted_average"]
WindowFrom = Literal["as_of", "last_observation"]
ExpiredWhen = Literal["<", "<="]
Reference = tuple[str, str, str]
"""Standard, paragraph, title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRank:
    """How reliable one kind of evidence is, and how several observations of it become one price.

    Units:  `rank` 1 is best; `within_days` counts back from `window_from`, both ends included.
    Domain: with `after_date` an observation after the date tested counts if it confirms conditions then; one that is
            not after it counts as the kind `once_past`, or as itself where that is None.
    """

    kind: str
    rank: int
    combine: Combine
    within_days: int | None = None
    window_from: WindowFrom = "as_of"
    after_date: bool = False
    once_past: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoriesPolicy:
    """What holds for the inventories of one entity on one day.

    Units:  `cost_to_sell_rate_micro` is millionths of the selling price; may exceed one whole.
            `asserted_rank_penalty` is added to the rank of evidence that nobody has verified.
    Domain: ranks are of different kinds; `expired_when` is how the expiry date of expired goods compares with the date
            tested; `references` maps a parameter's path to where the standards say so.
    """

    framework: str
    reversal: Reversal
    cost_to_sell_rate_micro: int
    cost_formulas: tuple[str, ...]
    evidence_ranks: tuple[EvidenceRank, ...]
    asserted_rank_penalty: int
    units_of_account: tuple[str, ...]
    expired_when: ExpiredWhen = "<"
    references: Mapping[str, tuple[Reference, ...]] = field(default_factory=lambda: MappingProxyType({}), hash=False)
