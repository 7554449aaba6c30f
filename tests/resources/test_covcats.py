"""https://www.opendental.com/site/apicovcats.html"""

import pytest
from conversation import refuses, text

refused = refuses("covcat")

GENERAL = {
    "CovCatNum": 1,
    "Description": "General",
    "DefaultPercent": -1,
    "CovOrder": 0,
    "IsHidden": "false",
    "EbenefitCat": "General",
}
PREVENTIVE = GENERAL | {"CovCatNum": 2, "Description": "Prev", "CovOrder": 2, "EbenefitCat": "RoutinePreventive"}
CROWNS = GENERAL | {"CovCatNum": 3, "Description": "Crowns", "CovOrder": 1, "EbenefitCat": "Crowns"}


@pytest.fixture
def cats(api):
    api.seed({"covcat": [GENERAL, PREVENTIVE, CROWNS]})
    return api


def test_a_category_and_all_categories_in_their_order(cats):
    assert cats.get("/covcats/2").text == text(PREVENTIVE)
    assert cats.get("/covcats").text == text([GENERAL, CROWNS, PREVENTIVE])
    refused(cats, lambda api: api.get("/covcats/4711"), 404, "CovCat not found.")


def test_a_new_category_comes_last_without_a_percentage(cats):
    got = cats.post("/covcats", {"Description": "Implants"})
    new = GENERAL | {"CovCatNum": 4, "Description": "Implants", "CovOrder": 3, "EbenefitCat": "None"}
    assert (got.status, got.text, got.hint) == (201, text(new), "")
    assert cats.get("/covcats/4").text == got.text


def test_a_new_category_with_everything(cats):
    body = {"Description": "Braces", "DefaultPercent": 50, "IsHidden": "true", "EbenefitCat": "Orthodontics"}
    got = cats.post("/covcats", body | {"CovOrder": 1})
    assert (got.status, got.json) == (201, GENERAL | body | {"CovCatNum": 4, "CovOrder": 3})
    assert "CovOrder cannot be set by POST and was ignored" in got.hint


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"Description": None}, "Description is required."),
        ({"DefaultPercent": 101}, "DefaultPercent is invalid."),
        ({"DefaultPercent": -2}, "DefaultPercent is invalid."),
        ({"DefaultPercent": "all"}, "Invalid JSON."),
        ({"EbenefitCat": "Hair"}, "EbenefitCat is invalid."),
        ({"IsHidden": "maybe"}, "IsHidden is invalid."),
    ],
)
def test_a_new_category_is_refused(cats, more, sentence):
    refused(cats, lambda api: api.post("/covcats", {"Description": "Implants"} | more), 400, sentence)


@pytest.mark.parametrize("percent", [-1, 0, 100])
def test_percentages(cats, percent):
    assert cats.put("/covcats/2", {"DefaultPercent": percent}).json == PREVENTIVE | {"DefaultPercent": percent}


def test_a_category_changes_and_no_other_one_moves(cats):
    body = {
        "Description": "Sealants",
        "DefaultPercent": 80,
        "CovOrder": 1,
        "IsHidden": "true",
        "EbenefitCat": "Adjunctive",
    }
    got = cats.put("/covcats/2", body)
    assert (got.status, got.text, got.hint) == (200, text(PREVENTIVE | body), "")
    assert cats.get("/covcats").json == [GENERAL, PREVENTIVE | body, CROWNS]
    refused(cats, lambda api: api.put("/covcats/2", {"DefaultPercent": 101}), 400, "DefaultPercent is invalid.")
    refused(cats, lambda api: api.put("/covcats/4711", body), 404, "CovCat not found.")


def test_a_second_one_of_an_electronic_category_is_told(cats):
    hint = "covcat 3 is Crowns already; benefits need each EbenefitCat once"
    assert cats.post("/covcats", {"Description": "x", "EbenefitCat": "Crowns"}).hint == hint
    assert cats.put("/covcats/2", {"EbenefitCat": "Crowns"}).hint == hint
    assert cats.put("/covcats/1", {"EbenefitCat": "General"}).hint == ""
    assert cats.put("/covcats/1", {"EbenefitCat": "None"}).hint == ""


def test_versions_and_permissions(cats):
    assert cats.at(version="23.3.7").get("/covcats").json == "covcats GET  is not a valid method."
    older = cats.at(version="24.1.23")
    assert older.get("/covcats").json == []
    assert older.post("/covcats").json == "covcats POST  is not a valid method."
    assert older.put("/covcats/1").json == "covcats PUT  is not a valid method."
    cats.put(f"/__admin/offices/{cats.key}", {"permissions": ["ApiReadAll", "ApiAllOthers"]})
    says = "CovCats POST requires the permission ApiSetup."
    refused(cats, lambda api: api.post("/covcats", {"Description": "x"}), 401, says)
