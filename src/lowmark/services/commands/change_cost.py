"""Change what receipts cost, in one transaction: facts, cost, allowance, ledger and audit."""

from typing import TYPE_CHECKING, cast

from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.change_cost import OPERATION, Request, Response, Share
from lowmark.store.session import Writer

if TYPE_CHECKING:
    import polars as pl

    from lowmark.services.recording.write import Posted


def change_cost(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record by how much receipts cost more or less, and post what differs from the day on.

    Locks:  as `write` takes them: the periods, shared; the pools; the entity clock last.
    Raises: Problem `bad_request`, `not_found`, `refused` or `conflict`: nothing is written.
    """
    amount = parse_minor(request.amount, granted.entity.currency)
    if amount == 0:
        raise Problem("bad_request", "an amount of nothing changes nothing", hint="give an amount")

    def work(writer: Writer) -> Done:
        from lowmark.services.recording.late.changes import plan_changes
        from lowmark.services.recording.planned import Plan, require_sound
        from lowmark.services.recording.write import write

        documents = _documents(writer, granted, request, amount)
        planned = plan_changes(writer, entity=granted.entity, documents=documents, document=request.document)
        require_sound(planned.problems)
        assert granted.user_id is not None  # Recording takes a role, and roles are people's.
        posted = write(writer, planned, documents=documents, user_id=granted.user_id)
        if isinstance(posted, Plan):
            require_sound(posted.problems)
        assert not isinstance(posted, Plan)  # A plan comes back for its problems.
        assert planned.changes is not None
        named = documents.select("row", "item", "receipt_document", "receipt_line").join(
            planned.changes.select("row", "accounting_on", "value_minor"), on="row", maintain_order="left"
        )
        return Done(_response(granted, request, named, posted), f"cost change {request.document}/{request.line}")

    return cast("Response", run_command(OPERATION, request, actor=actor, granted=granted, work=work))


def _documents(writer: Writer, granted: Granted, request: Request, amount: int) -> "pl.DataFrame":
    """Return a row for each receipt that is named, with its share of the amount; without those whose share is nothing.

    Raises: Problem `not_found` for a name of nothing; `refused` where something lacks what it is shared by.
    """
    import polars as pl

    from lowmark.core.recording.cost_changes import share_among, weights
    from lowmark.services.recording.planned import require_sound

    receipts = _receipts(writer, granted, request.receipts)
    by, problems = weights(receipts, request.by)  # type: ignore[arg-type]  # The door holds it to the choices.
    require_sound(problems)
    if receipts["value_minor"].null_count():
        by = receipts["quantity_micro"].to_list()  # They are refused as what they are, each with all others.
    if not any(by):
        raise Problem("refused", f"what the receipts have of {request.by} is nothing in all",
                      hint="share by another basis")  # fmt: skip
    return receipts.select(
        "row", "item", receipt_document="document", receipt_line="line", document=pl.lit(request.document),
        line=pl.lit(request.line), kind=pl.lit(request.kind), value_minor=pl.Series(share_among(amount, by), dtype=pl.Int64),
        effective_on=pl.lit(request.said_on), accounting_on=pl.lit(request.said_on), accounting_on_given=pl.lit(value=False),
    ).filter(pl.col("value_minor") != 0)  # fmt: skip


def _receipts(writer: Writer, granted: Granted, text: str) -> "pl.DataFrame":
    """Return the receipts that a text names, each once, in its order.

    Raises: Problem `bad_request` for a text that names none, `not_found`, with every name of nothing.
    """
    import polars as pl

    from lowmark.store.entities import read as entities_read
    from lowmark.store.stock import changes as changes_read

    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise Problem("bad_request", "no receipt is named", hint="name them as document/line, with commas between")
    documents = sorted({part for name in names for part in (name, name.rpartition("/")[0]) if part})
    known_seq = entities_read.known_seq(writer, granted.entity.id)
    found = changes_read.receipts(writer, granted.entity.id, documents, known_seq=known_seq)
    valued = found.filter(pl.col("value_minor").is_not_null())
    parts, missing = [], []
    for name in names:
        document, _, line = name.rpartition("/")
        one = found.filter(pl.col("document") == document, pl.col("line") == line)
        some = one if one.height else valued.filter(pl.col("document") == name)
        parts.append(some)
        missing += [] if some.height else [name]
    if missing:
        raise Problem("not_found", f"{granted.entity.code} has no receipt {', '.join(missing)}",
                      hint="name receipts as document/line, as they were recorded")  # fmt: skip
    return pl.concat(parts).unique("move", keep="first", maintain_order=True).with_row_index("row", offset=1).with_columns(
        pl.col("row").cast(pl.Int64)
    )  # fmt: skip


def _response(granted: Granted, request: Request, named: "pl.DataFrame", posted: "Posted") -> Response:
    """Return the answer."""
    lines = tuple(
        Share(receipt=f"{row['receipt_document']}/{row['receipt_line']}", item=row["item"], value_minor=row["value_minor"],
              counts_on=row["accounting_on"])
        for row in named.iter_rows(named=True)
    )  # fmt: skip
    value = sum(line.value_minor for line in lines)
    return Response(
        document=request.document, line=request.line, known_seq=posted.last_seq, value_minor=value,
        on_hand_minor=posted.inventory_minor, gone_minor=value - posted.inventory_minor, released_minor=posted.released_minor,
        currency=granted.entity.currency, entries=posted.entries, lines=lines,
    )  # fmt: skip
