"""The fragment of OpenAPI: valid for every workflow of every pack, and of its own words."""

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from caseflow.messages import languages
from caseflow.web import openapi
from unit.web.test_payload_data import PACKS

WORKFLOWS = [
    pytest.param(pack, workflow, id=f"{pack.name}-{workflow.name}")
    for pack in PACKS.values()
    for workflow in pack.jurisdiction().workflows
]


@pytest.mark.parametrize(("pack", "workflow"), WORKFLOWS)
def test_the_fragment_is_valid(pack, workflow):
    """By a validator that knows nothing of caseflow; with a path for each action."""
    for language in languages():
        document = openapi(workflow, pack.codec(), language=language)
        OpenAPIV31SpecValidator(document).validate()
        paths = document["paths"]
        for action in workflow.actions:
            found = paths[f"/filings/{{number}}/actions/{action.name}"]["post"]
            assert found["summary"] == action.label(language)
            assert ("requestBody" in found) == (action.payload is not type(None))
    assert openapi(workflow, pack.codec(), prefix="/x")["paths"].keys() != paths.keys()


@pytest.mark.parametrize(("pack", "workflow"), WORKFLOWS)
def test_each_reference_leads_somewhere(pack, workflow):
    """And nothing is named twice."""
    document = openapi(workflow, pack.codec())
    parts = document["components"]
    names = {f"#/components/{part}/{name}" for part in parts for name in parts[part]}

    def walk(value):
        if isinstance(value, dict):
            if "$ref" in value:
                assert value["$ref"] in names
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(document)
    calls = [each["operationId"] for path in document["paths"].values() for each in path.values()]
    assert len(calls) == len(set(calls))
