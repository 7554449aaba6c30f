"""The OpenAPI document: what it says of methods, offices and the admin plane, and that it is one."""

import json
import re
from functools import cache, partial

import pytest
from click.testing import CliRunner
from conversation import Client, refusal
from openapi_spec_validator import validate

from mock_od.cli import main
from mock_od.describing import describe
from mock_od.engine.perform import Engine
from mock_od.office.offices import Offices
from mock_od.office.settings import Settings
from mock_od.openapi.kept import Specifications
from mock_od.openapi.specification import specification
from mock_od.opendental import catalog
from mock_od.plane.binding import CALLS


@cache
def document():
    offices = Offices(Engine(catalog()), Settings("clinic"))
    return json.loads(Specifications(offices).openapi("http://od.test"))


@cache
def bare(runs):
    """The document of a version, without examples: they take the most time."""
    return json.loads(json.dumps(specification(describe(catalog(), runs), {})))


def get(client, path, **headers):
    """What a server answers to a path that is none of the API's."""
    got = client.app.test_client().get(path, headers=headers)
    return got.status_code, got.get_json()


# --- a method -----------------------------------------------------------------------------------------


def test_the_parameters_of_a_method():
    create = document()["paths"]["/api/v1/treatplanattaches"]["post"]
    assert (create["operationId"], create["tags"], create["summary"]) == (
        "createTreatPlanAttaches",
        ["TreatPlanAttaches"],
        "TreatPlanAttaches POST",
    )
    assert (create["x-since"], create["x-permission"], create["x-missing"]) == ("23.2.17", "ApiAllOthers", False)
    assert create["security"] == [{"keys": []}]
    body = create["requestBody"]["content"]["application/json"]["schema"]
    assert body == {
        "type": "object",
        "properties": {
            "TreatPlanNum": {
                "type": "integer",
                "format": "int64",
                "description": "The plan. The key of a row of treatplan.",
            },
            "ProcNum": {
                "type": "integer",
                "format": "int64",
                "description": "The procedure. The key of a row of procedurelog.",
            },
            "Priority": {
                "type": "integer",
                "format": "int64",
                "default": 0,
                "description": "When to do it, on this plan. The key of a row of definition with Category 20.",
            },
        },
        "required": ["TreatPlanNum", "ProcNum"],
    }
    names = document()["paths"]["/api/v1/histappointments"]["get"]["parameters"]
    status = next(one for one in names if one["name"] == "AptStatus")
    assert (status["in"], status["required"]) == ("query", False)
    assert status["schema"]["enum"] == ["Scheduled", "Complete", "UnschedList", "Broken", "Planned"]


def test_the_sentences_of_a_status_are_the_real_ones():
    refused = document()["paths"]["/api/v1/employers/{EmployerNum}"]["delete"]["responses"]
    examples = refused["400"]["content"]["application/json"]["examples"].values()
    sentence = "Employer cannot be deleted. It is associated with a patient or insurance plan."
    assert {"summary": "only an employer of nobody goes", "value": sentence} in examples
    missing = refused["404"]["content"]["application/json"]["examples"]["sentence1"]["value"]
    client = Client()
    try:
        answer = client.delete("/employers/999")
        assert (answer.status, answer.json) == (404, missing)
    finally:
        client.close()


def test_a_method_that_is_documented_and_missing_is_marked():
    missing = [one for page in describe(catalog())["resources"] for one in page["methods"] if one["state"] == "missing"]
    paths = document()["paths"]
    marked = {
        (verb.upper(), path) for path, verbs in paths.items() for verb, one in verbs.items() if one.get("x-missing")
    }
    assert marked == {(one["verb"], f"/api/v1{one['path']}") for one in missing}
    client = Client()
    try:
        for verb, path in sorted(marked)[::20]:
            answer = client.call(verb, re.sub(r"\{\w+\}", "1", path.removeprefix("/api/v1")), {})
            sentences = paths[path][verb.lower()]["responses"][str(answer.status)]["content"]["application/json"]
            assert [one["value"] for one in sentences["examples"].values()] == [answer.json]
    finally:
        client.close()


# --- a version ----------------------------------------------------------------------------------------


def test_a_version_has_its_own_methods_and_fields():
    older, newer = (bare(runs)["components"]["schemas"]["TreatPlan"] for runs in ("24.1.9", "24.1.10"))
    assert {*newer["properties"]} - {*older["properties"]} == {"SigIsTopaz", "isSigned", "isSignedPractice"}
    assert newer["properties"]["SigIsTopaz"]["x-since"] == "24.1.10"
    assert bare("24.1.9")["info"]["version"] == "24.1.9"
    assert "/api/v1/histappointments" in bare("24.1.9")["paths"]
    assert "/api/v1/histappointments" not in bare("23.1.29")["paths"]


# --- an office ----------------------------------------------------------------------------------------


