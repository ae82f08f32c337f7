"""Assessments foot: what a run says of its goods adds up, and what binds is what its rules and its market say.

Tiers are the whole of their assessment; of the estimates of a tier one binds, at the value that the tier has, and none that
stands beside it says less; market lies between its ceiling and its floor; every unit of account is of all the goods,
and the one that was chosen is what the run requires. Evidence was verified by somebody who did not enter it.
"""

from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.names import Names
from lowmark.verify.reader import Row, Rows

NAME: Final = "assessments_foot"
MEANING: Final = (
    "tiers, estimates, market and levels of each run add up to what it requires; others verified its evidence"
)

_ASSESSMENTS: Final = """
SELECT a.id, a.run_id, a.pool_id, a.quantity_micro, a.cost_minor, a.carrying_minor, a.required_minor, count(t.id) AS tiers,
  coalesce(sum(t.quantity_micro), 0) AS of_quantity, coalesce(sum(t.cost_minor), 0) AS of_cost,
  coalesce(sum(t.lower_minor), 0) AS of_lower
FROM runs_assessment a LEFT JOIN runs_assessment_tier t ON t.assessment_id = a.id
JOIN runs_run r ON r.id = a.run_id
WHERE a.entity_id = %s AND r.kind = 'test'
GROUP BY a.id, a.run_id, a.pool_id, a.quantity_micro, a.cost_minor, a.carrying_minor, a.required_minor ORDER BY a.id
"""
_ESTIMATES: Final = """
SELECT e.assessment_id, e.tier, e.rule, e.rank, e.value_minor, e.binds, e.why, a.run_id, a.pool_id, t.value_minor AS of_tier,
  t.evidence_kind
FROM runs_assessment_estimate e JOIN runs_assessment a ON a.id = e.assessment_id
LEFT JOIN runs_assessment_tier t ON t.assessment_id = e.assessment_id AND t.tier = e.tier
WHERE e.entity_id = %s ORDER BY e.assessment_id, e.tier, e.id
"""
_MARKETS: Final = """
SELECT m.tier, m.replacement_minor, m.ceiling_minor, m.profit_minor, m.floor_minor, m.market_minor, a.basis, a.run_id, a.pool_id
FROM runs_assessment_market m JOIN runs_assessment a ON a.id = m.assessment_id WHERE m.entity_id = %s ORDER BY m.id
"""
_LEVELS: Final = """
SELECT l.run_id, l.level, max(CASE WHEN l.is_chosen THEN 1 ELSE 0 END) AS is_chosen, sum(l.cost_minor) AS cost_minor,
  sum(l.required_minor) AS required_minor, sum(l.carrying_minor) AS carrying_minor,
  (SELECT coalesce(sum(a.cost_minor), 0) FROM runs_assessment a WHERE a.run_id = l.run_id) AS of_cost,
  (SELECT coalesce(sum(a.required_minor), 0) FROM runs_assessment a WHERE a.run_id = l.run_id) AS of_required
FROM runs_assessment_level l WHERE l.entity_id = %s GROUP BY l.run_id, l.level ORDER BY l.run_id, l.level
"""
_OWN: Final = """
SELECT v.id, v.evidence_id, v.verified_by, e.asserted_by, e.known_seq AS entered_seq, v.known_seq
FROM evidence_evidence_verification v LEFT JOIN evidence_evidence e ON e.id = v.evidence_id
WHERE v.entity_id = %s ORDER BY v.id
"""
_AT_MARKET: Final = "lower_of_cost_or_market"


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at everything that runs say of goods, and at who verified evidence."""
    faults, names = Faults(), Names(reader, entity_id)
    assessments = reader.rows(_ASSESSMENTS, [entity_id])
    for row in assessments:
        _check_assessment(row, faults, names)
    estimates = reader.rows(_ESTIMATES, [entity_id])
    _check_estimates(estimates, faults, names)
    markets = reader.rows(_MARKETS, [entity_id])
    for row in markets:
        _check_market(row, faults, names)
    levels = reader.rows(_LEVELS, [entity_id])
    _check_levels(levels, faults, names)
    verified = reader.rows(_OWN, [entity_id])
    for row in verified:
        if row["verified_by"] == row["asserted_by"]:
            faults.add("{} verified evidence {}, and had entered it", names("user", row["verified_by"]),
                       names("evidence", row["evidence_id"]))  # fmt: skip
        if row["entered_seq"] is None or row["entered_seq"] >= row["known_seq"]:
            faults.add("evidence {} was verified before it was known", names("evidence", row["evidence_id"]))
    return faults.checked(len(assessments) + len(estimates) + len(markets) + len(levels) + len(verified))


def _check_assessment(row: Row, faults: Faults, names: Names) -> None:
    """Compare an assessment with its tiers."""
    where = names("pool", row["pool_id"]), names("run", row["run_id"])
    if (row["of_quantity"], row["of_cost"]) != (row["quantity_micro"], row["cost_minor"]):
        faults.add("the tiers of {} in run {} are not all of it", *where)
    if row["of_lower"] != row["carrying_minor"]:
        faults.add("{} in run {} is carried at {}, and its tiers come to {}", *where,
                   names.money(row["carrying_minor"]), names.money(row["of_lower"]))  # fmt: skip
    if row["cost_minor"] - row["carrying_minor"] != row["required_minor"]:
        faults.add("{} in run {} requires {}, and lacks {} of its cost", *where, names.money(row["required_minor"]),
                   names.money(row["cost_minor"] - row["carrying_minor"]))  # fmt: skip


def _check_estimates(rows: list[Row], faults: Faults, names: Names) -> None:
    """Hold the estimates of each tier to one that binds, at the tier's value, and to none beside it that says less."""
    tiers: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        tiers.setdefault((row["assessment_id"], row["tier"]), []).append(row)
    for (_, tier), found in tiers.items():
        where = tier, names("pool", found[0]["pool_id"]), names("run", found[0]["run_id"])
        binding = [row for row in found if row["binds"]]
        if len(binding) != 1:
            faults.add("{} estimates bind tier {} of {} in run {}", len(binding), *where)
            continue
        bound = binding[0]
        if bound["value_minor"] != bound["of_tier"] or bound["rule"] != (bound["evidence_kind"] or "evidence"):
            faults.add("tier {} of {} in run {} is not measured at what binds it, {}", *where, bound["rule"])
        for row in found:
            if (row["why"] == "binds") != bool(row["binds"]):
                faults.add("tier {} of {} in run {}: {} says why it binds, and does not", *where, row["rule"])
            beside = row["why"] in {"not_lowest", "asked_later"}
            is_less = row["value_minor"] < bound["value_minor"]
            is_as_said = (row["why"] == "asked_later") == (row["value_minor"] == bound["value_minor"])
            if beside and (is_less or not is_as_said):
                faults.add(
                    "tier {} of {} in run {}: {} stands beside what binds it, and says otherwise", *where, row["rule"]
                )


