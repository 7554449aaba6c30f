"""The description of the API: one form of what the pages declare, for all who show it."""

import json
from collections import Counter

import pytest

from mock_od.describing import describe
from mock_od.engine.documented import documentation
from mock_od.opendental import catalog

UNSAID = {
    "since": "",
    "there": True,
    "optional_since": "",
    "has_default": False,
    "default": None,
    "otherwise": "",
    "compare": "=",
    "tables": [],
    "where": {},
    "refusal": "",
}


def resource(name, runs="25.3.31"):
    (found,) = (one for one in describe(catalog(), runs)["resources"] if one["name"] == name)
    return found


def method(name, runs="25.3.31"):
    (found,) = (one for page in describe(catalog(), runs)["resources"] for one in page["methods"] if one["id"] == name)
    return found


def parameter(method_id, name, runs="25.3.31"):
    (found,) = (one for one in method(method_id, runs)["parameters"] if one["name"] == name)
    return found


def sentences(method_id):
    return [(one["status"], one["sentence"]) for one in method(method_id)["refusals"]]


def test_a_method():
    found = method("createTreatPlanAttaches")
    assert {
        name: found[name] for name in ("id", "state", "verb", "path", "name", "since", "permission", "status", "answer")
    } == {
        "id": "createTreatPlanAttaches",
        "state": "here",
        "verb": "POST",
        "path": "/treatplanattaches",
        "name": "create",
        "since": "23.2.17",
        "permission": "ApiAllOthers",
        "status": 201,
        "answer": "object",
    }
    assert [(one["name"], one["place"], one["required"]) for one in found["parameters"]] == [
        ("TreatPlanNum", "body", True),
        ("ProcNum", "body", True),
        ("Priority", "body", False),
        ("DateFormatString", "query", False),
        ("DateTimeFormatString", "query", False),
    ]


def test_the_parameters_of_methods():
    assert parameter("updateTreatPlans", "TreatPlanNum") == UNSAID | {
        "name": "TreatPlanNum",
        "place": "path",
        "kind": "key",
        "about": "The key of a row of treatplan.",
        "required": True,
        "tables": ["treatplan"],
        "schema": {"type": "integer", "format": "int64"},
    }
    assert parameter("createTreatPlans", "Heading") == UNSAID | {
        "name": "Heading",
        "place": "body",
        "kind": "text",
        "about": "Shown at its top.",
        "required": False,
        "has_default": True,
        "default": "Inactive Treatment Plan",
        "schema": {"type": "string", "maxLength": 255},
    }
    status = parameter("listHistAppointments", "AptStatus")
    assert status["schema"] == {"type": "string", "enum": ["Scheduled", "Complete", "UnschedList", "Broken", "Planned"]}
    assert (status["place"], status["refusal"]) == ("query", "AptStatus is invalid.")
    assert parameter("listHistAppointments", "PatNum")["refusal"] == "PatNum is invalid."
    assert parameter("listHistAppointments", "date")["refusal"] == "date format must be yyyy-MM-dd."
    assert parameter("createFees", "FeeSched")["refusal"] == "Invalid JSON."


def test_what_a_version_has():
    assert resource("TreatPlans", "24.1.9")["name"] == "TreatPlans"
    (topaz,) = (one for one in resource("TreatPlans", "24.1.9")["fields"] if one["name"] == "SigIsTopaz")
    assert (topaz["since"], topaz["there"]) == ("24.1.10", False)
    (topaz,) = (one for one in resource("TreatPlans", "24.1.10")["fields"] if one["name"] == "SigIsTopaz")
    assert (topaz["since"], topaz["there"]) == ("24.1.10", True)
    assert [method("listHistAppointments", runs)["state"] for runs in ("23.1.29", "23.1.30")] == ["later", "here"]


def test_what_is_documented_and_missing():
    described = describe(catalog())["resources"]
    whole = [one for one in described if not one["here"]]
    assert whole
    missing = [one for page in described for one in page["methods"] if one["state"] == "missing"]
    here = {(one.verb, one.resource.__name__, one.sub) for page in catalog().resources.values() for one in page.methods}
    for one in missing:
        verb, name, *rest = one["spoken"].split(" ")[1], one["spoken"].split(" ")[0], *one["spoken"].split(" ")[2:]
        assert (verb, name, "/".join(rest)) not in here or one["path"].count("{") != 0
        (refused,) = one["refusals"]
        path = one["path"].split("/")[1]
        said = {404: f"{path} is not a valid resource.", 400: f"{path} {verb} {'/'.join(rest)} is not a valid method."}
        assert refused["sentence"] == said[refused["status"]]
        assert refused["why"] == "not in mock_od yet"


def test_the_pages_stand_in_the_order_of_the_documentation():
    names = [one["name"] for one in describe(catalog())["resources"]]
    assert names == [*dict.fromkeys(methods["resource"] for methods in documentation()["methods"])]
    assert {page.__name__ for page in catalog().resources.values()} <= {*names}


# --- sentences ----------------------------------------------------------------------------------------


def test_the_sentences_of_a_declaration():
    said = sentences("createTreatPlanAttaches")
    assert said[:3] == [
        (400, "Malformed API request."),
        (401, "Invalid credentials."),
        (401, "TreatPlanAttaches POST requires the permission ApiAllOthers."),
    ]
    assert (404, "TreatPlan not found.") in said
    assert (400, "Invalid JSON.") in said
    assert (400, "ProcNum is required.") in said


@pytest.mark.parametrize(
    ("method_id", "status", "sentence"),
    [
        ("deleteEmployers", 400, "Employer cannot be deleted. It is associated with a patient or insurance plan."),
        ("createMedications", 404, "No Medication with that genericName was found"),  # with a status
        ("deleteProcTPs", 400, "ProcTP cannot be {verb}. The treatment plan is signed."),  # in a function it calls
        ("createCodeGroups", 400, "IsHidden cannot be true if {shown} is true."),
        ("listEmployers", 400, "'{name}' is not a valid parameter."),
        ("createProcedureLogsGroupNote", 404, "ProcNum {key} is invalid."),
    ],
)
def test_the_sentences_of_rules(method_id, status, sentence):
    assert (status, sentence) in sentences(method_id)


def test_a_rule_and_what_it_rests_on():
    (rule,) = (one for one in method("deleteEmployers")["rules"])
    assert rule["name"] == "only an employer of nobody goes"
    assert [one["mark"] for one in rule["evidence"]] == ["documented", "ours"]
    assert resource("Employers")["deviations"] == ["The sentence that refuses to delete an employer in use is ours."]


# --- as a whole ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("runs", ["25.3.31", "21.1"])
def test_a_description_is_json_and_each_method_has_a_name_of_its_own(runs):
    described = describe(catalog(), runs)
    assert json.loads(json.dumps(described)) == described
    named = Counter(one["id"] for page in described["resources"] for one in page["methods"])
    assert [name for name, count in named.items() if count > 1] == []
    assert [name for name in named if not name.isidentifier()] == []


def test_all_documented_methods_are_described():
    described = {(one["verb"], one["path"]) for page in describe(catalog())["resources"] for one in page["methods"]}
    documented = {(one.verb, one.path) for methods in catalog().documented().values() for one in methods}
    assert documented - described == set()


def test_no_version():
    with pytest.raises(ValueError, match=r"'x' is not a version such as 25\.3\.31"):
        describe(catalog(), "x")
