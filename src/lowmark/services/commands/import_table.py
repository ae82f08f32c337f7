"""Import a file of one table: parse, check, plan outside the ledger's transaction; then write all rows, or none.

The same file for the same table has no second effect: its hash is a fact, and the first answer comes back. Of several
who bring it at the same moment, one writes, and the others find it in.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import polars as pl

from lowmark.core.kinds.problems import Problem, RowProblem
from lowmark.interchange.read import ReadTable, read_table
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, answered, lock_key, run_command
from lowmark.services.importing import (
    bills,
    cost_changes,
    evidence,
    expectations,
    intercompany,
    item_costings,
    item_lives,
    item_units,
    journals,
    kits,
    ledger_tables,
    opening_allowances,
    opening_items,
    opening_margins,
    opening_pool_layers,
    opening_retail,
    opening_tax_bases,
    plan_terms,
    productions,
    rates,
    registers,
    stock,
    trial_balances,
)
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.previewing import read_rows, tried
from lowmark.services.operations.import_table import OPERATION, BadRow, Request, Response
from lowmark.services.progress import tell
from lowmark.store import spool
from lowmark.store.audit import read as audit_read
from lowmark.store.session import Writer, reading

Importer = Callable[..., "Outcome | Refusal"]
IMPORTERS: dict[str, Importer] = {
    "items": registers.import_items, "locations": registers.import_locations,
    "opening_layers": stock.import_opening_layers, "stock_moves": stock.import_stock_moves,
    "price_evidence": evidence.import_price_evidence, "lots": registers.import_lots,
    "item_costing": item_costings.import_item_costing, "accounts": registers.import_accounts,
    "trial_balance": trial_balances.import_trial_balance, "conditions": stock.import_conditions,
    "cost_changes": cost_changes.import_cost_changes,
    "opening_allowances": opening_allowances.import_opening_allowances,
    "demand_forecasts": expectations.import_demand_forecasts, "order_lines": expectations.import_order_lines,
    "item_statuses": item_lives.import_item_statuses, "substitutes": item_lives.import_substitutes,
    "item_units": item_units.import_item_units, "title_transfers": stock.import_title_transfers,
    "plan_terms": plan_terms.import_plan_terms, "bills": bills.import_bills,
    "productions": productions.import_productions, "journals": journals.import_journals,
    "dimensions": ledger_tables.import_dimensions, "dimension_rules": ledger_tables.import_dimension_rules,
    "budget": ledger_tables.import_budget,
    "opening_items": opening_items.import_opening_items,
    "opening_pool_layers": opening_pool_layers.import_opening_pool_layers,
    "kits": kits.import_kits,
    "opening_retail": opening_retail.import_opening_retail,
    "opening_tax_bases": opening_tax_bases.import_opening_tax_bases,
    "opening_margins": opening_margins.import_opening_margins,
    "rates": rates.import_rates, "intercompany_moves": intercompany.import_intercompany_moves,
}  # fmt: skip
SHOWN = 1_000


class _Refused(Exception):
    """Leaves the transaction without effect, with the problems found under the pen."""

    def __init__(self, problems: pl.DataFrame) -> None:
        super().__init__()
        self.problems = problems


def import_table(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Import a file, whole or not at all; every fault found is in the answer.

    Raises: Problem `bad_request` for a table that cannot be imported; `version_changed` for another file than was previewed.
    """
    importer = IMPORTERS.get(request.table)
    tell("reading the file", 0, 3)
    table = read_table(
        file_name=request.file.name,
        content=request.file.content,
        table=request.table,
        currency=granted.entity.currency,
        is_strange=True,
    )  # An unknown table is named there, with those that there are.
    assert importer is not None
    if request.file_hash and request.file_hash.lower() != table.file_hash.hex():
        raise Problem("version_changed", "this is not the file that was previewed: its SHA-256 is another",
                      hint="preview this file, or send the one that was previewed", where={"field": "file_hash"})  # fmt: skip
    if table.problems:
        return _refused(request, table, granted, _of_rows(table))
    if request.preview:
        return _preview(request, table, importer, granted)
    spool.put(request.file.content)  # The very file that facts will cite by its hash, kept before they are.
    try:
        return _is_in(request, table, actor, granted) or _write(request, table, importer, actor, granted)
    except _Refused as refusal:
        # What is in the way may be this very file's own rows, which somebody else has brought meanwhile.
        is_in = _is_in(request, table, actor, granted)
        return is_in or _refused(request, table, granted, _of_frame(request, table.sheet, refusal.problems))


def _is_in(request: Request, table: ReadTable, actor: Actor, granted: Granted) -> Response | None:
    """Return the answer to a file that is in already: to the same key the first answer, else that it is repeated."""
    with reading(granted.scope()) as reader:
        if audit_read.imported_file(reader, granted.entity.id, request.table, table.file_hash) is None:
            return None
        first: Response | None = answered(reader, OPERATION, request, actor=actor, granted=granted)
    return first or _response(request, table, granted, repeated=True)