def test_the_examples_are_rows_of_the_callers_office_and_change_with_them(api):
    api.seed({"employer": [{"EmployerNum": 1, "EmpName": "Example Mills"}]})
    before = api.get(f"/__admin/offices/{api.key}/export").json["tables"]
    status, served = get(api, "/openapi.json", **api.headers)
    assert status == 200
    assert api.get(f"/__admin/offices/{api.key}/export").json["tables"] == before  # what was tried is taken back
    assert api.get(f"/__admin/offices/{api.key}/requests").json["requests"] == []
    assert served["servers"] == [{"url": "http://localhost"}]
    one = served["paths"]["/api/v1/employers/{EmployerNum}"]["get"]
    assert one["responses"]["200"]["content"]["application/json"]["example"] == {
        "EmployerNum": 1,
        "EmpName": "Example Mills",
    }
    assert one["parameters"][0]["example"] == 1
    assert api.get("/employers/1").json == {"EmployerNum": 1, "EmpName": "Example Mills"}
    asked_by_name = get(api, f"/openapi.json?office={api.key}")
    assert asked_by_name == (200, served)
    stranger = api.at()
    nobodys = get(stranger, "/openapi.json")[1]["paths"]["/api/v1/employers/{EmployerNum}"]["get"]
    assert nobodys["responses"]["200"]["content"]["application/json"]["example"]["EmpName"] != "Example Mills"
    # It changes with the rows that the plane puts in place.
    api.seed({"employer": [{"EmployerNum": 1, "EmpName": "Example Mines"}]})
    _, changed = get(api, "/openapi.json", **api.headers)
    for made, name in ((served, "Example Mills"), (changed, "Example Mines")):
        listed = made["paths"]["/api/v1/employers"]["get"]["responses"]["200"]["content"]["application/json"]
        assert listed["example"][0] == {"EmployerNum": 1, "EmpName": name}


def test_no_version(api):
    problem = "'nope' is not a version such as 25.3.31"
    assert get(api, "/openapi.json?version=nope") == (400, refusal(problem, at=["version"]))


# --- the admin plane ----------------------------------------------------------------------------------


def test_the_calls_of_the_admin_plane():
    paths = document()["paths"]
    described = {(verb.upper(), path) for path, verbs in paths.items() for verb in verbs if path.startswith("/__admin")}
    assert described == {(call.verb, "/__admin" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", call.path)) for call in CALLS}
    opened = paths["/__admin/offices"]["post"]
    assert (opened["operationId"], opened["tags"]) == ("adminMakeOffice", ["admin plane"])
    assert opened["security"] == [{"token": []}, {}]
    mode = document()["components"]["schemas"]["AdminSettingsSchema"]["properties"]["mode"]
    assert mode == {"type": "string", "enum": ["remote", "local", "service"]}


# --- as a whole ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [document, partial(bare, "22.1")], ids=["newest", "22.1"])
def test_it_is_a_document_of_openapi(made):
    made = made()
    assert made["openapi"] == "3.1.0"
    validate(made)
    names = [one["operationId"] for verbs in made["paths"].values() for one in verbs.values()]
    assert len(names) == len({*names})


def test_most_methods_have_an_example_and_each_is_of_its_schema():
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    made = document()
    registry = Registry().with_resource("urn:od", Resource(made, DRAFT202012))
    seen = 0
    for path, verbs in made["paths"].items():
        for verb, one in verbs.items():
            for status, answer in one["responses"].items():
                content = answer.get("content", {}).get("application/json", {})
                if "example" in content:
                    place = f"{path}/{verb}/responses/{status}".replace("~", "~0")
                    parts = [path, verb, "responses", status, "content", "application/json", "schema"]
                    pointer = "/".join(part.replace("~", "~0").replace("/", "~1") for part in ["", "paths", *parts])
                    checks = Draft202012Validator({"$ref": f"urn:od#{pointer}"}, registry=registry)
                    assert [error.message for error in checks.iter_errors(content["example"])] == [], place
                    seen += 1
    here = [one for page in describe(catalog())["resources"] for one in page["methods"] if one["state"] == "here"]
    answering = [one for one in here if one["answer"] != "nothing"]
    assert seen > len(answering) * 3 / 4


# --- the commands -------------------------------------------------------------------------------------


def run(*command):
    """In this process, which has described most versions before: that a command starts is what tests/test_cli.py shows."""
    return CliRunner().invoke(main, command, catch_exceptions=False)


def test_the_command_prints_the_document(tmp_path):
    file = tmp_path / "openapi.json"
    ran = run("openapi", "--world", "small", "--od-version", "24.1.9", "--server", "http://od.test", "--out", str(file))
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert re.fullmatch(rf"{re.escape(str(file))}: [\d,]+ characters\n", ran.stdout)
    made = json.loads(file.read_bytes())
    assert (made["info"]["version"], made["servers"]) == ("24.1.9", [{"url": "http://od.test"}])
    assert {path: [*verbs] for path, verbs in made["paths"].items()} == {
        path: [*verbs] for path, verbs in bare("24.1.9")["paths"].items()
    }


def test_the_command_refuses_what_it_cannot_do():
    ran = run("openapi", "--world", "nope")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.startswith("mock-od: ")
    ran = run("postman", "--od-version", "x")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr == "mock-od: version: 'x' is not a version such as 25.3.31\n"
