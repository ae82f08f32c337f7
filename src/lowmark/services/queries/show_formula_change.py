"""One change of formula, with what goes over by it as things stand."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.changing.finding import find_change, state
from lowmark.services.changing.going_over import going_over
from lowmark.services.finding import find_book
from lowmark.services.operations.show_formula_change import Against, Effect, Line, Request, Response
from lowmark.store.session import reading
from lowmark.store.stock import formulas

SHOWN = ("item", "item_class", "lot", "condition", "layers", "quantity_micro", "value_minor", "new_minor",
         "held_minor")  # fmt: skip


def show_formula_change(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a change; once it is decided, with the items that went over, and the hash that was decided on.

    Raises: Problem `not_found`.
    """
    del actor
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, granted.entity, "")
        row = find_change(reader, granted.entity, book, request.document)
        is_open = row["decision"] is None
        going = going_over(reader, granted.entity, book, row) if is_open else None
        items = formulas.items_of(reader, row["id"]) if going is None else going.items.rows(named=True)
        effects = going.effects.rows(named=True) if going is not None else formulas.effects_of(reader, row["id"])
    goods = [] if going is None else list(going.goods.select(SHOWN).iter_rows(named=True))
    digest = bytes(row["figures_hash"]) if going is None else going.digest()
    return Response(
        entity=granted.entity.code, book=book.code, document=row["document"], state=state(row), replaces=row["replaces"],
        method=row["method"], item_class=row["item_class"], begins_on=row["begins_on"],
        application=row["application"], impracticable=row["impracticable"],
        because=row["because"], drafted_by=row["drafter"], decided_by=row["decider"] or "", comment=row["comment"] or "",
        currency=book.currency, figures_hash=digest.hex(), quantity_micro=sum(one["quantity_micro"] for one in goods),
        value_minor=sum(one["value_minor"] for one in goods), new_minor=sum(one["new_minor"] for one in goods),
        effect_minor=-sum(one["amount_minor"] for one in effects), held_minor=sum(one["held_minor"] for one in goods),
        items=tuple(one["item"] for one in items if one["replaces"] != one["method"]),
        made_of_them=tuple(one["item"] for one in items if one["replaces"] == one["method"]),
        against=() if going is None else tuple(
            Against(code=one.code, message=one.message, hint=one.hint) for one in going.against
        ),
        effects=tuple(Effect(**one) for one in effects), lines=tuple(Line(**one) for one in goods),
    )  # fmt: skip
