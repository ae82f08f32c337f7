"""Read a file of one table: exact columns by name, and every fault of the file at once.

Before this: a door took in the file's name and bytes. After this: recording, which judges what the rows mean (whether
the item is known, whether there is stock to move). Here only the file itself is judged: its form, its columns, each
cell, and what cells of one file say against one another. Nothing raises but a caller's mistake.
"""

import hashlib
from dataclasses import dataclass
from functools import partial

import polars as pl

from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.problems import Problem, RowProblem
from lowmark.interchange.apart import read_apart
from lowmark.interchange.cells import absent, read_cells
from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.csv_bytes import read_csv
from lowmark.interchange.faults import SHOWN, Faults, Why
from lowmark.interchange.header import recognise
from lowmark.interchange.judging import judge
from lowmark.interchange.parquet_bytes import read_parquet
from lowmark.interchange.tables import find_table
from lowmark.interchange.texts import FILE_BYTES, NOTHING, ROW, Texts
from lowmark.interchange.words import read_cell
from lowmark.interchange.xlsx_bytes import read_xlsx


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A file, read.

    Shapes: ``frame`` holds the rows without fault, in the order of the file, with the table's columns (the unit last:
            `quantity_micro`, `value_minor`) and ``row``, as a spreadsheet numbers it. A file with a fault that is not
            of one row has no rows. ``n_rows`` counts the data rows of the file.
            ``notes`` say what was made regular or passed over. ``sheet`` names that of a workbook.
    """

    frame: pl.DataFrame
    problems: tuple[RowProblem, ...]
    n_rows: int
    file_hash: bytes
    sheet: str = ""
    notes: tuple[RowProblem, ...] = ()


def read_table(*, file_name: str, content: bytes, table: str, currency: str, is_strange: bool = False) -> ReadTable:
    r"""Read a CSV, XLSX, Parquet or NDJSON file as one of the tables.

    Units:  quantities and prices in millionths, money in minor units of ``currency``.
    Domain: ``table`` is a name of `tables.TABLES`; the kind of file goes by the end of its name.
            A file that is strange is one that others send: its Parquet too is read in a process of its own.
    Raises: Problem ``unknown_table``, ``unknown_currency`` or ``currency_without_minor_unit``; nothing about the file.

    >>> read = read_table(file_name="layers.csv", table="on_hand", currency="CAD",
    ...                   content=b"SKU,Qty,Unit cost\nTENT-2,3,99.995\nROPE,1e3,2\n")
    >>> read.frame.rows(named=True)
    [{'item': 'TENT-2', 'lot': '', 'quantity_micro': 3000000, 'cost_minor': 29998, 'row': 2}]
    >>> print(read.problems[0])
    layers.csv, row 3, column Qty: '1e3' is not a plain decimal number: '1e3' [bad_quantity]; ...
    """
    found = find_table(table)
    exponent(currency)
    faults = Faults(document=file_name)

    texts = _texts(file_name, content, found, faults, is_strange=is_strange)
    if texts.header and texts.n_rows == 0:
        faults.of_file(Problem("no_rows", "the file has a header and no rows", hint="add rows, or do not send it"))
    frame = _rows(texts, found, currency, faults)
    result = ReadTable(frame, faults.problems(), texts.n_rows, hashlib.sha256(content).digest(), faults.sheet,
                       tuple(faults.noted))  # fmt: skip

    assert result.frame.height <= result.n_rows
    assert result.problems or result.frame.height == result.n_rows
    return result


def _texts(file_name: str, content: bytes, table: ImportTable, faults: Faults, *, is_strange: bool) -> Texts:
    if len(content) > FILE_BYTES:
        faults.of_file(Problem("too_large", f"the file is larger than {FILE_BYTES // 1024**2} MB",
                               hint="send it in parts"))  # fmt: skip
        return NOTHING
    match file_name.lower().rpartition(".")[2]:
        case "csv":
            return read_csv(content, faults)
        case "xlsx":
            return read_xlsx(content, table, faults)
        case "parquet":
            return read_apart("parquet", content, faults) if is_strange else read_parquet(content, faults)
        case "jsonl" | "ndjson":
            return read_apart("ndjson", content, faults)
        case _:
            faults.of_file(Problem(
                "unknown_format", "the file's name does not end in .csv, .xlsx, .parquet or .jsonl",
                hint="save it as CSV (UTF-8), as an Excel workbook (.xlsx), as Parquet or as NDJSON (.jsonl)"))  # fmt: skip
            return NOTHING


def _rows(texts: Texts, table: ImportTable, currency: str, faults: Faults) -> pl.DataFrame:
    """Read every cell, judge every row, and return the rows that are without fault."""
    places = recognise(texts.header, table, faults, row=texts.header_row) if texts.header else {}
    raw = {name: texts.columns[place] for name, place in places.items()}
    values: dict[str, pl.Series] = {}
    bad: dict[str, pl.Series] = {}
    for column in table.columns:
        text = raw.get(column.name)
        if text is None:
            values[column.name] = absent(column, len(texts.rows))
            bad[column.name] = pl.Series([False]).new_from_index(0, len(texts.rows))
            continue
        place = places[column.name]
        values[column.name], refused = read_cells(text, column, currency)
        _note(faults, texts.rows, text, values[column.name], column)
        unread = _unread(texts, place, text, faults)
        why = partial(_why, column=column, currency=currency)
        _add(faults, texts.rows, text, refused & ~unread, column=texts.header[place], why=why, order=place)
        bad[column.name] = refused | unread

    refused = pl.select(pl.any_horizontal(*bad.values())).to_series()
    for judged in judge(values, bad, table):
        _add(faults, texts.rows, judged.shown, judged.bad, column=judged.column, why=judged.why, order=len(places))
        refused |= judged.bad
    named = {column.output: values[column.name] for column in table.columns} | {ROW: texts.rows}
    frame = pl.DataFrame(named).filter(~refused)
    return _finished(frame, table, currency, faults)


def _note(faults: Faults, rows: pl.Series, text: pl.Series, values: pl.Series, column: ImportColumn) -> None:
    """Say of a column which texts were made regular, and where a minus stood before nought."""
    if column.type in {"text", "currency"}:
        changed, words = (text != values) & (text != ""), "texts lost spaces around them, or had letters composed anew"
    elif column.type in {"bool", "day"} or not text.str.starts_with("-").any():
        return
    else:
        changed, words = (values == 0) & text.str.starts_with("-"), "numbers were nought below nought, and are nought"
    if (at := changed.fill_null(value=False).arg_true()).len():
        faults.note("made_regular", f"{at.len()} {words}", row=int(rows[int(at[0])]), column=column.name)


def _unread(texts: Texts, place: int, text: pl.Series, faults: Faults) -> pl.Series:
    """Add the cells of a column that the reader of the file has refused; return which they are."""
    all_bad = pl.Series([False]).new_from_index(0, len(text))
    for unread in texts.unread:
        if unread.place == place:
            bad = pl.Series([False]).new_from_index(0, len(text)).scatter(unread.at, values=True)
            _add(faults, texts.rows, text, bad, column=texts.header[place], why=_always(unread.problem), order=place)
            all_bad |= bad
    return all_bad


def _always(problem: Problem) -> Why:
    return lambda _: problem


def _finished(frame: pl.DataFrame, table: ImportTable, currency: str, faults: Faults) -> pl.DataFrame:
    """Fill in what one column takes from another, saying beside it whether it was given; make the columns that are returned."""
    filled = [column for column in table.columns if column.default_from]
    said = [pl.col(c.output).is_not_null().alias(f"{c.output}_given") for c in filled]
    fills = [pl.coalesce(c.output, table.column(c.default_from).output) for c in filled]
    frame = frame.with_columns(*fills, *said).select(pl.exclude(ROW), ROW)
    if table.finish is None:
        return frame.clear() if faults.of_whole_file else frame
    finished = table.finish(frame, currency)
    right = pl.Series([True]).new_from_index(0, frame.height)
    for refused in finished.refused:
        shown = frame[table.columns[0].output] if not refused.column else _as_read(frame, table.column(refused.column))
        _add(faults, frame[ROW], shown, refused.bad, column=refused.column, why=_always(refused.problem), order=0)
        right &= ~refused.bad
    if finished.of_file is not None and faults.count == 0:
        faults.of_file(finished.of_file)
    return finished.frame.clear() if faults.of_whole_file else finished.frame.filter(right)


def _as_read(frame: pl.DataFrame, column: ImportColumn) -> pl.Series:
    """Return a column as it may be shown: texts and days as they are, numbers not at all."""
    if column.type in {"text", "currency", "day"}:
        return frame[column.output].cast(pl.String).fill_null("")
    return pl.Series([""]).new_from_index(0, frame.height)


def _why(value: str, *, column: ImportColumn, currency: str) -> Problem:
    """Ask the scalar reading what is wrong with a cell that the columnar one has refused."""
    try:
        read_cell(value, column, currency)
    except Problem as problem:
        return problem
    raise AssertionError(f"{column.name}: {value!r} was refused and is right")


def _add(
    faults: Faults, rows: pl.Series, shown: pl.Series, bad: pl.Series, *, column: str, why: Why, order: int
) -> None:
    """Add the rows that are bad: the first of them to be shown, all of them to be counted."""
    at = bad.arg_true()
    first = at.head(SHOWN)
    cells = zip(rows.gather(first).to_list(), shown.gather(first).to_list(), strict=True)
    faults.of_rows(cells, count=len(at), column=column, why=why, order=order)
