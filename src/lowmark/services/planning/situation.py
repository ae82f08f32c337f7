"""Put what entities bring together into one situation, in the currency of the first.

Before this: `one_entity`. After this: the plan. An amount in another currency is taken at the last rate that the first entity
knows; without one there is no plan, for nobody could say what is better.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.price import quantity_priced_micro
from lowmark.core.kinds.problems import Problem
from lowmark.core.prevention import risks
from lowmark.core.prevention.choices import Situation
from lowmark.core.prevention.described import described
from lowmark.core.prevention.terms import TERMS
from lowmark.services.access import Granted, admit
from lowmark.services.actor import Actor
from lowmark.services.call import require_within_bounds
from lowmark.services.operation import Operation
from lowmark.services.planning.one_entity import Asked, Brought, bring
from lowmark.store.entities import read as entities_read
from lowmark.store.evidence.plan_terms import rate
from lowmark.store.scope import Scope
from lowmark.store.session import Reader, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """For which date and how many days a plan is made, and what may be spent by it in each entity."""

    as_of: date
    horizon_days: int
    budgets: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Conversion:
    """A rate, so many for so many, and how finely each of the two currencies is divided."""

    many: int
    of: int
    own: int
    theirs: int

    @property
    def is_none(self) -> bool:
        """Whether amounts stay as they are."""
        return (self.many, self.of, self.own, self.theirs) == (1, 1, 1, 1)

    def of_price(self, price_micro: int) -> int:
        """Return a price in the other currency."""
        return multiply_divide_round(price_micro, self.many, self.of)

    def of_minor(self, minor: int) -> int:
        """Return an amount in minor units of the other currency."""
        return multiply_divide_round(minor, self.many * self.own, self.of * self.theirs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A situation, and what each entity brought to it."""

    situation: Situation
    brought: tuple[Brought, ...]


def entities_of(operation: Operation, granted: Granted, others: str, *, actor: Actor) -> tuple[Granted, ...]:
    """Let the actor into the entities named beside the first, each by itself.

    Raises: Problem `not_granted`, `bad_request` for an entity named twice or of another catalogue.
    """
    codes = [code.strip() for code in others.split(",") if code.strip()]
    if len({granted.entity.code, *codes}) != len(codes) + 1:
        raise Problem("bad_request", "an entity is named twice", hint="name each once, and not the first")
    found = [granted]
    for code in codes:
        require_within_bounds(operation, code, actor=actor)
        found.append(admit(operation, code, actor=actor))
    if len({one.entity.catalogue_id for one in found}) > 1:
        raise Problem(
            "bad_request", "the entities do not share their items", hint="plan those of one catalogue together"
        )
    return tuple(found)


def gather(granted: Sequence[Granted], question: Question) -> Gathered:
    """Read what entities bring, in one snapshot, and put it together.

    Raises: Problem `refused` for amounts in a currency of which no rate is known.
    """
    first = granted[0]
    scope = Scope(user_id=first.user_id, entities=tuple(sorted(one.entity.id for one in granted)), purpose="report")
    with reading(scope) as reader:
        brought = []
        for one in granted:
            known_seq = entities_read.known_seq(reader, one.entity.id)
            brought.append(bring(reader, one, Asked(question.as_of, known_seq, question.horizon_days)))
        by = {one.granted.entity.code: _into(reader, brought[0], one, question.as_of) for one in brought}
    return Gathered(situation=_situation(brought, by, question, first.entity.currency), brought=tuple(brought))


def _into(reader: Reader, first: Brought, one: Brought, as_of: date) -> Conversion:
    """Return the rate by which amounts of an entity become amounts of the first: so many for so many.

    Raises: Problem `refused`.
    """
    own, theirs = one.granted.entity.currency, first.granted.entity.currency
    if own == theirs:
        return Conversion(1, 1, 1, 1)
    found = rate(reader, first.granted.entity.id, (own, theirs), as_of=as_of, known_seq=first.known_seq)
    if found is None:
        raise Problem("refused", f"{first.granted.entity.code} knows no rate from {own} to {theirs}",
                      hint="bring the rate, or plan the entities of each currency by themselves")  # fmt: skip
    return Conversion(*found, quantity_priced_micro(own), quantity_priced_micro(theirs))


def _situation(
    brought: Sequence[Brought], by: Mapping[str, Conversion], question: Question, currency: str
) -> Situation:  # fmt: skip
    """Find what is at risk and describe it."""

    def together(part: Callable[[Brought], pl.DataFrame]) -> pl.DataFrame:
        return pl.concat([part(one).with_columns(entity=pl.lit(one.granted.entity.code)) for one in brought])

    stock, demand = together(lambda one: one.stock), together(lambda one: one.demand)
    per_minor = quantity_priced_micro(currency)
    orders = _money(together(lambda one: one.orders), by, ("amount_micro",), prices=True).with_columns(
        cost_minor=pl.col("amount_micro").cast(pl.Int128) * 1_000_000 // per_minor
    ).cast({"cost_minor": pl.Int64})  # fmt: skip
    found = risks.find(stock=_money(stock, by, ("cost_minor",)), demand=demand, orders=orders, as_of=question.as_of,
                       horizon_days=question.horizon_days)  # fmt: skip
    terms = _money(together(lambda one: one.terms), by, ("fixed_minor",))
    terms = _money(terms, by, ("amount_micro", "cost_micro"), prices=True).with_columns(to_location=pl.lit(""))
    prices = _money(together(lambda one: one.prices), by, ("cost_minor",))
    prices = _money(prices, by, ("price_micro", "replacement_micro"), prices=True)
    held = (pl.col("cost_minor").cast(pl.Int128) * per_minor // pl.col("quantity_micro")).cast(pl.Int64)
    bought = found.risks.filter(pl.col("cause") == "ordered").group_by("entity", "item").agg(
        ordered_micro=(pl.col("cost_minor").sum().cast(pl.Int128) * per_minor // pl.col("quantity_micro").sum()).cast(pl.Int64)
    )  # fmt: skip
    priced = prices.join(bought, on=["entity", "item"], how="left", maintain_order="left").with_columns(
        unit_cost_micro=pl.coalesce("replacement_micro", pl.when(pl.col("quantity_micro") > 0).then(held), "ordered_micro")
    )  # fmt: skip
    about = described(risks=found.risks, prices=priced.select("entity", "item", "category", "price_micro", "unit_cost_micro"),
                      terms=terms)  # fmt: skip
    return Situation(
        risks=about.risks, short=found.short, terms=terms.select(list(TERMS)).cast(TERMS), worth=about.worth,
        currency=currency, as_of=question.as_of, horizon_days=question.horizon_days, budgets=question.budgets,
    )  # fmt: skip


def _money(
    frame: pl.DataFrame, of: Mapping[str, Conversion], columns: Sequence[str], *, prices: bool = False
) -> pl.DataFrame:  # fmt: skip
    """Bring amounts of each entity into the first one's currency: a price by the rate alone, minor units by theirs too."""
    if all(one.is_none for one in of.values()):
        return frame
    made = {
        name: pl.Series(name, [
            None if amount is None else of[entity].of_price(amount) if prices else of[entity].of_minor(amount)
            for entity, amount in frame.select("entity", name).iter_rows()
        ], dtype=pl.Int64)
        for name in columns
    }  # fmt: skip
    return frame.with_columns(**made)
