"""The inventories policy: everything that stages ask of a framework, resolved for one entity and one day.

Before this: `resolve`. After this: assessment, write-downs. No stage knows a framework by its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

NegativeStock = Literal["refuse", "provisional"]
Reversal = Literal["required", "within_fiscal_year", "refused"]
Combine = Literal["latest", "weighted_average"]
WindowFrom = Literal["as_of", "last_observation"]
ExpiredWhen = Literal["<", "<="]
Boundary = Literal["<", "<=", ">", ">="]
EstimatorBase = Literal["cost", "market_price"]
Level = Literal["company", "area"]
Take = Literal["lowest", "latest"]
ProfitOf = Literal["price", "nrv", "cost"]
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
class RateRow:
    """A row of a table of discounts: where what is measured stands so to a bound, goods keep this share of their base.

    Units:  both are millionths; a bound is of whatever the rule measures: months, days, periods.
    """

    bound_micro: int
    operator: Boundary
    kept_micro: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """A table of discounts, of an area and a class of items; empty: of all that have none of their own."""

    area: str = ""
    item_class: str = ""
    rows: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A share in millionths, and how what is measured must stand to it."""

    bound_micro: int
    operator: Boundary


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimator:
    """How an entity applies one rule that estimates what goods are worth where there is no better evidence.

    Units:  `rank` is among those of evidence, 1 the best; `factors` are the millionths of their base that goods of a
            name keep: a condition, a status, or excess.
    Domain: with `override`, the words that say why, the rule stands beside evidence of any rank, and the lowest of them
            binds. Of `base` market price, a discount is taken from what market prices come to, where that is below
            cost. At the level of a company, tables of an area are not read, goods are measured and priced by item; at that of
            areas they are measured by item and area, and a price of a lot is that lot's.
    """

    rule: str
    rank: int
    override: str = ""
    base: EstimatorBase = "cost"
    level: Level = "company"
    tables: tuple[RateTable, ...] = ()
    factors: tuple[tuple[str, int], ...] = ()
    receipts: Limit | None = None
    issues: Limit | None = None
    kinds: tuple[str, ...] = ()
    take: Take = "lowest"
    months: int = 0
    operator: Boundary = ">="
    horizon_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalProfit:
    """The normal profit of goods that have no amount of their own: a share in millionths, and of what."""

    rate_micro: int = 0
    of: ProfitOf = "price"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Over how many months goods are measured: stock, use, movement of one period under review, and demand."""

    stock_months: int = 12
    use_months: int = 12
    movement_months: int = 12
    demand_months: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bases:
    """Measurement bases that items and classes have of their own, by code; an item's comes before its class's."""

    of_items: tuple[tuple[str, str], ...] = ()
    of_classes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """Items that are tested together as similar: their codes, which conditions are asserted of them, and the reason."""

    group: str
    items: tuple[str, ...]
    asserted: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlying:
    """So many times as much or as little as the item's other evidence, or its cost, is worth a second look; 0: it is not.

    Units:  millionths of once.
    """

    others_micro: int = 0
    cost_micro: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoriesPolicy:
    """What holds for the inventories of one entity on one day.

    Units:  `cost_to_sell_rate_micro` is millionths of the selling price; may exceed one whole.
            `asserted_rank_penalty` is added to the rank of evidence that nobody has verified.
    Domain: ranks are of different kinds; `expired_when` is how the expiry date of expired goods compares with the date
            tested; `rest_evidence` are the kinds of evidence on goods that nobody is expected to buy; of `estimators`
            there is one a rule that the entity applies; `references` maps a parameter's path to where the standards say so.
    """

    framework: str
    reversal: Reversal
    cost_to_sell_rate_micro: int
    cost_formulas: tuple[str, ...]
    evidence_ranks: tuple[EvidenceRank, ...]
    asserted_rank_penalty: int
    units_of_account: tuple[str, ...]
    expired_when: ExpiredWhen = "<"
    measurement_bases: tuple[str, ...] = ("lower_of_cost_and_nrv",)
    normal_profit: NormalProfit = NormalProfit()
    material_relief: bool = False
    one_formula: bool = False
    adopted_prospectively: tuple[str, ...] = ()
    rest_evidence: tuple[str, ...] = ()
    estimators: tuple[Estimator, ...] = ()
    measures: Measures = Measures()
    bases: Bases = Bases()
    unit_of_account: str = "item"
    similar: tuple[Similar, ...] = ()
    outlying: Outlying = Outlying()
    negative_stock: NegativeStock = "refuse"
    references: Mapping[str, tuple[Reference, ...]] = field(default_factory=lambda: MappingProxyType({}), hash=False)
