"""Estimate inventory from totals; of a LIFO pool, keep its layers and bring the LIFO reserve of the book to them.

Locks:  the pool's name; the period of the date, shared; the entity clock last.
"""

from dataclasses import replace
from datetime import date, timedelta

from lowmark.core.estimates.gross_profit import estimate_gross_profit
from lowmark.core.estimates.retail import STANDS_FOR, Basis, RetailTotals, estimate_retail
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.journal.one import Event, to_entries_one
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.estimating.inputs import amount, places, ratio, totals
from lowmark.services.estimating.pools import PoolAt, as_rows, dollar_value, layers_of, retail
from lowmark.services.estimating.worksheets import of_gross_profit, of_layers, of_retail, shown
from lowmark.services.finding import find_book
from lowmark.services.formulas import cited, why_not
from lowmark.services.importing.opening_retail import totals_of
from lowmark.services.operations.estimate_inventory import OPERATION, Request, Response
from lowmark.services.policies import policy_in_force
from lowmark.services.recording.reads import hold_open
from lowmark.services.testing import layers_at
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import NewEntry, NewLine, write_entries
from lowmark.store.session import Writer
from lowmark.store.stock import opening
from lowmark.store.subledger import pool_layers

POOLS = ("retail_lifo", "dollar_value_lifo")
RETAIL: dict[str, Basis] = {"retail_conventional": "conventional", "retail_average_cost": "average_cost"}
SOURCES = {"retail_conventional": "ASC 330-10-30-13, 330-10-35-1C", "retail_average_cost": "IAS 2.22; ASC 330-10-30-13",
           "retail_lifo": "ASC 330-10-30-13", "dollar_value_lifo": "ASC 330-10-30-9; Reg. 1.472-8(e)",
           "gross_profit": "ASC 270-10-45-6(a)"}  # fmt: skip


