"""https://www.opendental.com/site/apisubstitutionlinks.html"""

import pytest
from conversation import refuses, text

refused = refuses("substitutionlink")

NEW = {"PlanNum": 33, "CodeNum": 35, "SubstitutionCode": "D0140", "SubstOnlyIf": "Molar"}
LINK = {"SubstitutionLinkNum": 14, **NEW}


@pytest.fixture
def links(api):
    api.seed({"insplan": [{"PlanNum": 33}, {"PlanNum": 34}]})
    api.seed({"substitutionlink": [NEW | {"SubstitutionLinkNum": 13, "SubstOnlyIf": "Always"}]})
    return api


def listed(number, **more):
    return {"SubstiutionLinkNum": number, **NEW, **more}


def test_the_links_of_a_plan(links):
    assert links.get("/substitutionlinks?PlanNum=33").text == text([listed(13, SubstOnlyIf="Always")])
    assert links.get("/substitutionlinks?PlanNum=34").json == []
    refused(links, lambda api: api.get("/substitutionlinks"), 400, "PlanNum is required.")
    refused(links, lambda api: api.get("/substitutionlinks?PlanNum=4711"), 404, "InsPlan not found.")


def test_a_link_comes_changes_and_goes(links):
    got = links.post("/substitutionlinks", NEW)
    assert (got.status, got.text, got.hint) == (201, text(LINK), "")
    assert links.get("/substitutionlinks?PlanNum=33").json == [listed(13, SubstOnlyIf="Always"), listed(14)]
    got = links.put("/substitutionlinks/14", {"SubstitutionCode": "D0150", "SubstOnlyIf": "Never", "PlanNum": 34})
    assert (got.status, got.text) == (200, text(LINK | {"SubstitutionCode": "D0150", "SubstOnlyIf": "Never"}))
    assert "PlanNum cannot be set by PUT and was ignored" in got.hint
    got = links.delete("/substitutionlinks/14")
    assert (got.status, got.text) == (200, "")
    assert links.get("/substitutionlinks?PlanNum=33").json == [listed(13, SubstOnlyIf="Always")]
    refused(links, lambda api: api.delete("/substitutionlinks/14"), 404, "SubstitutionLink not found.")


@pytest.mark.parametrize("condition", ["Always", "Molar", "SecondMolar", "Never", "Posterior"])
def test_the_conditions(links, condition):
    got = links.post("/substitutionlinks", NEW | {"SubstOnlyIf": condition})
    assert (got.status, got.json) == (201, LINK | {"SubstOnlyIf": condition})


@pytest.mark.parametrize("name", [*NEW])
def test_a_new_link_needs(links, name):
    body = NEW | {name: None}
    refused(links, lambda api: api.post("/substitutionlinks", body), 400, f"{name} is required.")


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"SubstitutionCode": "X9999"}, 404, "ProcedureCode not found."),
        ({"SubstitutionCode": "d0140"}, 404, "ProcedureCode not found."),
        ({"SubstitutionCode": ""}, 404, "ProcedureCode not found."),
        ({"SubstOnlyIf": "Sometimes"}, 400, "SubstOnlyIf is invalid."),
        ({"SubstOnlyIf": 1}, 400, "SubstOnlyIf is invalid."),
    ],
)
def test_a_link_is_refused(links, more, status, sentence):
    refused(links, lambda api: api.post("/substitutionlinks", NEW | more), status, sentence)
    refused(links, lambda api: api.put("/substitutionlinks/13", more), status, sentence)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"PlanNum": 4711}, "InsPlan not found."), ({"CodeNum": 4711}, "ProcedureCode not found.")],
)
def test_a_link_is_of_a_plan_and_a_code(links, more, sentence):
    refused(links, lambda api: api.post("/substitutionlinks", NEW | more), 404, sentence)


def test_a_link_that_is_not_there_does_not_change(links):
    body = {"SubstOnlyIf": "Never"}
    refused(links, lambda api: api.put("/substitutionlinks/4711", body), 404, "SubstitutionLink not found.")


def test_versions_and_permissions(links):
    older = links.at(version="22.4.24")
    assert older.get("/substitutionlinks?PlanNum=33").json == "substitutionlinks GET  is not a valid method."
    assert older.put("/substitutionlinks/13").json == "substitutionlinks PUT  is not a valid method."
    assert older.delete("/substitutionlinks/13").json == "substitutionlinks DELETE  is not a valid method."
    older.seed({"insplan": [{"PlanNum": 33}]})
    assert older.post("/substitutionlinks", NEW).status == 201
    oldest = links.at(version="22.4.0")
    assert oldest.post("/substitutionlinks", NEW).json == "substitutionlinks POST  is not a valid method."
    links.put(f"/__admin/offices/{links.key}", {"permissions": ["ApiReadAll", "ApiInsurance"]})
    says = "SubstitutionLinks DELETE requires the permission ApiAllOthers."
    refused(links, lambda api: api.delete("/substitutionlinks/13"), 401, says)
