"""Deferred tax: the tax on what books and tax books value differently, and what a write-down does to either tax.

Before this: `bases` (what tax books value goods at). After this: the effects of a write-down, the entries of a year's
tax, disclosures. A write-down that is deductible now lowers the tax to be paid; one that is deductible on disposal makes
an asset, as far as there will be a profit to deduct it from. Sources: IAS 12.5, 12.24, 12.47, 12.58; ASC 740-10-25,
740-10-30-5; ASPE 3465.
"""

from dataclasses import dataclass
from typing import Final, Literal

from lowmark.core.frameworks.reporting import DeferredTaxPolicy
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

Kind = Literal["deductible", "taxable", "none"]
WHOLE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferredTax:
    """The tax on one difference.

    Domain: ``asset = gross - not recognised``; only one of gross asset and liability is not zero. What is not recognised
            stands as a valuation allowance against the gross asset, where the framework has one.
    """

    temporary_difference_minor: int
    kind: Kind
    gross_asset_minor: int
    not_recognised_minor: int
    valuation_allowance_minor: int
    asset_minor: int
    liability_minor: int

    @property
    def difference_minor(self) -> int:
        """The difference without its sign, which `kind` says in words."""
        return abs(self.temporary_difference_minor)

    @property
    def net_asset_minor(self) -> int:
        """The asset, or negative the liability, that is carried."""
        return self.asset_minor - self.liability_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxEffect:
    """What a charge (or, negative, a reversal) does to taxes, result and cash, in the period in which it is made."""

    charge_minor: int
    current_tax_minor: int
    deferred_tax_minor: int

    @property
    def inventory_minor(self) -> int:
        """What inventory changes by."""
        return -self.charge_minor

    @property
    def net_income_minor(self) -> int:
        """What net income changes by."""
        return self.current_tax_minor + self.deferred_tax_minor - self.charge_minor

    @property
    def cash_minor(self) -> int:
        """What cash changes by once this period's tax is settled: what is saved of it, and nothing else."""
        return self.current_tax_minor


def deferred_tax(
    *, tax_base_minor: int, carrying_minor: int, tax_rate_micro: int, policy: DeferredTaxPolicy,
    recoverable_micro: int = WHOLE,
) -> DeferredTax:  # fmt: skip
    """Return the deferred tax on what tax books and books differ by.

    Units:  rates are millionths; ``recoverable_micro`` is the share of the asset that will probably be realised.
    Raises: Problem ``bad_tax_rate``.
    Source: IAS 12.24, 12.47; ASC 740-10-30-5.

    >>> found = deferred_tax(tax_base_minor=33_000, carrying_minor=28_000, tax_rate_micro=250_000,
    ...                      policy=DeferredTaxPolicy(recognition="as_far_as_probable"), recoverable_micro=800_000)
    >>> found.temporary_difference_minor, found.kind, found.gross_asset_minor, found.asset_minor
    (5000, 'deductible', 1250, 1000)
    """
    _require_rates(tax_rate_micro, recoverable_micro)
    difference = tax_base_minor - carrying_minor
    gross = multiply_divide_round(max(0, difference), tax_rate_micro, WHOLE)
    asset = multiply_divide_round(gross, recoverable_micro, WHOLE)
    has_allowance = policy.recognition == "in_full_less_valuation_allowance"
    return DeferredTax(
        temporary_difference_minor=difference,
        kind="deductible" if difference > 0 else "taxable" if difference < 0 else "none",
        gross_asset_minor=gross, not_recognised_minor=gross - asset,
        valuation_allowance_minor=gross - asset if has_allowance else 0, asset_minor=asset,
        liability_minor=multiply_divide_round(max(0, -difference), tax_rate_micro, WHOLE),
    )  # fmt: skip


def tax_effect(
    *, charge_minor: int, deductible_now_minor: int, tax_rate_micro: int, recoverable_micro: int = WHOLE
) -> TaxEffect:
    """Split the tax on a charge into that which is saved now and that which is saved later.

    Units:  rates are millionths. The tax on the whole is rounded once, so that the two are it when all is recoverable.
    Domain: what is deductible now is a part of the charge, of its sign.
    Raises: Problem ``bad_tax_rate`` or ``deductible_beyond_charge``.

    >>> tax_effect(charge_minor=100_000, deductible_now_minor=40_000, tax_rate_micro=300_000)
    TaxEffect(charge_minor=100000, current_tax_minor=12000, deferred_tax_minor=18000)
    >>> tax_effect(charge_minor=100_000, deductible_now_minor=0, tax_rate_micro=300_000).net_income_minor
    -70000
    """
    _require_rates(tax_rate_micro, recoverable_micro)
    if not min(0, charge_minor) <= deductible_now_minor <= max(0, charge_minor):
        raise Problem("deductible_beyond_charge", f"{deductible_now_minor} is no part of a charge of {charge_minor}",
                      hint="give what of it is deductible now, at most all")  # fmt: skip
    whole = multiply_divide_round(charge_minor, tax_rate_micro, WHOLE)
    now = multiply_divide_round(deductible_now_minor, tax_rate_micro, WHOLE)
    later = multiply_divide_round(whole - now, recoverable_micro, WHOLE)

    assert abs(now + later) <= abs(charge_minor)
    return TaxEffect(charge_minor=charge_minor, current_tax_minor=now, deferred_tax_minor=later)


def _require_rates(*rates_micro: int) -> None:
    for rate in rates_micro:
        if not 0 <= rate <= WHOLE:
            raise Problem(
                "bad_tax_rate", f"{rate} millionths is no rate", hint="use 0 to 1000000", where={"rate": rate}
            )
