"""A worksheet of month ends, in plain Python that knows nothing of the program: events in, statements out.

    python -I month_ends.py FOLDER 2025-11-30 2025-12-31 ...

FOLDER holds, as CSV: `chart`, `trial_balance` (what the old ledger said), `opening_layers`, `stock_moves`, `journals` (what
was drafted by hand) and `entries` (the exported journal, of which only the write-downs are taken: what they come to is other
tests' matter). Goods are costed first in, first out, by fractions; layers of one day come in the order of their file. Prints JSON:
month end to statement to line to cents.
"""

import csv
import json
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

APART = ("Damaged", "Quarantine")
CASH_OF_SALES = {"sale": "5000", "scrap": "5200", "vendor_return": "1150", "sales_return": "5000", "receipt": "2100"}
RETAINED = "Retained earnings"


def rows(folder, name):
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def cents(text):
    value = Fraction(text or "0") * 100
    assert value.denominator == 1, text
    return int(value)


def share(value, part, whole):
    """Half to even, as Python rounds."""
    return round(Fraction(value) * part / whole)


class Layer:
    """What came in together: it gives out the difference of two rounded shares, so that the last unit takes the last cent."""

    def __init__(self, quantity, value):
        self.quantity, self.value, self.gone = quantity, value, Fraction(0)

    def take(self, quantity):
        took = min(quantity, self.quantity - self.gone)
        before = share(self.value, self.gone, self.quantity)
        self.gone += took
        return took, share(self.value, self.gone, self.quantity) - before


class Pools:
    """Every pool's layers, oldest first; goods set apart have pools of their own."""

    def __init__(self):
        self.layers = defaultdict(list)
        self.issues = {}
        self.back = defaultdict(lambda: Fraction(0))

    def value(self):
        return sum(
            one.value - share(one.value, one.gone, one.quantity) for pool in self.layers.values() for one in pool
        )

    def issue(self, key, quantity):
        cost, wanted = 0, quantity
        for layer in self.layers[key]:
            if wanted and layer.gone < layer.quantity:
                took, part = layer.take(wanted)
                wanted, cost = wanted - took, cost + part
        assert not wanted, (key, wanted)
        return cost


def pool_of(row, place):
    apart = next((one for one in APART if place.endswith(one)), "")
    return (row["item"], row["lot"] if apart else "", apart)


def is_inside(place):
    return "/" in place


def goods(folder):
    """Yield (day, account, cents) of every move; inventory's other side is 1200."""
    pools = Pools()
    for row in rows(folder, "opening_layers"):
        pools.layers[pool_of(row, row["location"])].append(Layer(Fraction(row["quantity"]), cents(row["value"])))
        yield row["opening_on"], "1200", cents(row["value"])
        yield row["opening_on"], "3900", -cents(row["value"])
    moves = rows(folder, "stock_moves")
    for row in sorted(moves, key=lambda one: one["effective_on"]):
        quantity, day = Fraction(row["quantity"]), row["effective_on"]
        out, into = pool_of(row, row["from_location"]), pool_of(row, row["to_location"])
        named = row["returns_document"], row["returns_line"]
        if is_inside(row["from_location"]) and is_inside(row["to_location"]):
            if out != into:
                pools.layers[into].append(Layer(quantity, pools.issue(out, quantity)))
        elif is_inside(row["from_location"]):
            cost = pools.issue(out, quantity)
            pools.issues[row["document"], row["line"]] = quantity, cost
            yield day, CASH_OF_SALES[row["reason"]], cost
            yield day, "1200", -cost
        else:
            if named[0]:
                issued, cost = pools.issues[named]
                before = share(cost, pools.back[named], issued)
                pools.back[named] += quantity
                value = share(cost, pools.back[named], issued) - before
            else:
                value = cents(row["value"])
            pools.layers[into].append(Layer(quantity, value))
            yield day, "1200", value
            yield day, CASH_OF_SALES[row["reason"]], -value


def events(folder):
    """Yield (day, account, cents, whether it was taken over): everything that the ledger should hold."""
    control = {row["code"] for row in rows(folder, "chart") if row["kind"] == "control"}
    for row in rows(folder, "trial_balance"):
        amount = cents(row["debit"]) - cents(row["credit"])
        yield row["as_of"], "3900" if row["account"] in control else row["account"], amount, True
    for day, account, amount in goods(folder):
        yield day, account, amount, False
    for row in rows(folder, "journals"):
        yield row["first_on"], row["account"], cents(row["debit"]) - cents(row["credit"]), False
    for row in rows(folder, "entries"):
        if row["journal"] == "write_downs":
            yield row["date"], row["account"], cents(row["debit"]) - cents(row["credit"]), False


def statements(folder, as_of):
    """Return the statements at a month's end: each line's cents, in the sign in which it is read."""
    chart = {row["code"]: row for row in rows(folder, "chart")}
    balance, began = defaultdict(int), defaultdict(int)
    for day, account, amount, taken_over in events(folder):
        if day <= as_of:
            balance[account] += amount
            began[account] += amount if taken_over else 0
    for row in rows(folder, "opening_layers"):
        began["1200"] += cents(row["value"])
        began["3900"] -= cents(row["value"])
    for row in rows(folder, "entries"):
        if row["event"] == "opening_allowance":
            began[row["account"]] += cents(row["debit"]) - cents(row["credit"])
    assert sum(balance.values()) == 0
    income, sheet, flows = defaultdict(int), defaultdict(int), defaultdict(int)
    for code, amount in balance.items():
        about = chart[code]
        if about["section"] in ("income", "expense"):
            income[about["caption"]] += amount if about["section"] == "expense" else -amount
            if about["cash_flow"] in ("investing", "financing"):
                flows[about["cash_flow"]] -= amount
        else:
            sheet[about["caption"]] += amount if about["section"] == "asset" else -amount
            if about["cash_flow"] in ("investing", "financing", "cash"):
                change = amount - began[code]
                flows[about["cash_flow"]] += change if about["cash_flow"] == "cash" else -change
    net = -sum(amount for code, amount in balance.items() if chart[code]["section"] in ("income", "expense"))
    flows["operating"] = flows["cash"] - flows["investing"] - flows["financing"]
    sheet["Profit for the year"] = net
    return {
        "trial_balance": {code: amount for code, amount in sorted(balance.items()) if amount},
        "income_statement": {name: amount for name, amount in income.items() if amount} | {"Net income": net},
        "balance_sheet": {name: amount for name, amount in sheet.items() if amount},
        "cash_flow": {name: flows[name] for name in ("operating", "investing", "financing", "cash")},
    }


if __name__ == "__main__":
    print(json.dumps({day: statements(Path(sys.argv[1]), day) for day in sys.argv[2:]}))
