"""The description of the interface: complete, valid, and true of what is answered."""

import json
import re
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.validation import validate_schema

from opcc.api.description import description
from opcc.api.dictionary import dictionary, every_meaning, views
from opcc.api.examples import EXAMPLES
from tests.api.conftest import ROOT


def operations():
    return {path: told["get"] for path, told in description()["paths"].items()}


def test_the_description_is_made_without_a_warning(tmp_path):
    file = tmp_path / "openapi.yaml"

    call_command("spectacular", validate=True, fail_on_warn=True, file=str(file), stderr=StringIO())

    assert yaml.safe_load(file.read_text())["openapi"].startswith("3.")


@pytest.mark.parametrize(("name", "read"), [("json", json.loads), ("yaml", yaml.safe_load)])
def test_both_files_say_the_same(client, office, name, read):
    response = client.get(f"{ROOT}openapi.{name}")

    assert read(response.content) == json.loads(json.dumps(description()))
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_description_that_has_not_changed_is_not_sent_again(client, office):
    tag = client.get(f"{ROOT}openapi.json")["ETag"]

    again = client.get(f"{ROOT}openapi.json", headers={"if-none-match": tag})

    assert (again.status_code, again["ETag"]) == (304, tag)


def test_the_description_is_a_valid_one():
    validate_schema(description())


def test_every_address_is_described_and_nothing_is_written():
    assert {tuple(told) for told in description()["paths"].values()} == {("get",)}
    assert len(description()["paths"]) == len(list(views()))


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does():
    told = list(operations().values())

    assert len({each["operationId"] for each in told}) == len(told)
    assert [each["operationId"] for each in told if not each.get("summary")] == []


NAMES = """
    getContract getDecision getIndex getMeasure getOffice getPack getPackActivity getPackMeasure
    getPlan getPlanActivity getPlanPosition getPublicationDuty listContracts listDecisions
    listMeasures listPackActivities listPackActivityLines listPackChanges listPackMeasures
    listPackQuestions listPacks listPlanActivities listPlanActivityLines listPlans
    listPublicationDuties listPublications listStatuses
"""


def test_names_of_operations_stay():
    assert sorted(each["operationId"] for each in operations().values()) == NAMES.split()


FROM_TEXTS = re.compile(r"/packs/{pack}/|/plans/{plan}$|/measures")
"""Addresses that answer from texts of packs."""


def test_every_parameter_and_refusal_is_described():
    for path, told in operations().items():
        assert all(parameter["description"] for parameter in told.get("parameters", [])), path
        codes = {"200", "304", "400", "401", "429"} | ({"404"} if "{" in path else set())
        codes |= {"409"} if FROM_TEXTS.search(path) else set()
        assert set(told["responses"]) == codes, path
        for code in codes - {"200", "304"}:
            assert list(told["responses"][code]["content"]) == ["application/problem+json"], path


def test_what_needs_a_token_says_so():
    by_token = {path for path, told in operations().items() if {} not in told["security"]}

    assert by_token == {
        "/api/v1/plans/{plan}/position",
        "/api/v1/plans/{plan}/activities",
        "/api/v1/plans/{plan}/activities/{activity}",
        "/api/v1/plans/{plan}/activities/{activity}/timeline",
    }
    assert description()["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_licence_is_named():
    assert description()["info"]["license"]["name"] == "Open Government Licence v3.0"


# --- Fields -------------------------------------------------------------------------------------
def test_every_field_of_every_component_says_what_it_means():
    undescribed = [
        (name, field)
        for name, component in description()["components"]["schemas"].items()
        for field, told in component.get("properties", {}).items()
        if not told.get("description")
    ]

    assert undescribed == []


def test_every_field_of_the_dictionary_has_a_meaning_a_type_and_an_origin():
    lacking = [
        (each.of, each.name)
        for each in every_meaning()
        if not (each.meaning and each.type and each.comes_from)
    ]

    assert lacking == []
    assert [entry.name for entry in dictionary() if not entry.outline] == []
    assert len({entry.anchor for entry in dictionary()}) == len(dictionary())


def test_what_is_said_to_be_worked_out_is_a_field():
    for view in views():
        assert set(view.shows.worked_out) <= set(view.shows().fields), view


# --- Examples -----------------------------------------------------------------------------------
def test_every_operation_has_an_example():
    assert set(EXAMPLES) == {view.operation for view in views()}


@pytest.mark.parametrize("view", list(views()), ids=lambda view: view.operation)
def test_an_example_has_every_field_and_no_other(view):
    example = EXAMPLES[view.operation]
    if view.is_list:
        assert set(example) == {"count", "next", "previous", "results"}
        (example,) = example["results"]

    assert set(example) == set(view.shows().fields)