def _write(request: Request, table: ReadTable, importer: Importer, actor: Actor, granted: Granted) -> Response:
    """Carry the import out under the pen.

    Locks:  the file, after the key; then what the plan locks.
    """
    tell("checking its rows", 1, 3)
    planned = importer(table.frame, granted=granted, document=request.file.name, file_hash=table.file_hash)
    if isinstance(planned, Refusal):
        raise _Refused(planned.problems)
    tell("writing them", 2, 3)

    def work(writer: Writer) -> Done:
        entity_id = granted.entity.id
        lock_key(writer, entity_id, f"{request.table}:{table.file_hash.hex()}")
        if audit_read.imported_file(writer, entity_id, request.table, table.file_hash) is not None:
            return Done(_response(request, table, granted, repeated=True), f"file {request.file.name}", "repeated")
        refusal = planned.write(writer)
        if refusal is not None:
            raise _Refused(refusal.problems)
        sequences, recorded_at = writer.tick(entity_id, 1)
        writer.insert("imported_file", [{
            "id": writer.take_ids("imported_file", 1)[0], "entity_id": entity_id, "table_name": request.table,
            "file_name": request.file.name, "file_hash": table.file_hash, "n_rows": table.n_rows,
            "quantity_micro": _total(table, "quantity_micro"), "value_minor": _total(table, "value_minor"),
            "imported_by": granted.user_id, "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        notes = () if planned.notes is None else _of_frame(request, table.sheet, planned.notes)
        response = _response(request, table, granted, repeated=False)
        response = replace(response, notes=response.notes + notes)
        return Done(response, f"file {request.file.name}", after_hash=table.file_hash)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _preview(request: Request, table: ReadTable, importer: Importer, granted: Granted) -> Response:
    """Return what the import would do; nothing of it stays."""
    with reading(granted.scope()) as reader:
        if audit_read.imported_file(reader, granted.entity.id, request.table, table.file_hash) is not None:
            return replace(_response(request, table, granted, repeated=True), preview=True)
    tell("trying it", 1, 3)
    planned = importer(table.frame, granted=granted, document=request.file.name, file_hash=table.file_hash)
    found = planned if isinstance(planned, Refusal) else tried(planned, granted=granted)
    if isinstance(found, Refusal):
        return _refused(request, table, granted, _of_frame(request, table.sheet, found.problems))
    assert isinstance(planned, Outcome)
    notes = () if planned.notes is None else _of_frame(request, table.sheet, planned.notes)
    response = _response(request, table, granted, repeated=False)
    columns, first = read_rows(table.frame, granted.entity.currency)
    return replace(response, accepted=True, preview=True, columns=columns, first=first, effects=found[0],
                   changed=found[1], notes=response.notes + notes)  # fmt: skip


def _total(table: ReadTable, column: str) -> int:
    """Return a control total; zero where the table has no such column."""
    if column not in table.frame.columns:
        return 0
    return int(table.frame[column].cast(pl.Int128).sum() or 0)


def _response(request: Request, table: ReadTable, granted: Granted, *, repeated: bool) -> Response:
    """Return the answer to a file that is in."""
    return Response(
        table=request.table, file=request.file.name, file_hash=table.file_hash.hex(), accepted=True,
        repeated=repeated, rows_read=table.n_rows, rows_valid=table.n_rows, rows_rejected=0,
        quantity_micro=_total(table, "quantity_micro"), value_minor=_total(table, "value_minor"),
        currency=granted.entity.currency, notes=_worded(table.notes),
    )  # fmt: skip


def _refused(request: Request, table: ReadTable, granted: Granted, problems: tuple[BadRow, ...]) -> Response:
    """Return the answer to a file that had no effect."""
    bad = len({problem.row for problem in problems if problem.row})
    return Response(
        table=request.table, file=request.file.name, file_hash=table.file_hash.hex(), accepted=False, repeated=False,
        rows_read=table.n_rows, rows_valid=max(table.n_rows - bad, 0), rows_rejected=bad,
        quantity_micro=_total(table, "quantity_micro"), value_minor=_total(table, "value_minor"),
        currency=granted.entity.currency, problems=problems, preview=request.preview,
    )  # fmt: skip


def _of_rows(table: ReadTable) -> tuple[BadRow, ...]:
    """Return what the parser found."""
    return _worded(table.problems)


def _worded(found: Iterable[RowProblem]) -> tuple[BadRow, ...]:
    return tuple(
        BadRow(document=p.document, sheet=p.sheet, row=p.row or 0, column=p.column, value=p.value, code=p.code,
               message=p.message, hint=p.hint)
        for p in found
    )  # fmt: skip


def _of_frame(request: Request, sheet: str, problems: pl.DataFrame) -> tuple[BadRow, ...]:
    """Return what recording found, up to a thousand, and how many more there are."""
    rows = [
        BadRow(document=request.file.name, sheet=sheet, row=row["row"], column=row["column"], value=row["value"] or "",
               code=row["code"], message=row["message"], hint=row["hint"])
        for row in problems.head(SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    if problems.height > SHOWN:
        rows.append(BadRow(document=request.file.name, sheet=sheet, row=0, column="", value="", code="more",
                           message=f"{problems.height - SHOWN} more", hint="correct these first"))  # fmt: skip
    return tuple(rows)
