"""Open a further book of an entity, which shares the cost basis of the primary one and is tested by its own framework.

Moves are posted in the primary book; what a further one holds against the stock is carried after them, by `carry-books`.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import read_framework
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.finding import ALL, find_book
from lowmark.services.formulas import why_not
from lowmark.services.operations.add_book import OPERATION, Request, Response
from lowmark.services.policies import policy_in_force
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.session import Writer


def add_book(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Write a book beside the primary one.

    Raises: Problem `unknown_framework`, `conflict` where the code is taken, `refused` where the framework does not have
            a cost formula that goods of the entity are costed by.
    """
    read_framework(request.framework)

    def work(writer: Writer) -> Done:
        entity, code = granted.entity, request.book or request.framework
        primary = find_book(writer, entity, "")
        if code == ALL or "," in code or entities_read.book(writer, entity.id, code) is not None:
            raise Problem("conflict", f"{entity.code} cannot have another book {code!r}", hint="choose another code")
        _require_formulas(writer, granted, request.framework, primary)
        writer.insert("book", [{
            "id": writer.take_ids("book", 1)[0], "entity_id": entity.id, "code": code,
            "framework": request.framework, "currency": primary.currency, "is_primary": False,
            "cost_basis_id": primary.cost_basis_id, "carried_to_seq": 0,
        }])  # fmt: skip
        response = Response(entity=entity.code, book=code, framework=request.framework, currency=primary.currency,
                            beside=primary.code)  # fmt: skip
        return Done(response, f"book {code}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _require_formulas(writer: Writer, granted: Granted, framework: str, primary: Book) -> None:
    """Refuse a framework that does not have a formula by which goods are costed.

    Raises: Problem `refused`.
    """
    on = max(period.ends_on for period in entities_read.periods(writer, granted.entity.id))
    policy = policy_in_force(
        writer, entity_id=granted.entity.id, framework=framework, on=on,
        known_seq=entities_read.known_seq(writer, granted.entity.id),
    ).policy  # fmt: skip
    sql = ("SELECT DISTINCT method FROM (SELECT method FROM valuation_cost_pool WHERE cost_basis_id = %s UNION ALL"
           " SELECT method FROM valuation_item_costing WHERE cost_basis_id = %s) q ORDER BY method")  # fmt: skip
    used = [str(row["method"]) for row in writer.rows(sql, [primary.cost_basis_id, primary.cost_basis_id])]
    for method in dict.fromkeys([primary.method, *used]):
        refusal = why_not(policy, method)
        if refusal is not None:
            raise Problem("refused", refusal[0], hint=refusal[1])
