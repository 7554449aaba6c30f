"""https://www.opendental.com/site/apiemployers.html"""

import pytest
from conversation import refuses

refused = refuses("employer")
SENTENCE = "Employer cannot be deleted. It is associated with a patient or insurance plan."
EMPLOYERS = [
    {"EmployerNum": 1, "EmpName": "Store Mart"},
    {"EmployerNum": 2, "EmpName": "Townville Hospital"},
    {"EmployerNum": 5, "EmpName": "Sergio and Sons Co"},
]


def test_an_employer(api):
    assert api.get("/employers/5")[:2] == (200, EMPLOYERS[2])
    assert api.get("/employers/4711")[:2] == (404, "Employer not found.")


def test_all_employers(api):
    assert api.get("/employers")[:2] == (200, EMPLOYERS)
    assert api.get("/employers?Offset=200")[:2] == (200, [])
    assert api.get("/employers?EmpName=Store Mart")[:2] == (400, "'EmpName' is not a valid parameter.")


def test_an_employer_comes_changes_and_goes(api):
    made = api.post("/employers", {"EmpName": "James Smith Confectionery Co."})
    assert (made.status, made.json) == (201, {"EmployerNum": 6, "EmpName": "James Smith Confectionery Co."})
    assert made.headers["Location"].endswith("/api/v1/employers/6")
    changed = api.put("/employers/6", {"EmpName": "Jamie Smith Confectionery Co."})
    assert (changed.status, changed.json) == (200, {"EmployerNum": 6, "EmpName": "Jamie Smith Confectionery Co."})
    assert api.delete("/employers/6")[:2] == (200, None)
    assert api.get("/employers").json == EMPLOYERS


@pytest.mark.parametrize("table", ["patient", "insplan"])
def test_an_employer_in_use_stays(api, table):
    api.seed({table: [{"EmployerNum": 5}]})
    refused(api, lambda api: api.delete("/employers/5"), 400, SENTENCE, hint=table)


def test_what_employers_refuse(api):
    refused(api, lambda api: api.post("/employers", {}), 400, "EmpName is required.")
    refused(api, lambda api: api.put("/employers/5", {}), 400, "EmpName is required.")
    refused(api, lambda api: api.put("/employers/4711", {"EmpName": "x"}), 404, "Employer not found.")
    refused(api, lambda api: api.delete("/employers/4711"), 404, "Employer not found.")


def test_since(api):
    older = api.at(version="23.3.21")
    assert older.get("/employers")[:2] == (400, "employers GET  is not a valid method.")
    assert older.delete("/employers/5")[:2] == (400, "employers DELETE  is not a valid method.")
    assert older.put("/employers/5", {"EmpName": "x"}).status == 200
    assert api.at(version="21.3.1").post("/employers", {"EmpName": "x"})[:2] == (
        400,
        "employers POST  is not a valid method.",
    )
