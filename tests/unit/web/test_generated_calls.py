"""The example backend called by Schemathesis, in ways that nobody thought of; stateful as well.

In the suite a few examples of each call. `HYPOTHESIS_PROFILE=nightly` makes it 200 of every call.
"""

import asyncio
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from caseflow.office.services import open_async_service
from caseflow.web import AsyncBackend
from unit.web.portals import portal

IS_NIGHTLY = settings().max_examples > 1000
EXAMPLES = 200 if IS_NIGHTLY else 2
DESK = {"Authorization": "Bearer desk"}

ANSWERS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

QUIET = settings(
    database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

#: Other libraries warn of what they will do away with.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def schema():
    """The calls of the example, over a store in memory."""
    module = portal()
    cases = asyncio.run(open_async_service("memory:", module.PACK, migrate=True))
    module.app.state.backend = AsyncBackend(cases, module.PACK, module.GATEWAY)
    return schemathesis.openapi.from_asgi("/openapi.json", module.app)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_call_fails_the_backend(schema, mode):
    """Right and wrong calls are answered as the document says; wrong ones are refused."""
    checks = [*ANSWERS, negative_data_rejection]
    operations = [each.ok() for each in schema.get_all_operations()]
    asked = 0
    # Of calls that differ in their payload only, every fourth is enough for each day.
    for operation in operations if IS_NIGHTLY else operations[::4]:

        @settings(QUIET, max_examples=EXAMPLES, phases=[Phase.generate])
        @given(operation.as_strategy(generation_mode=mode))
        def call(case):
            nonlocal asked
            asked += 1
            case.validate_response(case.call(headers=DESK), checks=checks)

        try:
            call()
        except Unsatisfiable:
            continue  # nothing can be wrong with it
    assert asked >= 10


def test_cases_that_go_on_are_answered_too(schema):
    """From an answer to the next call by its links, with the version that was answered."""
    schema.config.generation.update(modes=[GenerationMode.POSITIVE])
    machine = schema.as_state_machine()
    answered = Counter()

    class Machine(machine):
        def get_call_kwargs(self, case):
            return {"headers": DESK}

        def validate_response(self, response, case, **more):
            answered[response.status_code] += 1
            case.validate_response(response, checks=ANSWERS)

    steps = settings(QUIET, max_examples=EXAMPLES * 5, stateful_step_count=8)
    run_state_machine_as_test(Machine, settings=steps)
    assert answered[201]
    assert answered.keys() <= {200, 201, 400, 404, 409, 412, 422, 428}
