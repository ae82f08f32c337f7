"""Read and write mappings of accounts, and consolidations."""

from typing import Any

from lowmark.store.session import Reader, Row, Writer


def chart_of(reader: Reader, entity_id: int) -> list[Row]:
    """Return the accounts of an entity's chart, as statements show them."""
    return reader.rows(
        "SELECT id, code, name, section, caption, sort_order FROM ledger_account WHERE entity_id = %s ORDER BY code",
        [entity_id],
    )


def mappings(reader: Reader, entity_id: int, parent: str, *, known_seq: int) -> dict[int, Row]:
    """Return how each account of a member is mapped to a group's chart: the latest of each."""
    rows = reader.rows(
        "SELECT account_id, group_account, translated_at, counterparty, is_investment, is_capital"
        " FROM ledger_account_mapping WHERE entity_id = %s AND parent = %s AND known_seq <= %s ORDER BY known_seq",
        [entity_id, parent, known_seq],
    )
    return {row["account_id"]: row for row in rows}


def write_mapping(writer: Writer, mapping: dict[str, Any]) -> None:
    """Record a mapping."""
    writer.insert("account_mapping", [{"id": writer.take_ids("account_mapping", 1)[0], **mapping}])


def consolidations(reader: Reader, entity_id: int) -> list[Row]:
    """Return the consolidations of an entity's group, latest first."""
    return reader.rows(
        "SELECT c.id, c.code, c.as_of, c.framework, c.currency, c.policy_hash, c.run_hash, c.asked, c.known_seq,"
        " u.username AS prepared_by FROM ledger_consolidation c LEFT JOIN people_user u ON u.id = c.prepared_by"
        " WHERE c.entity_id = %s ORDER BY c.known_seq DESC",
        [entity_id], days=("as_of",),
    )  # fmt: skip


def members_of(reader: Reader, consolidation_id: int) -> list[Row]:
    """Return the members of a consolidation."""
    return reader.rows(
        "SELECT member, method, share, figures_of, as_known_seq, is_late, figures_hash FROM ledger_consolidation_member"
        " WHERE consolidation_id = %s ORDER BY member",
        [consolidation_id], days=("figures_of",),
    )  # fmt: skip


def lines_of(reader: Reader, consolidation_id: int) -> list[Row]:
    """Return the lines of a consolidation, in their order."""
    return reader.rows(
        "SELECT entry_no, kind, member, counterparty, account, amount_minor, because FROM ledger_consolidation_line"
        " WHERE consolidation_id = %s ORDER BY line_no",
        [consolidation_id],
    )


def write_consolidation(
    writer: Writer, header: dict[str, Any], members: list[dict[str, Any]], lines: list[dict[str, Any]]
) -> None:
    """Record a consolidation with its members and lines."""
    number = writer.take_ids("consolidation", 1)[0]
    about = {"entity_id": header["entity_id"], "consolidation_id": number}
    writer.insert("consolidation", [{"id": number, **header}])
    for noun, rows in (("consolidation_member", members), ("consolidation_line", lines)):
        ids = writer.take_ids(noun, len(rows))
        writer.insert(noun, [{"id": each, **about, **row} for each, row in zip(ids, rows, strict=True)])
