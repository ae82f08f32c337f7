"""Show a run: its proposals with what binds and on which evidence."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which run."""

    entity: str = said("entity code", example="MAPLE")
    run: str = said("the run's name", example="2026-10-31/1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One proposal."""

    item: str = said("item code, or a class where it is an overlay")
    name: str = said("item name")
    lot: str = said("lot code")
    quantity_micro: int = said("quantity on hand")
    cost_minor: int = said("its cost")
    value_minor: int | None = said("what it will fetch")
    carrying_minor: int = said("carrying amount")
    required_minor: int = said("allowance required")
    held_minor: int = said("allowance held before")
    change_minor: int = said("charge (positive) or reversal (negative)")
    evidence_kind: str = said("the kind of evidence that binds")
    evidence_lines: int = said("how many pieces of evidence")
    reason: str = said("reason code")
    state: str = said("where it is in its life")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What evidence or one rule says of a tier of a proposal, where a rule says anything of it."""

    item: str = said("item code")
    lot: str = said("lot code")
    tier: int = said("the tier")
    rule: str = said("the rule, or the kind of evidence")
    rank: int | None = said("its rank; null where nothing stands before it")
    value_minor: int = said("what it says that the tier is worth")
    why: str = said("why it binds, or does not")


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """How the market of a tier of a proposal came about."""

    item: str = said("item code")
    lot: str = said("lot code")
    tier: int = said("the tier")
    replacement_minor: int | None = said("replacement cost")
    ceiling_minor: int | None = said("net realisable value")
    profit_minor: int | None = said("normal profit")
    floor_minor: int | None = said("net realisable value less normal profit")
    market_minor: int | None = said("what it is held against")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Goods of a proposal that are worth one price; the tiers of a proposal come to all of it."""

    item: str = said("item code")
    lot: str = said("lot code")
    tier: int = said("the tier")
    kind: str = said("what the goods are for: a contract, expected sales, the rest")
    quantity_micro: int = said("how much")
    cost_minor: int = said("what it cost")
    value_minor: int | None = said("what it will fetch; null where nobody knows")
    lower_minor: int = said("the lower of the two, or cost where nobody knows")
    evidence_kind: str = said("the kind of evidence that binds; empty for none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What the run comes to by one unit of account."""

    level: str = said("the unit of account", example="category")
    groups: int = said("groups of goods at that level")
    is_allowed: bool = said("whether the framework lets it be chosen")
    is_chosen: bool = said("whether the run is by it")
    carrying_minor: int = said("carrying amount")
    required_minor: int = said("allowance required")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The run as an approver sees it."""

    entity: str = said("entity code")
    entity_name: str = said("entity name")
    book: str = said("book")
    framework: str = said("framework")
    run: str = said("the run's name")
    kind: str = said("a test of all stock, a write-off, or an overlay on a class")
    because: str = said("why, in the words of whoever prepared a write-off or an overlay")
    state: str = said("where it is in its life")
    as_of: date = said("the date tested")
    known_seq: int = said("known sequence of the snapshot")
    since_snapshot: int = said("facts that came to be known since the snapshot")
    run_hash: str = said("what an approval binds to, hex")
    policy_hash: str = said("the policy in force, hex")
    prepared_by: str = said("who prepared it")
    decided_by: str = said("who decided; empty while nobody has")
    channel: str = said("channel of evidence; empty for all")
    currency: str = said("currency")
    tested: int = said("units of account tested")
    findings: int = said("lines that somebody has to look at")
    cost_minor: int = said("total cost")
    carrying_minor: int = said("total carrying amount")
    required_minor: int = said("total required")
    held_minor: int = said("total held before")
    change_minor: int = said("total change")
    lines: tuple[Line, ...] = said("the proposals, largest first")
    authorised_on: date | None = said("when the statements were authorised; nothing later is evidence", default=None)
    unverified_minor: int = said("carried on entries of anybody that nobody else has verified", default=0)
    own_minor: int = said("of that on entries of whoever prepared the run", default=0)
    own_micro: int = said("the same as a share of the total carried, in millionths", default=0)
    estimates: tuple[Estimate, ...] = said("what rules, and evidence beside them, say of the proposals", default=())
    markets: tuple[Market, ...] = said("market of the proposals that are measured at it", default=())
    tiers: tuple[Tier, ...] = said("the tiers of the proposals, as far as they are tested by price", default=())
    levels: tuple[Level, ...] = said("what each unit of account comes to, where they differ", default=())


OPERATION = Operation(
    name="show-run",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.show_run:show_run",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    shows="run",
    pages=("runs",),
)
