"""Explain a proposal: the layers, the test, the evidence down to each of its lines, the policy and the people."""

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.price import format_price_micro
from lowmark.core.kinds.quantity import format_micro
from lowmark.services.explaining import estimates
from lowmark.services.explaining.question import Question, not_found
from lowmark.services.operations.explain import Step
from lowmark.store.runs import read as runs_read


def explain(question: Question, words: str) -> Iterator[Step]:
    """Yield the chain behind one line of a run."""
    name, _, subject = words.partition(" item ")
    run = runs_read.run(question.reader, question.entity.id, name.strip())
    if run is None or not subject:
        raise not_found(f"run {name.strip()}" if run is None else "item named: write run NAME item CODE")
    item, code, lot, lot_code = question.item_and_lot(subject)
    found = runs_read.assessments(question.reader, run["id"]).filter(pl.col("item") == item)
    if lot is not None:
        found = found.filter(pl.col("lot") == lot)
    if found.is_empty():
        raise not_found(f"line of {code} in run {run['code']}")
    for row in found.iter_rows(named=True):
        yield from _line(question, run, row, f"{code} lot {lot_code}" if lot_code else code)


def _line(question: Question, run: dict[str, Any], row: dict[str, Any], name: str) -> Iterator[Step]:
    """Yield one unit of account: what is proposed, why, on what."""
    currency = run["currency"]
    required, held = present_minor(row["required_minor"], currency), present_minor(row["held_minor"], currency)
    yield Step(depth=0, what="proposal" if row["kind"] else "assessment", name=name,
               quantity_micro=row["quantity_micro"], amount_minor=row["change_minor"], source=question.cites("proposal"),
               words=f"required {required} less held {held}")  # fmt: skip
    value = "unknown" if row["value_minor"] is None else present_minor(row["value_minor"], currency)
    yield Step(depth=1, what="carrying amount", name="", amount_minor=row["carrying_minor"], source=question.cites("carrying"),
               words=f"the lower of cost {present_minor(row['cost_minor'], currency)} and net realisable value "
                     f"{value}")  # fmt: skip
    for layer in runs_read.layers_of(question.reader, run["id"], row["unit"]):
        value = layer["value_minor"]
        came = "what it was issued at" if value is None else present_minor(value, currency)
        yield Step(depth=2, what="layer", name=f"{layer['document']}/{layer['line']}",
                   quantity_micro=layer["remaining_micro"], amount_minor=layer["amount_minor"],
                   source=question.cites("cost"),
                   words=f"received {layer['effective_on']}: {format_micro(layer['quantity_micro'])} for {came}; "
                         "its share of the change")  # fmt: skip
    yield from estimates.of_unit(row)
    for tier in runs_read.tiers(question.reader, row["assessment_id"]):
        yield from _tier(question, tier, currency)
        yield from estimates.of_tier(question, row["assessment_id"], tier["tier"], currency)
    for evidence in runs_read.evidence_of(question.reader, row["assessment_id"]):
        price = format_price_micro(evidence["amount_micro"])
        yield Step(depth=3, what="evidence", name=f"{evidence['document']}/{evidence['line']}",
                   quantity_micro=evidence["quantity_micro"], source=question.cites("evidence"),
                   words=f"{evidence['kind'].replace('_', ' ')} {evidence['channel']} on {evidence['observed_on']}: "
                         f"{evidence['currency']} {price} for {format_micro(evidence['quantity_micro'])}, "
                         f"{evidence['standing'].replace('_', ' ')}")  # fmt: skip
    yield from _people(question, run)


def _tier(question: Question, tier: dict[str, Any], currency: str) -> Iterator[Step]:
    """Yield one tier: its quantity, the price that its evidence comes to, what selling costs, and what that makes."""
    if tier["value_minor"] is None:
        words = "no evidence: nothing changes, and somebody has to look"
    elif tier["net_amount_micro"] is None:
        words = (
            f"{(tier['evidence_kind'] or 'a rule').replace('_', ' ')}: value "
            f"{present_minor(tier['value_minor'], currency)}, cost {present_minor(tier['cost_minor'], currency)}"
        )
    else:
        gross = _each(tier["gross_amount_micro"], tier["evidence_quantity_micro"])
        net = _each(tier["net_amount_micro"], tier["evidence_quantity_micro"])
        less = f", {net} after costs to complete and to sell" if net != gross else ", no cost to sell"
        rank = "" if tier["evidence_rank"] is None else f" (rank {tier['evidence_rank']})"
        words = (
            f"{tier['evidence_kind'].replace('_', ' ')}{rank} at {currency} {gross} a unit{less}"
            f": value {present_minor(tier['value_minor'], currency)}, cost {present_minor(tier['cost_minor'], currency)}"
        )
    yield Step(depth=2, what=f"tier {tier['tier']}", name=tier["kind"].replace("_", " "),
               quantity_micro=tier["quantity_micro"], amount_minor=tier["lower_minor"], words=words,
               source=question.cites("tier"))  # fmt: skip


def _each(amount_micro: int, quantity_micro: int) -> str:
    """Return the price of one unit, for reading: four decimals are enough to recognise it."""
    shown = multiply_divide_round(amount_micro, 10_000, quantity_micro)
    return f"{shown // 10_000:,}.{shown % 10_000:04d}"


def _said(value: object) -> str:
    """Return a parameter's value in words."""
    if isinstance(value, dict):
        return ", ".join(f"{kind.replace('_', ' ')} {_said(_rank(said))}" for kind, said in value.items())
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value)
    return str(value).replace("_", " ")


def _rank(said: object) -> object:
    """Return the rank alone of a rule that has one, for that is what it is told by."""
    return said["rank"] if isinstance(said, dict) and "rank" in said else said


def _people(question: Question, run: dict[str, Any]) -> Iterator[Step]:
    """Yield the policy in force and who prepared and decided."""
    text = question.reader.value(
        "SELECT text FROM evidence_policy_document WHERE entity_id = %s AND policy_hash = %s",
        [question.entity.id, bytes(run["policy_hash"])],
    )
    for path, said in json.loads(str(text))["parameters"].items() if text else ():
        yield Step(depth=2, what="parameter", name=path, source=said["level"],
                   words=f"{_said(said['value'])}, since {said['valid_from']}")  # fmt: skip
    yield Step(depth=1, what="prepared", name=run["code"], source="run",
               words=f"by {run['preparer']} as known at sequence {run['snapshot_seq']}, policy "
                     f"{bytes(run['policy_hash']).hex()[:12]}")  # fmt: skip
    decided = runs_read.approval(question.reader, run["id"])
    if decided is not None:
        yield Step(depth=1, what=decided["decision"], name=run["code"], source="approval",
                   words=f"by {decided['decided_by']} {decided['comment']}".strip())  # fmt: skip
