"""Set up an entity: its chart, its primary book and cost basis, its periods and its first administrator."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from lowmark.core.kinds.calendars import FiscalCalendar
from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.locations import OUTSIDE
from lowmark.frameworks.read import Chart, ChartRole, read_chart, read_framework, roles
from lowmark.industries.read import read_pack
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, hash_of, record_command
from lowmark.services.formulas import why_not
from lowmark.services.industry.accounts import with_pack
from lowmark.services.industry.setting import settings_of_head, take_over
from lowmark.services.opening_periods import periods_from, write_periods
from lowmark.services.operations.init import OPERATION, Request, Response
from lowmark.services.people import ensure_user
from lowmark.services.policies import policy_in_force
from lowmark.store.entities.read import Entity, entity_by_code
from lowmark.store.items.read import catalogue_by_code
from lowmark.store.scope import Scope
from lowmark.store.session import Writer, writing

PLACES = (*OUTSIDE, "quarantine", "damaged")


def init(request: Request, *, actor: Actor) -> Response:
    """Set up an entity, whole, in one transaction.

    Raises: Problem `conflict` when the code is taken; `bad_request` for a date or month that cannot be; and what the
            currency and framework say of unknown ones.
    """
    chart = read_chart(request.framework)
    read_framework(request.framework)
    exponent(request.currency)
    pack = read_pack(request.industry) if request.industry else None
    periods = list(_periods(request))
    administrator = ensure_user(request.administrator)
    with writing(Scope(user_id=actor.user_id, entities=(), purpose="command")) as writer:
        if entity_by_code(writer, request.entity) is not None:
            raise Problem("conflict", f"there is an entity {request.entity!r} already", hint="choose another code")
        head = _head(writer, request)
        entity = _write_entity(writer, request, head)
        granted = Granted(entity, frozenset(), actor.user_id)
        _require_method(writer, entity, request)
        chart_roles = roles(request.framework, write_downs=_style(request))
        chart, chart_roles = with_pack(chart, chart_roles, () if pack is None else pack.accounts)
        _write_chart(writer, entity, chart, chart_roles)
        _write_book(writer, entity, request)
        _write_places(writer, entity)
        write_periods(writer, entity.id, periods, by_user=administrator, because="set up")
        _write_grant(writer, entity, administrator, by_user=actor.user_id)
        if head is not None and (settings := settings_of_head(writer, head)):
            own = Granted(entity, frozenset(), administrator)
            take_over(writer, head, own, settings, operation=OPERATION.name, key=f"head:{head.code}")
        response = Response(
            entity=entity.code, book=request.framework, accounts=len(chart.accounts), periods=len(periods),
            administrator=request.administrator,
        )  # fmt: skip
        key = actor.request_key or f"init:{entity.code}"
        done = Done(response, f"entity {entity.code}")
        record_command(writer, OPERATION.name, key, hash_of(request), done, granted)
    return response


def _style(request: Request) -> Literal["allowance", "direct"]:
    """Return how write-downs are posted."""
    return "direct" if request.write_downs == "direct" else "allowance"


def _require_method(writer: Writer, entity: Entity, request: Request) -> None:
    """Refuse a cost formula that the framework does not have.

    Raises: Problem `refused`.
    """
    in_force = policy_in_force(
        writer, entity_id=entity.id, framework=request.framework, on=request.opens_on, known_seq=0
    ).policy  # fmt: skip
    refusal = why_not(in_force, request.method)
    if refusal is not None:
        raise Problem("refused", refusal[0], hint=refusal[1])


def _periods(request: Request) -> Iterator[tuple[date, date]]:
    """Yield the first and last days of the periods asked for.

    Raises: Problem `bad_request`.
    """
    if not 1 <= request.fiscal_year_start_month <= 12:
        raise Problem("bad_request", "a fiscal year starts in month 1 to 12", hint="give 1 for January")
    calendar = FiscalCalendar(start_month=request.fiscal_year_start_month, pattern=request.fiscal_pattern,
                              week_ends_on=request.week_ends_on, year_ends=request.year_ends)  # fmt: skip
    yield from periods_from(calendar, request.opens_on, request.months)


def _head(writer: Writer, request: Request) -> Entity | None:
    """Return the entity at the head, which may be any that the operator has set up.

    Raises: Problem `bad_request` where there is none of that code.
    """
    found = entity_by_code(writer, request.head) if request.head else None
    if request.head and found is None:
        raise Problem("bad_request", f"there is no entity {request.head[:40]!r}", hint="set the head up first")
    return found


def _write_entity(writer: Writer, request: Request, head: Entity | None) -> Entity:
    """Write the catalogue where it is new, the entity and its clock."""
    code = request.catalogue or request.entity
    catalogue_id = catalogue_by_code(writer, code)
    if catalogue_id is None:
        catalogue_id = writer.take_ids("catalogue", 1)[0]
        writer.insert("catalogue", [{"id": catalogue_id, "code": code, "name": code}])
    entity_id = writer.take_ids("entity", 1)[0]
    writer.insert("entity", [{
        "id": entity_id, "code": request.entity, "name": request.name, "catalogue_id": catalogue_id,
        "currency": request.currency, "time_zone": request.time_zone,
        "fiscal_year_start_month": request.fiscal_year_start_month, "mode": request.mode, "industry": request.industry,
        "parent_id": None if head is None else head.id,
        "fiscal_pattern": request.fiscal_pattern, "week_ends_on": request.week_ends_on,
        "year_ends": request.year_ends,
    }])  # fmt: skip
    writer.insert("entity_clock", [{"entity_id": entity_id, "known_seq": 0, "recorded_at": 0}])
    return Entity(entity_id, request.entity, request.name, catalogue_id, request.currency, request.time_zone,
                  request.fiscal_year_start_month, request.mode, request.fiscal_pattern, request.week_ends_on,
                  request.year_ends, request.industry)  # fmt: skip


def _write_chart(writer: Writer, entity: Entity, chart: Chart, roles: Sequence[ChartRole]) -> None:
    """Write the accounts and their roles."""
    numbers = dict(zip((a.code for a in chart.accounts), writer.take_ids("account", len(chart.accounts)), strict=True))
    writer.insert("account", [{
        "id": numbers[account.code], "entity_id": entity.id, "code": account.code, "name": account.name,
        "kind": account.kind, "section": account.section, "caption": account.caption,
        "cash_flow": account.cash_flow, "sort_order": account.sort_order, "nature": account.nature,
    } for account in chart.accounts])  # fmt: skip
    role_ids = writer.take_ids("account_role", len(roles))
    writer.insert("account_role", [{
        "id": number, "entity_id": entity.id, "role": role.role, "reason": role.reason,
        "account_id": numbers[role.account],
    } for number, role in zip(role_ids, roles, strict=True)])  # fmt: skip


def _write_book(writer: Writer, entity: Entity, request: Request) -> None:
    """Write the primary book and the basis that costs it."""
    basis_id = writer.take_ids("cost_basis", 1)[0]
    writer.insert("cost_basis", [{"id": basis_id, "entity_id": entity.id, "code": "main", "method": request.method}])
    writer.insert("book", [{
        "id": writer.take_ids("book", 1)[0], "entity_id": entity.id, "code": request.framework,
        "framework": request.framework,
        "currency": entity.currency, "is_primary": True, "cost_basis_id": basis_id, "carried_to_seq": 0,
    }])  # fmt: skip


def _write_places(writer: Writer, entity: Entity) -> None:
    """Write the places outside, which every move comes from or goes to, and those where goods are set apart."""
    numbers = writer.take_ids("location", len(PLACES))
    writer.insert("location", [
        {"id": number, "entity_id": entity.id, "path": kind, "kind": kind}
        for number, kind in zip(numbers, PLACES, strict=True)
    ])  # fmt: skip


def _write_grant(writer: Writer, entity: Entity, user_id: int, *, by_user: int | None) -> None:
    """Write the first administrator's grant."""
    sequences, recorded_at = writer.tick(entity.id, 1)
    writer.insert("grant", [{
        "id": writer.take_ids("grant", 1)[0], "entity_id": entity.id, "user_id": user_id, "role": "administrator",
        "granted": True, "granted_by": by_user, "known_seq": sequences[0], "recorded_at": recorded_at,
    }])  # fmt: skip
