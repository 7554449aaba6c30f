"""What the plane tells of what there is: the API as a version has it, calls that work, the columns of a table."""

from __future__ import annotations

import pytest
from conversation import refusal

from mock_od.describing import describe
from mock_od.engine.documented import documentation
from mock_od.opendental import catalog
from mock_od.versions import version


@pytest.fixture
def api(api):
    """An office that is open, whose clock stands still."""
    api.seed({})
    api.freeze("2024-01-27 14:13:05")
    return api


# --- the API --------------------------------------------------------------------------------------------


def test_all_documented_methods_are_listed_with_what_became_of_them(api):
    told = api.get("/__admin/description?version=23.1.4").json
    assert told["version"] == "23.1.4"
    assert {"23.1.4", "23.2.22", "25.3.31"} <= set(told["versions"])
    assert told["versions"] == sorted(told["versions"], key=version, reverse=True)
    assert list(told["marks"]) == ["recorded", "documented", "S", "inferred", "ours"]
    documented = [(one["verb"], one["path"]) for one in documentation()["methods"]]
    listed = {(one["verb"], one["path"]): one["state"] for page in told["resources"] for one in page["methods"]}
    assert set(documented) <= set(listed)
    assert listed["POST", "/treatplans/Saved"] == "later"
    assert listed["GET", "/treatplans"] == "here"
    (plans,) = [page for page in told["resources"] if page["name"] == "TreatPlans"]
    assert (plans["path"], plans["table"], plans["here"]) == ("/treatplans", "treatplan", True)
    assert plans["fields"][:3] == ["TreatPlanNum", "PatNum", "DateTP"]
    (made,) = [one for one in plans["methods"] if one["id"] == "createTreatPlans"]
    assert made["parameters"][0] == "PatNum"


def test_one_resource_tells_all_that_is_known_of_it(api):
    told = api.get("/__admin/description/TreatPlans?version=24.1.9").json
    (known,) = [page for page in describe(catalog(), "24.1.9")["resources"] if page["name"] == "TreatPlans"]
    assert (told["version"], told["resource"]) == ("24.1.9", known)


def test_what_is_not_there_names_what_is_like_it(api):
    answer = api.get("/__admin/description/TreatPlan")
    assert (answer.status, answer.json["known"][0]) == (404, "TreatPlans")
    assert answer.json["error"] == "there is no resource 'TreatPlan'; GET /__admin/description lists them"
    answer = api.get("/__admin/description?version=new")
    says = "'new' is not a version such as 25.3.31"
    assert (answer.status, answer.json) == (400, refusal(says, at=("version",)))
    answer = api.get(f"/__admin/offices/{api.key}/examples/createTreatPlan")
    assert (answer.status, answer.json["known"][0]) == (404, "createTreatPlans")


# --- calls that work ------------------------------------------------------------------------------------


def example(api, method):
    return api.get(f"/__admin/offices/{api.key}/examples/{method}").json["example"]


def test_an_example_is_of_this_office_and_leaves_nothing_there(api):
    before = api.get(f"/__admin/offices/{api.key}/diff").json["tables"]
    found = example(api, "createTreatPlans")
    assert (found["path"], found["status"]) == ("/treatplans", 201)
    assert api.get(f"/__admin/offices/{api.key}/diff").json["tables"] == before
    assert api.get(f"/__admin/offices/{api.key}/requests").json["requests"] == []
    answer = api.post(found["path"], found["body"])
    assert (answer.status, answer.json) == (found["status"], found["answer"])


def test_each_example_works_when_it_is_called(api):
    """Of each method that has one: in a practice with less rows, some have none."""
    found = {}
    for page in describe(catalog())["resources"]:
        for one in page["methods"]:
            given = example(api, one["id"]) if one["state"] == "here" else None
            if given:
                verb, body = one["verb"], given["body"]
                called = (
                    api.at().call(verb, given["url"], body) if body is not None else api.at().call(verb, given["url"])
                )
                found[one["id"]] = (called.status, given["status"])
    assert {method: pair for method, pair in found.items() if pair[0] != pair[1]} == {}
    assert len(found) > 150


# --- tables ---------------------------------------------------------------------------------------------


def test_a_table_tells_its_columns_and_what_they_refer_to(api):
    told = api.get("/__admin/tables/patient").json
    assert (told["table"], told["key"]) == ("patient", "PatNum")
    columns = {column["name"]: column for column in told["columns"]}
    assert next(iter(columns)) == "PatNum"
    assert columns["Guarantor"] == {
        "name": "Guarantor",
        "kind": "foreign key of patient",
        "about": "Who pays: the head of the family.",
        "refersTo": {"table": "patient", "key": "PatNum"},
    }
    assert columns["Gender"]["names"] == ["Male", "Female", "Unknown", "Other"]
    assert set(columns) == set(api.get(f"/__admin/offices/{api.key}/tables/patient").json["rows"][0])


def test_a_column_may_refer_to_one_of_several_tables(api):
    tables = catalog().tables.declared.values()
    several = [(table, field) for table in tables for field in table.columns.values() if getattr(field, "tables", None)]
    for table, field in several:
        told = api.get(f"/__admin/tables/{table.table}").json["columns"]
        (column,) = [one for one in told if one["name"] == field.name]
        assert column["refersBy"]["column"] == field.by.name
        rows = column["refersBy"]["tables"]
        assert {word: one["table"] for word, one in rows.items()} == dict(field.tables)
    assert several


def test_a_table_that_is_not_there(api):
    answer = api.get("/__admin/tables/patients")
    assert (answer.status, answer.json["error"]) == (404, "there is no table 'patients'; did you mean patient?")
