"""A company of a test, worked on through the services alone, as a door would.

Two people hold the roles, as they do in a company of two: one is warehouse and preparer, the other everything that
decides. That a proof of identity takes a password is tested at the doors; here it is written as the door writes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import File
from lowmark.store.scope import Scope
from lowmark.store.session import writing

OPERATOR = Actor(user_id=None, username="operator", door="cli", is_operator=True)
PREPARES = ("warehouse", "preparer", "planner")
DECIDES = ("reviewer", "approver", "poster", "policy_owner", "auditor")

FIVE_MINUTES = 5 * 60 * 1_000_000

MOVES = ("document", "line", "item", "from_location", "to_location", "reason", "quantity", "value", "effective_on")
PRICES = ("document", "line", "item", "kind", "price", "observed_on")


@dataclass(frozen=True)
class Company:
    """An entity and its people: `ada` prepares, `ben` decides, `root` administers."""

    entity: str
    ada: str
    ben: str
    root: str

    def do(self, operation: str, who: str, *, key: str = "", step_up_id: int | None = None, **fields: Any) -> Any:
        """Carry out an operation on this entity."""
        return do(operation, who, key=key, step_up_id=step_up_id, entity=self.entity, **fields)

    def bring(self, table: str, rows: Iterable[Iterable[object]], columns: Iterable[str], *, name: str = "") -> Any:
        """Import rows as a CSV file, as ada. The file has to be accepted."""
        content = csv(columns, rows)
        found = self.do("import", self.ada, table=table, file=File(name or f"{table}.csv", content))
        assert found.accepted, found.problems
        return found

    def items(self, *codes: str, places: Iterable[str] = ("Main",)) -> None:
        """Import items, all merchandise, and places."""
        self.bring("items", [(code, f"The {code}", "merchandise") for code in codes], ("item", "name", "item_class"))
        self.bring("locations", [(place,) for place in places], ("location",))

    def moves(self, *rows: Iterable[object], name: str = "moves.csv") -> Any:
        """Import stock moves: the columns of MOVES."""
        return self.bring("stock_moves", rows, MOVES, name=name)

    def prices(self, *rows: Iterable[object], name: str = "prices.csv") -> Any:
        """Import price evidence: the columns of PRICES."""
        return self.bring("price_evidence", rows, PRICES, name=name)

    def record(self, document: str, item: str, quantity: object, on: date, **given: Any) -> Any:
        """Record one move: with a value it is a receipt, without one a sale, unless `given` says otherwise."""
        receipt = "value" in given
        fields = {
            "from_location": "vendor" if receipt else "Main", "to_location": "Main" if receipt else "customer",
            "reason": "receipt" if receipt else "sale", "line": "1", **given,
        }  # fmt: skip
        return self.do(
            "record-move", self.ada, document=document, item=item, quantity=str(quantity), effective_on=on, **fields
        )

    def approve(self, run: str, run_hash: str) -> Any:
        """Let ben approve a run on a fresh proof of who he is."""
        return self.do("approve", self.ben, step_up_id=self.prove(run_hash), run=run, run_hash=run_hash)

    def prove(self, run_hash: str) -> int:
        """Write a proof, just given, that it is ben who looks at a run of this hash."""
        from lowmark.services.access import roles_by_entity

        user_id = actor(self.ben).user_id
        assert user_id is not None
        (entity,) = [found for found, _ in roles_by_entity(user_id) if found.code == self.entity]
        with writing(Scope(user_id=user_id, entities=(entity.id,), purpose="command")) as writer:
            sequences, now = writer.tick(entity.id, 1)
            number = int(writer.take_ids("step_up", 1)[0])
            writer.insert("step_up", [{
                "id": number, "entity_id": entity.id, "user_id": user_id, "bound_hash": bytes.fromhex(run_hash),
                "method": "password", "granted_at": now, "expires_at": now + FIVE_MINUTES,
                "known_seq": sequences[0], "recorded_at": now,
            }])  # fmt: skip
        return number

    def write_down(self, as_of: date) -> Any:
        """Propose, approve and post a run; return what was posted."""
        run = self.do("propose", self.ada, as_of=as_of)
        self.approve(run.run, run.run_hash)
        return self.do("post", self.ben, run=run.run)

    def balances(self, as_of: date, known_seq: int = 0) -> dict[str, int]:
        """Return the trial balance: account code to debits less credits, where it is not zero."""
        found = self.do("statements", self.ben, as_of=as_of, known_seq=known_seq)
        lines = [line for line in found.lines if line.statement == "trial_balance" and line.account]
        return {line.account: line.posted_minor for line in lines if line.posted_minor}


def found(entity: str, *, opens_on: date = date(2026, 1, 1), months: int = 12, mark: str = "", **given: Any) -> Company:
    """Set up an entity and its people, whose names end in `mark`."""
    company = Company(entity, f"ada{mark}", f"ben{mark}", f"root{mark}")
    do("init", OPERATOR, entity=entity, name=f"The {entity}", opens_on=opens_on, months=months,
       administrator=company.root, **{"currency": "CAD", **given})  # fmt: skip
    for name, roles in ((company.ada, PREPARES), (company.ben, DECIDES)):
        for role in roles:
            company.do("grant", company.root, user=name, role=role)
    return company


def do(operation: str, who: str | Actor, *, key: str = "", step_up_id: int | None = None, **fields: Any) -> Any:
    """Carry out an operation through the one way in."""
    found = BY_NAME[operation]
    return call(found, found.request(**fields), actor=actor(who, key=key, step_up_id=step_up_id))


def actor(who: str | Actor, *, key: str = "", step_up_id: int | None = None) -> Actor:
    """Return the actor of a user's name."""
    from lowmark.services import people

    if isinstance(who, Actor):
        return who
    return Actor(user_id=people.user_id(who), username=who, door="api", request_key=key, step_up_id=step_up_id)


def csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a CSV file of cells without commas."""
    return "".join(",".join(map(str, row)) + "\n" for row in (columns, *rows)).encode()