def estimate_inventory(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return an estimate with its worksheet, and keep and post it where that is asked for.

    Raises: Problem `refused` where the framework has no such method, or it posts nothing; `not_found`, `period_closed`,
            `not_granted`; as the methods word what is wrong with totals.
    """
    if request.posting and request.method not in POOLS:
        raise Problem(
            "refused", f"an estimate by {request.method} posts nothing", hint="only LIFO pools have a reserve"
        )
    if request.posting and not granted.roles & {"poster", "administrator"}:
        raise Problem("not_granted", "who posts a reserve has the role poster", hint="estimate without posting")

    def work(writer: Writer) -> Done:
        book = find_book(writer, granted.entity, request.book)
        policy = policy_in_force(
            writer, entity_id=granted.entity.id, framework=book.framework, on=request.as_of,
            known_seq=entities_read.known_seq(writer, granted.entity.id),
        ).policy  # fmt: skip
        if request.method in POOLS:
            response = _pool(writer, granted, book, policy, request)
        else:
            response = _plain(writer, granted, book, policy, request)
        return Done(response, f"pool {request.pool} at {request.as_of}", because=request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _empty(granted: Granted, book: Book, request: Request) -> Response:
    """Return an answer in which nothing is worked out yet."""
    return Response(
        entity=granted.entity.code, book=book.code, method=request.method, pool=request.pool, as_of=request.as_of,
        currency=book.currency, standing="estimate", source=SOURCES[request.method], inventory_minor=0,
        cost_of_goods_sold_minor=None, inside_minor=None, reserve_minor=None, change_minor=None, posted=False, entries=(),
        steps=(), layers=(),
    )  # fmt: skip


def _plain(writer: Writer, granted: Granted, book: Book, policy: InventoriesPolicy, request: Request) -> Response:
    """Estimate by retail or gross profit: a figure, of which nothing is kept in the subledger.

    Raises: Problem `refused` for a retail method that stands for a measurement which the framework does not have.
    """
    answer, currency = _empty(granted, book, request), book.currency
    if request.method == "gross_profit":
        margin = estimate_gross_profit(
            purpose=request.purpose, margin=ratio(request.margin, "margin"), margin_on=request.margin_on,  # type: ignore[arg-type]
            opening_minor=amount(request.opening_cost, currency), purchases_minor=amount(request.purchases_cost, currency),
            sales_minor=amount(request.sales, currency), freight_in_minor=amount(request.freight_in, currency),
            purchase_returns_minor=amount(request.purchase_returns_cost, currency),
            sales_returns_minor=amount(request.sales_returns, currency), ratio_places=places(request.ratio_places),
        )  # fmt: skip
        return replace(answer, inventory_minor=margin.inventory_minor, steps=tuple(of_gross_profit(margin)),
                       cost_of_goods_sold_minor=margin.cost_of_goods_sold_minor)  # fmt: skip
    basis = RETAIL[request.method]
    if STANDS_FOR[basis] not in {"cost", *policy.measurement_bases}:
        raise Problem("refused", f"{policy.framework} does not measure stock at the {STANDS_FOR[basis].replace('_', ' ')}"
                      f"{cited(policy, 'inventories/measurement_bases')}", hint="use retail_average_cost, and test it")  # fmt: skip
    found = estimate_retail(
        totals=totals(request, currency, before=_before(writer, granted, book, request)), basis=basis,
        ratio_places=places(request.ratio_places),
    )  # fmt: skip
    return replace(answer, inventory_minor=found.ending_cost_minor, steps=tuple(of_retail(found)),
                   cost_of_goods_sold_minor=found.cost_of_goods_sold_minor)  # fmt: skip


def _pool(writer: Writer, granted: Granted, book: Book, policy: InventoriesPolicy, request: Request) -> Response:
    """Estimate a LIFO pool; where that is asked for, keep it and post what its reserve changes by.

    Raises: Problem `refused` where the framework has no LIFO, where the book costs by it inside, or for a date before the
            pool's latest.
    """
    entity = granted.entity
    refusal = why_not(policy, "lifo")
    if refusal is not None:
        raise Problem("refused", refusal[0], hint=refusal[1])
    if book.method == "lifo":
        raise Problem("refused", "goods are costed by LIFO inside, so that there is no reserve",
                      hint="a reserve is the difference to another method inside")  # fmt: skip
    lock_key(writer, entity.id, f"pool:{book.id}:{request.pool}")
    before = pool_layers.latest(writer, book.id, request.pool)
    if before is not None and before["as_of"] > request.as_of:
        raise Problem("refused", f"the pool was estimated as of {before['as_of']}", hint="estimate a later date")
    if before is not None and before["method"] != request.method:
        raise Problem("refused", f"the pool is estimated by {before['method']}", hint="name another pool")
    year = entity.fiscal_year(request.as_of)
    standing = layers_of(pool_layers.standing_layers(writer, book.id, request.pool, before_year=year), request.pool)
    inside = amount(request.inside_cost, book.currency) if request.inside_cost else _inside(writer, book, request.as_of)
    if request.method == "retail_lifo":
        found = retail(request, book.currency, standing=standing, year=year,
                       before=_before(writer, granted, book, request))  # fmt: skip
    else:
        found = dollar_value(request, book.currency, standing=standing, year=year, inside_minor=inside)
    reserve, was = inside - found.lifo_minor, before["reserve_minor"] if before else 0
    is_annual = entity.fiscal_year(request.as_of + timedelta(days=1)) != year
    sheet = found.worksheet
    response = replace(
        _empty(granted, book, request), standing="annual" if is_annual else "interim", inventory_minor=found.lifo_minor,
        cost_of_goods_sold_minor=sheet.available_cost_minor - found.lifo_minor if sheet else None, inside_minor=inside,
        reserve_minor=reserve, change_minor=reserve - was, layers=shown(found.layers),
        steps=(*(of_retail(sheet) if sheet else ()), *of_layers( base_minor=found.base_minor, index=found.index, added=found.added,
            liquidated=found.liquidated)),
    )  # fmt: skip
    if not request.posting:
        return response
    entries = _keep(writer, granted, book, request, found, year=year, is_annual=is_annual, inside=inside, was=was)
    return replace(response, posted=True, entries=entries)


def _before(writer: Writer, granted: Granted, book: Book, request: Request) -> RetailTotals | None:
    """Return what a department's year had come to when its books were taken over; none in another year, or where it began here.

    Raises: Problem `refused` for a date before the books, or another method than it was taken over by.
    """
    row = opening.retail_totals(writer, book.id, request.pool)
    if row is None or granted.entity.fiscal_year(request.as_of) > row["fiscal_year"]:
        return None
    if request.as_of < row["opening_on"]:
        raise Problem("refused", f"the department was taken over on {row['opening_on']}", hint="estimate a later date")
    if request.method != row["method"]:
        raise Problem(
            "refused", f"the department was taken over by {row['method']}", hint="estimate it by that this year"
        )
    return totals_of(row)


def _inside(writer: Writer, book: Book, as_of: date) -> int:
    """Return what all stock of the book costs by the method inside."""
    known_seq = entities_read.known_seq(
        writer, int(writer.value("SELECT entity_id FROM entities_book WHERE id = %s", [book.id]))
    )
    return int(layers_at(writer, book, as_of=as_of, known_seq=known_seq)["cost_minor"].sum())


def _keep(
    writer: Writer, granted: Granted, book: Book, request: Request, found: PoolAt, *, year: int, is_annual: bool,
    inside: int, was: int,
) -> tuple[str, ...]:  # fmt: skip
    """Write the estimate, its layers, and the entry that brings the reserve to it; return the entry's name.

    Raises: Problem `refused` when no period has the date, `period_closed`.
    """
    entity = granted.entity
    assert granted.user_id is not None  # Posting takes a role, and roles are people's.
    hold_open(writer, granted, request.as_of)
    reserve = inside - found.lifo_minor
    drafts = to_entries_one(roles=ledger_read.roles(writer, entity.id), events=[Event(
        event="lifo_reserve" if reserve > was else "lifo_reserve_back", accounting_on=request.as_of,
        document=f"LIFO {request.pool} {request.as_of}".replace("  ", " "), amount_minor=abs(reserve - was),
    )])  # fmt: skip
    sequences, recorded_at = writer.tick(entity.id, 1 + len(drafts))
    entries = [
        NewEntry(journal=draft.journal, fiscal_year=year, accounting_on=draft.accounting_on, event=draft.event,
                 document=draft.document, lines=tuple(
                     NewLine(account_id=line.account_id, amount_minor=line.amount_minor, reason=line.reason,
                             item_class=line.item_class) for line in draft.lines))
        for draft in drafts
    ]  # fmt: skip
    written = write_entries(writer, entries, entity_id=entity.id, book_id=book.id, posted_by=granted.user_id,
                            sequences=sequences[:-1], recorded_at=recorded_at)  # fmt: skip
    opening = found.opening
    pool_layers.write_estimate(writer, {
        "entity_id": entity.id, "book_id": book.id, "pool": request.pool, "method": request.method, "as_of": request.as_of,
        "fiscal_year": year, "is_annual": is_annual, "opening_base_minor": opening.base_minor if opening else 0,
        "opening_cost_minor": opening.cost_minor if opening else 0, "ending_minor": found.ending_minor,
        "index_over": found.index[0], "index_under": found.index[1], "layer_index_over": found.layer_index[0],
        "layer_index_under": found.layer_index[1], "ratio_over": found.ratio[0], "ratio_under": found.ratio[1],
        "inside_minor": inside, "lifo_minor": found.lifo_minor, "reserve_minor": reserve,
        "entry_id": written[0].id if written else None, "made_by": granted.user_id, "known_seq": sequences[-1],
        "recorded_at": recorded_at,
    }, as_rows(found.layers))  # fmt: skip
    return tuple(entry.name for entry in written)