def _check_market(row: Row, faults: Faults, names: Names) -> None:
    """Hold market between its floor and its ceiling, or to replacement cost alone."""
    where = row["tier"], names("pool", row["pool_id"]), names("run", row["run_id"])
    replacement, ceiling, profit = row["replacement_minor"], row["ceiling_minor"], row["profit_minor"]
    floor = None if ceiling is None or profit is None else ceiling - profit
    if floor != row["floor_minor"]:
        faults.add("the floor of tier {} of {} in run {} is not its ceiling less normal profit", *where)
    market = replacement
    if row["basis"] == _AT_MARKET:
        is_known = replacement is not None and floor is not None
        market = max(floor, min(replacement, ceiling)) if is_known else None
    if market != row["market_minor"]:
        faults.add(
            "the market of tier {} of {} in run {} is not what its replacement cost, floor and ceiling make", *where
        )


def _check_levels(rows: list[Row], faults: Faults, names: Names) -> None:
    """Hold every unit of account to all the goods, and the chosen one to what the run requires."""
    chosen: dict[int, int] = {}
    for row in rows:
        where = row["level"], names("run", row["run_id"])
        chosen[row["run_id"]] = chosen.get(row["run_id"], 0) + row["is_chosen"]
        if row["cost_minor"] != row["of_cost"]:
            faults.add("the cost by {} in run {} is not that of its goods", *where)
        if row["cost_minor"] - row["carrying_minor"] != row["required_minor"]:
            faults.add("what is required by {} in run {} is not cost less what is carried", *where)
        if row["is_chosen"] and row["required_minor"] != row["of_required"]:
            faults.add("run {} requires {}, and {} by {}, by which it was to be", where[1],
                       names.money(row["of_required"]), names.money(row["required_minor"]), row["level"])  # fmt: skip
    for run_id, n in chosen.items():
        if n != 1:
            faults.add("run {} is by {} units of account", names("run", run_id), n)
