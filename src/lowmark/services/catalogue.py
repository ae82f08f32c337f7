"""The catalogue: every operation and what it is for, in the order of the work; each is imported when it is asked for.

Before this: `operations`, a module each. After this: the doors; routes, commands and pages are generated from it or
checked against it. A list of what there is (`lowmark --help`) reads this file alone.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Final

from lowmark.services.operation import Operation

SUMMARIES: Final[dict[str, str]] = {
    "init": "Set up an entity with its chart, book and periods.",
    "grant": "Give or take a role.",
    "access-review": "List who may do what in an entity, by whose word, within which limit.",
    "delegate": "Lend a role of yours to somebody for some days, or take it back.",
    "set-limit": "Set how much somebody may approve in a period.",
    "set-approval-rule": "Set how many people it takes to decide on a run.",
    "add-book": "Open a further book over the same stock, under another framework.",
    "carry-books": "Let the allowances of other books follow the goods that have moved since.",
    "set-policy": "Set a dated parameter of an entity.",
    "settings": "Show an entity's books, chart and parameters, who set them, and how each came to be.",
    "adopt-proposal": "Adopt a proposal of the industry's pack, with an owner, evidence and a day of review.",
    "industry": "Show what the industry's pack brings, and which of its proposals somebody stands behind.",
    "import": "Import a table from a file: all of its rows, or none and everything that is wrong with them.",
    "receive": "Receive goods, or take back what was issued at what it was issued at.",
    "issue": "Issue goods at cost, with the allowance that they carry.",
    "transfer": "Move goods between places of ours; damaged goods and quarantine are set apart with their cost.",
    "produce": "Make goods of goods: issue what went in, by the bill or as given, and receive what came out.",
    "transfer-title": "Let goods that stay where they are become ours at a cost, or another's as a sale.",
    "ship": "Send goods to another place of ours; they are in transit until it receives them.",
    "receive-transfer": "Receive what was shipped from another place of ours, all of it or a part.",
    "scrap": "Scrap goods with a certificate of destruction, which the record of who did it keeps.",
    "hold": "Hold an item, or lots of it, back from sale and use; a write-down case is opened for each.",
    "release": "Release what a document holds back, or what was reserved for an order.",
    "recall": "Recall lots and what was made of them: hold them, open write-down cases, list what is here and what has gone.",
    "order": "Open a line of a purchase or sales order, or say how it stands.",
    "orders": "Show what is on hand, on order, committed and left to promise, by item.",
    "reserve": "Reserve stock for a line of an order, all of it or nothing.",
    "pick": "Propose which lots to take, first expired first out, by the customer's rule on remaining life.",
    "issue-picked": "Issue what a pick proposes, first expired first out, all of it or nothing.",
    "add-place": "Add a place to the tree, and the places that it is in where they are new.",
    "move-place": "Give a place, and all places in it, another path.",
    "moves": "List stock moves in the order in which they came to be known, a page at a time.",
    "set-status": "Set where an item is in its life from a day on: active, discontinued, or superseded by another.",
    "set-substitute": "Set what may be given in place of an item, and how gladly.",
    "define-kit": "Define what a kit is of from a day on: an item that is sold as a set, and has no stock of its own.",
    "kits": "Show what kits are of, how many can be made of what is free where, and which component binds.",
    "positions": "Show what lies where, whose and since when, with the cost and allowance behind it.",
    "ageing": "Show how much of each item has been here how long, whatever places it has passed through.",
    "stock-trends": "Show turnover, days on hand, ages, slow, dead and expiring stock, and write-downs by cause, month by month.",
    "history": "Tell the whole life of a lot or serial number, with cost and allowance after each step.",
    "trace": "Trace a lot or serial number back to what it came from and forward to who has it, through production and sales.",
    "expect-returns": "Post the asset for goods that customers are expected to return, in place of the last estimate.",
    "change-cost": "Change what receipts cost: landed cost, a later invoice, a rebate, a credit, price protection.",
    "adjust": "Adjust a quantity, with a reason.",
    "reverse": "Reverse a move recorded in error, at what it cost.",
    "record-move": "Record one stock move and post it.",
    "cost": "Show layers, cost and allowance at a date, or explain what one move cost.",
    "cost-components": "Show what goods cost part by part: purchase, freight, labour, overhead; and where each part went.",
    "recost": "Cost everything again from the moves and compare with what is stored.",
    "cut-off": "List goods that are here and not ours, ours and not here, and issued before they were received.",
    "scan": "Say what a scanned code names: item, lot or serial, place, expiry.",
    "labels": "Print GS1 DataMatrix labels for what lies at a place or came by a document.",
    "count": "Record a count of goods in a place; a second count of the same place is a recount.",
    "count-plan": "List what a cycle of counts has due, by class of item and place.",
    "count-variances": "Compare a count sheet with the books: what agrees, what is counted again, what is to post.",
    "count-roll": "Roll a count sheet forward or back to another day, with what came and left in between.",
    "confirmations": "List what others hold of ours, beside what they have confirmed.",
    "count-sample": "Draw an auditor's sample of places to count, by monetary units, from a printed seed.",
    "freeze-place": "Freeze a place and all under it for a count: nothing moves there until it is thawed.",
    "thaw-place": "Thaw what is frozen for a count sheet: goods move there again.",
    "frozen-places": "List the places that are frozen for a count, since when, by whom and why.",
    "post-count": "Post a count sheet: its differences are adjustments, its damaged goods are set apart, its accrual is trued up.",
    "accrue-shrinkage": "Accrue what is taken to be missing since items were counted, in place of the last estimate.",
    "verify-evidence": "Verify evidence that somebody else has entered.",
    "assess": "Test stock at the lower of cost and net realisable value.",
    "demand": "Show demand from stock moves: returns netted, odd periods flagged, corrections apart.",
    "correct-demand": "Correct the demand of a day, with who and why; the moves stay as they are.",
    "forecast": "Forecast what items will sell, with a distribution, by models tested on the past.",
    "replenish": "Suggest what to order and by when, open orders that will become excess first; nothing is ordered.",
    "show-forecast": "Show the latest forecast, and when stock runs out or expires.",
    "back-test": "Show how every model would have done on the last twelve months, beside the plain ones.",
    "expected-write-down": "Say what the allowance may come to as demand turns out: mean, interval, odds of a threshold.",
    "worklist": "List stock without evidence, on stale or outlying evidence, or past the end of its life, by value.",
    "what-if": "Show what a test would come to if something were otherwise.",
    "sensitivity": "Show what is required at 5, 10 and 20 % more or less of each driver.",
    "propose": "Propose write-downs and reversals for approval.",
    "write-off": "Propose to write goods off, whole; they stay, worth nothing, until they are scrapped.",
    "adjust-allowance": "Propose a change of the allowance of a class, without lots: an overlay.",
    "trend": "Show cost, allowance and what is carried of inventory at the ends of the last months.",
    "list-runs": "List the runs of an entity.",
    "show-run": "Show a run and its proposals.",
    "review": "Accept lines of a run as its reviewer, or send it back.",
    "approve": "Approve or return a run, bound to the hash of what was shown.",
    "post": "Post an approved run to the ledger.",
    "statements": "Trial balance, position, result, cash flows and equity: posted, compared and pro forma.",
    "roll-forward": "Roll the allowance forward from the first to the last day.",
    "ratios": "Take the ratios of a book before and after a run.",
    "impact": "Show what a run does to the statements, net income after tax and the ratios.",
    "significance": "Say how significant the year's write-downs are, and where they would be shown.",
    "disclosures": "Disclose inventories, each figure held against the ledger, with tags and faults.",
    "report": "Hand out a statement, schedule or note as a workbook or a PDF.",
    "tax": "Split write-downs into what is deductible now and what on disposal, with current and deferred tax.",
    "commitments": "Test firm purchases and onerous sales against the demand that is left.",
    "change-of-method": "Show what another cost formula would make of inventories, earnings and comparatives.",
    "draft-formula-change": "Draft a change of cost formula from the first day of a period on, for another person to decide on.",
    "list-formula-changes": "List changes of cost formula, with their state.",
    "show-formula-change": "Show a change of cost formula: what goes over, what is against it, and its hash.",
    "decide-formula-change": "Approve or return a change of cost formula; approved, its goods go over at once.",
    "horizons": "Show goods by when they are expected to go: within the year, later, or not at all.",
    "impairment": "Test a real estate project for impairment by its cash flows.",
    "outlook": "Show what is at risk in the next 30, 60, 90 and 180 days, by site and cause.",
    "plan": "Plan what is best done about goods at risk: move, return, mark down, cancel, give, sell or scrap.",
    "show-plan": "Show a plan: what it advises and why, what each action saves, and what was decided.",
    "decide-action": "Accept, reject, withdraw or close an action of a plan; an accepted one is drafted.",
    "plan-results": "Look back on a plan: what became of its accepted actions, beside what they were to bring.",
    "look-back": "Hold earlier runs against what their goods fetched since, with bias and the rates that were needed.",
    "set-caption": "Decide where the year's write-downs are shown, with a reason where it is not as proposed.",
    "tie-out": "Compare our inventories and allowance with the outside ledger's.",
    "estimate-inventory": "Estimate inventory from totals: by retail, by LIFO pools, by gross profit.",
    "export-entries": "Hand entries to an outside ledger that no export has handed out before.",
    "list-seals": "List the seals of an entity, with their roots.",
    "export-checkpoint": "Export the seals of an entity for whoever verifies its facts elsewhere.",
    "export-facts": "Export every fact of an entity, to be held against a checkpoint.",
    "facts": "List every fact, table by table, a page at a time.",
    "audit-log": "List who changed what, when and why, a page at a time.",
    "entries": "List the lines of a book's journal in the order in which they came to be known, a page at a time.",
    "by-dimension": "Show trial balance and result by department, project, customer, or another dimension.",
    "budget": "Compare a budget with what was posted, inventories and write-downs included.",
    "misstatements": "Show adjustments posted and passed, with rollover and iron-curtain effect.",
    "classify-entry": "Classify a late entry as a change of estimate, an immaterial or a material error.",
    "journal": "Show the whole journal of a book as a file: CSV, JSON, hledger or beancount.",
    "draft-journal": "Draft a journal by hand, for another person to decide on.",
    "draft-tax": "Draft the current and deferred tax on a run's charge as a journal.",
    "draft-formula-tax": "Draft the tax on what a change of cost formula makes of earlier years, a journal for each.",
    "draft-commitments": "Draft what firm contracts will lose as a journal, held contract by contract once it is posted.",
    "list-journals": "List journals drafted by hand, with their state.",
    "show-journal": "Show a drafted journal with its hash, decision and entries.",
    "approve-journal": "Approve, return or pass over a drafted journal, bound to the hash of what was shown.",
    "post-journal": "Post what is due of approved journals, each occurrence once.",
    "binder": "Bind a run for an auditor: all that it rests on and led to, in one file with the hash of each part.",
    "explain": "Explain a figure down to its facts.",
    "close-board": "Show where every task of a period's close stands.",
    "assign-task": "Give a task of a period's close to somebody, with a day.",
    "sign-task": "Sign a task of a period's close, or withdraw the signature.",
    "true-up": "True up a period: goods that are costed by its average cost what all of it says.",
    "close": "Close a period.",
    "open-periods": "Open the periods that follow the last one.",
    "reopen-period": "Reopen the period that was closed last, as another person than who closed it.",
    "close-year": "Close a fiscal year's income and expenses to retained earnings.",
    "seal": "Seal what has been recorded since the last seal.",
    "verify": "Recompute balances, layers, allowance and hashes independently.",
    "jobs": "List the jobs of an entity.",
    "job": "Show how far a job has come, and what came of it.",
    "cancel-job": "Ask a job to stop.",
    "tokens": "List your tokens.",
    "make-token": "Make a token for a program; it is shown once.",
    "revoke-token": "Revoke one of your tokens.",
    "webhooks": "List an entity's webhooks, and what they could not be told.",
    "add-webhook": "Tell another program what is done in an entity, signed; the secret is shown once.",
    "remove-webhook": "Tell a program nothing more.",
    "deactivate-user": "Let somebody sign in no more; his sessions and tokens end at once.",
    "doctor": "Say where the database is and whether it is fit to write to.",
    "set-ownership": "Say what an entity holds of another from a day on, and how it is consolidated.",
    "map-account": "Map an account of a member to the group's chart, with its rate and the member that it is with.",
    "sell-within": "Sell goods to another entity of the group: out of the one and into the other, both sides matched.",
    "intercompany": "Declare a sale or purchase of goods within the group, to be matched with the other side.",
    "match-intercompany": "Match sales within a group, and list where the two sides differ.",
    "group-close": "See which entity of a group stands where: periods, tests of stock, rates, consolidations.",
    "group-retest": "Test stock again at group cost: the lower of what it cost the group and what it will fetch.",
    "group-impact": "Show what a member's run changes in the statements of its group, before it is posted.",
    "remeasure": "Test stock in the functional currency, where books are kept in another: write-downs that appear or go.",
    "consolidate": "Consolidate a group at a date: translated, eliminated, tested again, with entries that explain themselves.",
    "show-consolidation": "Show a consolidation: worksheet, entries, profit in stock, statements, and whether it still stands.",
    "group-disclosures": "Disclose the inventories of a group: each figure held against its consolidated statements.",
    "demo": "Walk the sample company through a period end.",
}
"""What each operation is for, in the order of the work. Its module has its name, with lines below for hyphens."""

MODULES: Final = {"close": "close_period", "grant": "grant_role", "import": "import_table"}
"""Modules that cannot be called, or would better not be called, what their operation is called."""


class Catalogue(Mapping[str, Operation]):
    """The operations by name.

    >>> BY_NAME["receive"].kind, "conjure" in BY_NAME
    ('command', False)
    """

    def __getitem__(self, name: str) -> Operation:
        """Import an operation. Raises: KeyError for a name that is none."""
        if name not in SUMMARIES:
            raise KeyError(name)
        return _operation(name)

    def __contains__(self, name: object) -> bool:
        """Whether an operation is called so; imports nothing."""
        return name in SUMMARIES

    def __iter__(self) -> Iterator[str]:
        """Go through the names, in the order of the work."""
        return iter(SUMMARIES)

    def __len__(self) -> int:
        """Count the operations."""
        return len(SUMMARIES)


@cache
def _operation(name: str) -> Operation:
    module = MODULES.get(name, name.replace("-", "_"))
    operation: Operation = import_module(f"lowmark.services.operations.{module}").OPERATION
    assert operation.name == name, f"{module} is not {name}"
    return operation


BY_NAME: Final = Catalogue()
