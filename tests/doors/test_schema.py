"""Requests made up from the API's own description, by three principals: no 5xx, and every answer is as described.

Nobody, somebody of another entity, and somebody with every role. A few examples a route here; `make soak` tries many.
"""

import os

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lowmark.core.tables.grants import ROLES
from lowmark.services import catalogue, tokens
from tests.company import do, found
from tests.fresh_store import fresh_store

OPERATIONS = tuple(catalogue.BY_NAME.values())

SOAK = os.environ.get("LOWMARK_SOAK") == "1"
QUICK = os.environ.get("LOWMARK_HYPOTHESIS") == "quick" and not SOAK
EXAMPLES = 200 if SOAK else 1 if QUICK else 5
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
SKIPPED = ("init", "demo", "deactivate-user")
"""The operator's, who is none of the three: `test_matrix` asks for them."""


@pytest.fixture(scope="module")
def asked():
    """A store with two entities, the description, and what each principal shows."""
    with fresh_store("sqlite"), override_settings(STATIC_ROOT=None, ALLOWED_HOSTS=["*"]):
        company = found("MAPLE")
        for role in ROLES:
            do("grant", "root", entity="MAPLE", user="all", role=role)
        company.items("TENT-2")
        company.moves(("GRN-1", 1, "TENT-2", "vendor", "Main", "receipt", 2, "30.00", "2026-01-05"))
        found("OTHER", mark="-other")
        schema = schemathesis.openapi.from_wsgi(
            "/api/v1/openapi.json", get_wsgi_application(), config=SchemathesisConfig()
        )
        shown = {"nobody": {}}
        for name in ("ada-other", "all"):
            shown[name] = {"Authorization": f"Bearer {tokens.make(username=name, days=1, label='')[0]}"}
        yield schema, shown


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.name not in SKIPPED], ids=lambda one: one.name)
def test_no_made_up_request_is_answered_otherwise_than_described(asked, operation):
    schema, shown = asked
    method = "GET" if operation.kind == "query" else "POST"
    route = schema[f"/api/v1/{operation.name}"][method]

    def ask(case):
        for headers in shown.values():
            case.call_and_validate(checks=list(CHECKS), headers=headers)

    from hypothesis import given

    trying = settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=not SOAK, phases=[Phase.generate],
                      suppress_health_check=list(HealthCheck))  # fmt: skip
    trying(given(case=route.as_strategy())(ask))()
