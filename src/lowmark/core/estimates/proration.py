"""Proration: variances from standard given to the goods that caused them, so that standard cost comes near cost.

Before this: `variances`. After this: one entry at the close. The price variance goes to what was bought: raw material,
goods, and the usage variance itself, which is so much material wasted or saved at standard price; then usage goes to
goods by the material in them, labour by labour, overhead by overhead. By largest remainder: the parts are the whole.
What abnormal waste and idle capacity cost is expense and is not given here. Sources: ASC 330-10-30-12, 330-10-30-7;
IAS 2.13, 2.16(a), 2.21.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lowmark.core.estimates.ratios import Ratio, require_amounts, take_share
from lowmark.core.estimates.variances import Variance
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsAtStandard:
    """Work in process, finished goods or goods sold, at standard cost, by component."""

    name: str
    material_minor: int
    labour_minor: int
    overhead_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsAdjusted:
    """The same goods with their share of each variance, and what they come to, by component.

    Domain: ``material = material at standard + price + usage``, labour and overhead likewise; ``total`` is their sum.
    """

    name: str
    price_minor: int
    usage_minor: int
    labour_variance_minor: int
    overhead_variance_minor: int
    material_minor: int
    labour_minor: int
    overhead_minor: int

    @property
    def total_minor(self) -> int:
        """What the goods come to."""
        return self.material_minor + self.labour_minor + self.overhead_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Prorated:
    """Where the variances went.

    Domain: price = raw material's + usage's + the goods' shares; ``adjusted_usage = usage + price_in_usage``.
    """

    raw_material_minor: int
    price_in_raw_material_minor: int
    price_in_usage_minor: int
    adjusted_usage_minor: int
    goods: tuple[GoodsAdjusted, ...]


def prorate_variances(
    *, raw_material_minor: int, goods: Sequence[GoodsAtStandard], price_minor: int, usage_minor: int, labour_minor: int,
    overhead_minor: int,
) -> Prorated:  # fmt: skip
    """Spread variances over raw material and goods; positive is unfavourable.

    Units:  all in minor units; `raw_material_minor` is at standard price.
    Domain: `labour_minor` is rate and efficiency together, `overhead_minor` what of overhead is to be prorated: an
            unfavourable volume variance from idle capacity is not. A variance without goods to bear it is refused.
    Raises: Problem ``negative_amount`` or ``nothing_to_bear``.

    >>> goods = [GoodsAtStandard(name="finished", material_minor=87_000, labour_minor=130_500, overhead_minor=104_400),
    ...          GoodsAtStandard(name="sold", material_minor=348_000, labour_minor=739_500, overhead_minor=591_600)]
    >>> found = prorate_variances(raw_material_minor=65_000, goods=goods, price_minor=10_000, usage_minor=-15_000,
    ...                           labour_minor=15_000, overhead_minor=-6_000)
    >>> [(each.price_minor, each.material_minor, each.labour_minor, each.total_minor) for each in found.goods]
    [(1794, 85732, 132750, 321982), (7175, 342928, 752250, 1681678)]
    """
    _require_goods(raw_material_minor, goods)
    material = [each.material_minor for each in goods]
    bearing = raw_material_minor + sum(material) + usage_minor
    if price_minor and bearing <= 0:
        raise Problem("nothing_to_bear", "there is no material for a price variance to go to", hint="expense it")
    in_usage = take_share(price_minor, (usage_minor, bearing)) if price_minor else 0
    raw_share, *price = _spread(price_minor - in_usage, [raw_material_minor, *material], "material_price")
    adjusted = usage_minor + in_usage
    usage = _spread(adjusted, material, "material_usage")
    labour = _spread(labour_minor, [each.labour_minor for each in goods], "labour")
    overhead = _spread(overhead_minor, [each.overhead_minor for each in goods], "overhead")

    rows = tuple(
        GoodsAdjusted(
            name=each.name, price_minor=a, usage_minor=b, labour_variance_minor=c, overhead_variance_minor=d,
            material_minor=each.material_minor + a + b, labour_minor=each.labour_minor + c,
            overhead_minor=each.overhead_minor + d,
        )
        for each, a, b, c, d in zip(goods, price, usage, labour, overhead, strict=True)
    )  # fmt: skip
    assert raw_share + in_usage + sum(price) == price_minor
    assert sum(usage) == adjusted
    return Prorated(
        raw_material_minor=raw_material_minor + raw_share, price_in_raw_material_minor=raw_share,
        price_in_usage_minor=in_usage, adjusted_usage_minor=adjusted, goods=rows,
    )  # fmt: skip


def applied_overhead_variance(*, goods: Sequence[GoodsAtStandard], actual_minor: int) -> Variance:
    """Return overhead spent less applied to goods: positive is underapplied.

    >>> goods = [GoodsAtStandard(name="sold", material_minor=0, labour_minor=100, overhead_minor=80)]
    >>> applied_overhead_variance(goods=goods, actual_minor=90).amount_minor
    10
    """
    return Variance("overhead", actual_minor - sum(each.overhead_minor for each in goods))


def apply_overhead(*, labour_minor: int, rate: Ratio) -> int:
    """Return overhead applied to goods at a rate on their labour.

    >>> apply_overhead(labour_minor=130_500, rate=(4, 5))
    104400
    """
    return take_share(labour_minor, rate)


def net_of(*, variances: Sequence[Variance]) -> int:
    """Return variances together: positive is unfavourable.

    >>> net_of(variances=[Variance("labour_rate", 20_000), Variance("labour_efficiency", -5_000)])
    15000
    """
    return sum(each.amount_minor for each in variances)


def _require_goods(raw_material_minor: int, goods: Sequence[GoodsAtStandard]) -> None:
    """Guard: what a caller may not give."""
    require_amounts({"raw material": raw_material_minor})
    for each in goods:
        require_amounts({f"{each.name} material": each.material_minor, f"{each.name} labour": each.labour_minor,
                         f"{each.name} overhead": each.overhead_minor})  # fmt: skip


def _spread(amount: int, weights: Sequence[int], name: str) -> list[int]:
    """Spread a variance over goods at standard; nothing goes anywhere."""
    if amount == 0:
        return [0] * len(weights)
    if not any(weights):
        raise Problem("nothing_to_bear", f"there are no goods for a {name} variance to go to", hint="expense it",
                      where={"variance": name})  # fmt: skip
    return largest_remainder(amount, weights)
