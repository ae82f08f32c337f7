"""Import a file of one table: all rows or none, every bad row returned."""

from dataclasses import dataclass

from lowmark.services.operation import File, Operation, Policy, said

TABLES = (
    "items", "locations", "lots", "item_costing", "accounts", "opening_layers", "stock_moves", "price_evidence",
    "conditions", "opening_allowances", "trial_balance", "journals", "dimensions", "dimension_rules",
    "budget", "item_units", "title_transfers", "demand_forecasts", "order_lines", "plan_terms", "cost_changes",
    "rates", "intercompany_moves", "opening_items", "opening_pool_layers", "opening_retail", "opening_tax_bases",
    "opening_margins", "item_statuses", "substitutes", "kits",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The file and the table it is for."""

    entity: str = said("entity code", example="MAPLE")
    table: str = said("which table", example="stock_moves", choices=TABLES)
    file: File = said("CSV, XLSX, Parquet or NDJSON; columns by name")
    preview: bool = said("read and check it and say what it would do; write nothing", default=False)
    file_hash: str = said("only if the file has this SHA-256, as its preview said", default="", example="9f86d081…")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """One thing wrong with one row."""

    document: str = said("file name")
    sheet: str = said("sheet; empty where there is none")
    row: int = said("row as a spreadsheet numbers it; 0 for the whole file")
    column: str = said("column; empty for the whole row")
    value: str = said("the value as it stands in the file")
    code: str = said("the rule broken")
    message: str = said("what is wrong")
    hint: str = said("what to do")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One row as it was read."""

    row: int = said("row as a spreadsheet numbers it")
    values: tuple[str, ...] = said("its values in the order of the columns, with their units")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that the import would do."""

    kind: str = said("what it is", choices=("new", "received", "issued", "account"))
    name: str = said("the table that gets rows, the class of the items, or the account")
    rows: int = said("how many rows, flows of cost or lines")
    quantity_micro: int = said("quantity received, or issued with a minus, in millionths")
    value_minor: int = said("cost received, or issued with a minus; of an account, debits less credits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One thing that is named and would say something else."""

    noun: str = said("what it is", example="item")
    name: str = said("its code")
    column: str = said("what changes of it")
    before: str = said("what it says now")
    after: str = said("what it would say")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Control totals; or, when anything was wrong, every bad row and no effect."""

    table: str = said("which table")
    file: str = said("file name")
    file_hash: str = said("SHA-256 of the file, hex")
    accepted: bool = said("whether the rows are in; of a preview, whether they would be")
    repeated: bool = said("whether this very file was in already")
    rows_read: int = said("data rows in the file")
    rows_valid: int = said("rows without fault")
    rows_rejected: int = said("rows with one or more faults")
    quantity_micro: int = said("control total of quantities as the file writes them, in millionths")
    value_minor: int = said("control total of values, in minor units")
    currency: str = said("currency of the values")
    problems: tuple[BadRow, ...] = said("every fault found", default=())
    notes: tuple[BadRow, ...] = said(
        "what was made regular or passed over, and rows that are in and count on another day than they say", default=()
    )
    preview: bool = said("whether this only says what would be; nothing was written", default=False)
    columns: tuple[str, ...] = said("of a preview: the columns that the file fills", default=())
    first: tuple[Shown, ...] = said("of a preview: the first rows, as they were read", default=())
    effects: tuple[Effect, ...] = said("of a preview: what the import would do, in the primary book", default=())
    changed: tuple[Changed, ...] = said("of a preview: what is there and would say something else", default=())


OPERATION = Operation(
    name="import",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.import_table:import_table",
    policy=Policy(roles=("warehouse", "preparer", "administrator")),
    long=True,
    pages=("imports",),
)
