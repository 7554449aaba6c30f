"""https://www.opendental.com/site/apicovspans.html"""

import pytest
from conversation import refuses, text

refused = refuses("covspan")

LOW = {"CovSpanNum": 32, "CovCatNum": 10, "FromCode": "D0000", "ToCode": "D7999"}
HIGH = {"CovSpanNum": 33, "CovCatNum": 10, "FromCode": "D9000", "ToCode": "D9999"}
PERIO = {"CovSpanNum": 40, "CovCatNum": 15, "FromCode": "D4000", "ToCode": "D4999"}
BACKWARDS = (
    "From Code must be less than To Code.  Remember that the comparison is alphabetical, not numeric.  "
    "For instance, 100 would come before 2, but after 02."
)


@pytest.fixture
def spans(api):
    api.seed({"covcat": [{"CovCatNum": 10}, {"CovCatNum": 15}], "covspan": [PERIO, HIGH, LOW]})
    return api


def test_a_span_and_the_spans_of_a_category(spans):
    assert spans.get("/covspans/40").text == text(PERIO)
    assert spans.get("/covspans").text == text([LOW, HIGH, PERIO])
    assert spans.get("/covspans?CovCatNum=10").json == [LOW, HIGH]
    assert spans.get("/covspans?CovCatNum=0").json == []
    refused(spans, lambda api: api.get("/covspans?CovCatNum=4711"), 404, "CovCat not found.")
    refused(spans, lambda api: api.get("/covspans/4711"), 404, "CovSpan not found.")


def test_a_span_comes_changes_and_goes(spans):
    got = spans.post("/covspans", {"CovCatNum": 15, "FromCode": "100", "ToCode": "2"})
    new = {"CovSpanNum": 41, "CovCatNum": 15, "FromCode": "100", "ToCode": "2"}
    assert (got.status, got.text, got.hint) == (201, text(new), "")
    got = spans.put("/covspans/41", {"ToCode": "100A", "CovCatNum": 10})
    assert (got.status, got.json) == (200, new | {"ToCode": "100A"})
    assert "CovCatNum cannot be set by PUT and was ignored" in got.hint
    got = spans.delete("/covspans/41")
    assert (got.status, got.text) == (200, "")
    refused(spans, lambda api: api.delete("/covspans/41"), 404, "CovSpan not found.")
    assert spans.get("/covspans").json == [LOW, HIGH, PERIO]


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"CovCatNum": None}, 400, "CovCatNum is required."),
        ({"FromCode": None}, 400, "FromCode is required."),
        ({"ToCode": None}, 400, "ToCode is required."),
        ({"CovCatNum": 4711}, 404, "CovCat not found."),
        ({"CovCatNum": 0}, 404, "CovCat not found."),
        ({"FromCode": ""}, 400, "Codes not allowed to be blank."),
        ({"ToCode": " "}, 400, "Codes not allowed to be blank."),
        ({"FromCode": "D1499"}, 400, BACKWARDS),
        ({"FromCode": "d1499"}, 400, BACKWARDS),
        ({"FromCode": "D1500"}, 400, BACKWARDS),
        ({"FromCode": "2", "ToCode": "100"}, 400, BACKWARDS),
    ],
)
def test_a_new_span_is_refused(spans, more, status, sentence):
    body = {"CovCatNum": 10, "FromCode": "D1400", "ToCode": "D1499"} | more
    refused(spans, lambda api: api.post("/covspans", body), status, sentence)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"FromCode": "D4999"}, BACKWARDS),
        ({"ToCode": "D3999"}, BACKWARDS),
        ({"ToCode": ""}, "Codes not allowed to be blank."),
    ],
)
def test_a_change_is_looked_at_with_the_code_that_stays(spans, body, sentence):
    refused(spans, lambda api: api.put("/covspans/40", body), 400, sentence, "FromCode is 'D4")


def test_a_span_that_is_not_there_does_not_change(spans):
    refused(spans, lambda api: api.put("/covspans/4711", {"ToCode": "D5"}), 404, "CovSpan not found.")


def test_versions_and_permissions(spans):
    assert spans.at(version="24.1.18").get("/covspans").json == "covspans GET  is not a valid method."
    older = spans.at(version="24.1.21")
    assert older.get("/covspans").json == []
    for verb in ("POST", "PUT", "DELETE"):
        path = "/covspans" if verb == "POST" else "/covspans/40"
        assert older.call(verb, path).json == f"covspans {verb}  is not a valid method."
    spans.put(f"/__admin/offices/{spans.key}", {"permissions": ["ApiReadAll", "ApiAllOthers"]})
    refused(spans, lambda api: api.delete("/covspans/40"), 401, "CovSpans DELETE requires the permission ApiSetup.")
