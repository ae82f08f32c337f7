"""Whatever Lowmark can do, it can do in every door, under one name; and no door does anything else."""

import pytest
from django.urls import reverse

from lowmark.doors.api import routes
from lowmark.doors.api.urls import API
from lowmark.doors.cli import commands
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import Operation, Policy

OPERATIONS = tuple(BY_NAME.values())

ROUTES = routes.listed(API)
NAMES = {operation.name for operation in OPERATIONS}
PARTS = {"entity": "MAPLE", "run": "2026-10-31/1"}
DECLARED_PAGES = sorted({page for operation in OPERATIONS for page in operation.pages})


def test_the_live_router_has_every_operation_and_nothing_else():
    assert set(ROUTES) == NAMES | set(routes.NOT_GENERATED)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_route_has_the_name_and_the_kind_of_its_operation(operation):
    method = "GET" if operation.kind == "query" else "POST"
    assert ROUTES[operation.name] == (method, f"/{operation.name}")
    assert reverse(f"api:{operation.name}") == f"/api/v1/{operation.name}"


def test_the_live_command_line_has_every_operation_and_nothing_else():
    assert sorted(commands.listed()) == sorted(NAMES | set(commands.NOT_GENERATED))


@pytest.mark.parametrize("page", DECLARED_PAGES)
def test_a_declared_page_is_there(page):
    assert reverse(page, kwargs={"entity": "MAPLE"}) == f"/MAPLE/{page}"


def test_a_run_whose_name_holds_a_slash_has_an_address():
    assert reverse("run", kwargs=PARTS) == "/MAPLE/runs/2026-10-31/1"


def test_an_operation_without_a_policy_does_not_start():
    with pytest.raises(AssertionError, match="policy"):
        Policy()


def test_a_route_without_a_policy_does_not_start():
    bare = object.__new__(Policy)
    for name, value in (("roles", ()), ("operator", False), ("own", False), ("demo_only", False)):
        object.__setattr__(bare, name, value)
    cost = BY_NAME["cost"]
    unguarded = Operation(
        name="cost", kind="query", request=cost.request, response=cost.response, run=cost.run, policy=bare
    )
    with pytest.raises(AssertionError, match="cost has no policy"):
        routes._add(routes.build(), unguarded)


def test_no_route_is_open_but_to_whom_a_method_is_refused():
    for router in API._get_bound_routers():
        for view in router.path_operations.values():
            for route in view.operations:
                assert route.auth_callbacks or not route.include_in_schema
