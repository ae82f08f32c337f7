"""Walk AdventureWorks through a database, the bikes or the company: from documents to a posted write-down.

    LOWMARK_DATABASE_URL=sqlite:///aw.sqlite3 python -m examples.adventureworks.walk [FOLDER] [--whole]

Before this: `prepare` or `whole` has written the files. It asks for each operation as a person would at a door, so that whoever
prepares does not approve. After this: the books say what the write-down did, and every figure explains itself.
"""

import argparse
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from examples.adventureworks import prepare, whole

ENTITY = "AW"
COST_TO_SELL = "5 %"
CHANNEL = "reseller"
CHANNELS = (CHANNEL, "internet", "")
TABLES = ("items", "locations", "opening_layers", "stock_moves", "price_evidence")


@dataclass(frozen=True)
class Span:
    """From when to when: the first day and number of months of the books, and the day of the test."""

    opens_on: date
    months: int
    as_of: date


BIKES = Span(date(2011, 5, 1), 38, date(2014, 6, 30))
WHOLE = Span(whole.OPENING_ON, 43, whole.COUNTED_ON)


@dataclass(frozen=True)
class Walked:
    """What the walk came to; `tests` are what each channel's prices would have it be."""

    tests: dict[str, Any]
    run: Any
    posted: Any
    before: Any
    after: Any
    stock: Any
    explained: Any


def walk(files: Path, span: Span = BIKES) -> Walked:
    """Set up the entity in the database that this process works on, import, test, approve and post."""
    from lowmark.services import people

    password = secrets.token_urlsafe(24)
    ask = _Asking()
    ask(None, "init", name="AdventureWorks", currency="USD", opens_on=span.opens_on, months=span.months,
        administrator="root")  # fmt: skip
    for user, role in (("ada", "warehouse"), ("ada", "preparer"), ("ben", "approver"), ("ben", "poster"),
                       ("ben", "policy_owner")):  # fmt: skip
        ask("root", "grant", user=user, role=role)
    people.set_password(username="ben", password=password)
    ask("ben", "set-policy", path="inventories/cost_to_sell_rate", valid_from=span.opens_on, value=COST_TO_SELL)
    for table in TABLES:
        answer = ask("ada", "import", table=table, file=_file(files, table))
        assert answer.accepted, answer.problems[:3]
    tests = {channel: ask("ada", "assess", as_of=span.as_of, channel=channel) for channel in CHANNELS}
    run = ask("ada", "propose", as_of=span.as_of, channel=CHANNEL)
    before = ask("ben", "statements", as_of=span.as_of, run=run.run)
    ask("ben", "approve", password=password, run=run.run, run_hash=run.run_hash)
    posted = ask("ben", "post", run=run.run)
    shown = ask("ben", "show-run", run=run.run)
    explained = ask("ben", "explain", subject=f"run {run.run} item {shown.lines[0].item}")
    after, stock = ask("ben", "statements", as_of=span.as_of), ask("ben", "cost", as_of=span.as_of)
    return Walked(tests, shown, posted, before, after, stock, explained)


class _Asking:
    """Ask for operations as one person or another."""

    def __call__(self, who: str | None, operation: str, *, password: str = "", **said: Any) -> Any:
        from lowmark.services import people, proofs
        from lowmark.services.actor import Actor
        from lowmark.services.call import call
        from lowmark.services.catalogue import BY_NAME

        found = BY_NAME[operation]
        user_id = people.user_id(who) if who else None
        actor = Actor(user_id=user_id, username=who or "operator", door="cli", is_operator=who is None)
        if found.step_up:
            shown = proofs.Proof(password=password)
            proof = proofs.step_up(actor=actor, entity=ENTITY, bound_hash=said["run_hash"], proof=shown)
            actor = replace(actor, step_up_id=proof)
        return call(found, found.request(entity=ENTITY, **said), actor=actor)


def _file(folder: Path, table: str) -> Any:
    """Return a prepared file, as a door hands it in."""
    from lowmark.services.operation import File

    path = next(path for path in sorted(folder.iterdir()) if path.stem == table)
    return File(path.name, path.read_bytes())


def lines(walked: Walked) -> Iterator[str]:
    """Yield what the walk came to, in words."""
    run, posted = walked.run, walked.posted
    for channel, test in walked.tests.items():
        below = sum(line.required_minor > 0 for line in test.lines)
        silent = sum(line.finding == "no_evidence" for line in test.lines)
        yield (f"prices of {channel or 'all channels'}: {below} of {len(test.lines)} below cost by "
               f"{_shown(test.required_minor)}, {silent} without evidence")  # fmt: skip
    yield f"{run.tested} items at FIFO cost {_shown(run.cost_minor)} USD, {len(run.lines)} below what resellers pay"
    yield f"posted {_shown(posted.charged_minor)} USD in {', '.join(posted.entries)}"
    yield f"{'':42}{'before':>18}{'change':>18}{'after':>18}"
    after = {(line.section, line.caption): line for line in walked.after.lines if line.statement == "balance_sheet"}
    for line in walked.before.lines:
        if line.statement == "balance_sheet" and (line.posted_minor or line.change_minor):
            now = after[line.section, line.caption].posted_minor
            amounts = (line.posted_minor, line.change_minor, now)
            yield f"{line.caption[:42]:42}" + "".join(f"{_shown(amount):>18}" for amount in amounts)
    yield f"{walked.explained.subject}:"
    for step in walked.explained.steps[:12]:
        yield f"  {'  ' * step.depth}{step.what} {step.name}: {step.words}"


def _shown(minor: int) -> str:
    """Return an amount of dollars for reading."""
    return f"{minor / 100:,.2f}" if minor >= 0 else f"({-minor / 100:,.2f})"


def main() -> None:
    """Prepare the files and walk them through the database that LOWMARK_DATABASE_URL names (a new one)."""
    from lowmark.services.setup import prepare_database

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("source", nargs="?", type=Path, default=prepare.SOURCE)
    parser.add_argument("--whole", action="store_true", help="the whole company, not the bikes alone")
    asked = parser.parse_args()
    of, span = (whole, WHOLE) if asked.whole else (prepare, BIKES)
    prepare_database()
    with tempfile.TemporaryDirectory() as folder:
        list(of.write(of.prepare(asked.source), Path(folder), "parquet"))
        for line in lines(walk(Path(folder), span)):
            print(line)


if __name__ == "__main__":
    main()
