"""Read who may do what. Asked anew at every call: a change of a grant holds from the next request on."""

from datetime import date

from lowmark.store.session import Reader, Row


def roles_of(reader: Reader, user_id: int) -> dict[int, frozenset[str]]:
    """Return the roles in force of a user: entity number to roles."""
    found: dict[int, set[str]] = {}
    sql = "SELECT entity_id, role, granted FROM access_grant WHERE user_id = %s ORDER BY entity_id, known_seq"
    for row in reader.rows(sql, [user_id]):
        held = found.setdefault(row["entity_id"], set())
        (held.add if row["granted"] else held.discard)(row["role"])
    return {entity: frozenset(roles) for entity, roles in found.items() if roles}


def step_up(reader: Reader, step_up_id: int) -> Row | None:
    """Return a proof of identity."""
    return reader.row(
        "SELECT id, entity_id, user_id, bound_hash, method, granted_at, expires_at FROM access_step_up WHERE id = %s",
        [step_up_id],
    )


def holders(reader: Reader, entity_id: int) -> dict[int, frozenset[str]]:
    """Return the roles in force in an entity: user number to roles."""
    found: dict[int, set[str]] = {}
    sql = "SELECT user_id, role, granted FROM access_grant WHERE entity_id = %s ORDER BY known_seq"
    for row in reader.rows(sql, [entity_id]):
        held = found.setdefault(row["user_id"], set())
        (held.add if row["granted"] else held.discard)(row["role"])
    return {user: frozenset(roles) for user, roles in found.items() if roles}


def administrators(reader: Reader, entity_id: int) -> set[int]:
    """Return who administers an entity and may sign in."""
    active = {row["id"] for row in reader.rows("SELECT id FROM people_user WHERE is_active")}
    return {user for user, roles in holders(reader, entity_id).items() if "administrator" in roles} & active


def delegations(reader: Reader, entity_id: int, *, on: date) -> list[tuple[int, int, str]]:
    """Return the roles that are lent on a day: from whom, to whom, which."""
    sql = "SELECT from_user, to_user, role, starts_on, ends_on FROM access_delegation WHERE entity_id = %s ORDER BY known_seq"
    latest = {
        (row["from_user"], row["to_user"], row["role"]): row["starts_on"] <= on <= row["ends_on"]
        for row in reader.rows(sql, [entity_id], days=("starts_on", "ends_on"))
    }
    return [lent for lent, holds in latest.items() if holds]


def lent_to(reader: Reader, user_id: int, *, on: date) -> list[tuple[int, str]]:
    """Return the roles that are lent to somebody on a day by people who hold them: entity and role."""
    entities = reader.rows("SELECT DISTINCT entity_id FROM access_delegation WHERE to_user = %s", [user_id])
    return [
        (row["entity_id"], role)
        for row in entities
        for lender, borrower, role in delegations(reader, row["entity_id"], on=on)
        if borrower == user_id and role in roles_of(reader, lender).get(row["entity_id"], frozenset())
    ]


def limits(reader: Reader, entity_id: int, *, currency: str, on: date) -> dict[int, int]:
    """Return the limits in force on a day in a currency: user number to amount; who has none is not in it."""
    sql = (
        "SELECT user_id, amount_minor FROM access_approval_limit WHERE entity_id = %s AND currency = %s"
        " AND valid_from <= %s ORDER BY valid_from, known_seq"
    )
    latest = {row["user_id"]: row["amount_minor"] for row in reader.rows(sql, [entity_id, currency, on])}
    return {user: amount for user, amount in latest.items() if amount is not None}


def approval_rule(reader: Reader, entity_id: int, *, on: date) -> Row | None:
    """Return the rule in force on a day on who decides, or none: then it takes two people."""
    return reader.row(
        "SELECT profile, auto_accept_minor FROM access_approval_rule WHERE entity_id = %s AND valid_from <= %s"
        " ORDER BY valid_from DESC, known_seq DESC LIMIT 1",
        [entity_id, on],
    )


def grants_in_force(reader: Reader, entity_id: int) -> list[Row]:
    """Return the roles in force of an entity: user_id, role, known_seq, by whom, and no last day."""
    rows = reader.rows(
        "SELECT g.user_id, g.role, g.granted, g.known_seq, u.username AS by_name FROM access_grant g"
        " LEFT JOIN people_user u ON u.id = g.granted_by WHERE g.entity_id = %s ORDER BY g.known_seq",
        [entity_id],
    )
    latest = {(row["user_id"], row["role"]): row for row in rows}
    return [{**row, "by": row["by_name"], "ends_on": None} for row in latest.values() if row["granted"]]


def lent_in_force(reader: Reader, entity_id: int, *, on: date) -> list[Row]:
    """Return the roles that are lent on a day, in the same shape: to whom, which, until when, by whom."""
    rows = reader.rows(
        "SELECT d.from_user, d.to_user AS user_id, d.role, d.starts_on, d.ends_on, d.known_seq, u.username AS by_name"
        " FROM access_delegation d LEFT JOIN people_user u ON u.id = d.from_user WHERE d.entity_id = %s ORDER BY d.known_seq",
        [entity_id], days=("starts_on", "ends_on"),
    )  # fmt: skip
    latest = {(row["from_user"], row["user_id"], row["role"]): row for row in rows}
    return [{**row, "by": row["by_name"]} for row in latest.values() if row["starts_on"] <= on <= row["ends_on"]]
