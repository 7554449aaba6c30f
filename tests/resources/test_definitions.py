"""https://www.opendental.com/site/apidefinitions.html"""

import pytest
from conversation import refuses

refused = refuses("definition")

TAX = {
    "DefNum": 293,
    "ItemName": "Sales Tax",
    "ItemValue": "+",
    "Category": 1,
    "category": "AdjTypes",
    "isHidden": "false",
}


def numbers(got):
    assert got.status == 200, got.json
    return [row["DefNum"] for row in got.json]


def test_a_category(api):
    got = api.get("/definitions?Category=1")
    assert sorted(numbers(got)) == [8, 9, 293, 294, 336]
    tax = next(row for row in got.json if row["DefNum"] == 293)
    assert tax == TAX
    assert list(tax) == list(TAX)


def test_hidden_ones_only_on_request(api):
    assert numbers(api.get("/definitions?Category=4")) == [40, 41, 42]
    assert numbers(api.get("/definitions?Category=4&includeHidden=false")) == [40, 41, 42]
    got = api.get("/definitions?Category=4&includeHidden=true")
    assert numbers(got) == [40, 41, 42, 43]
    assert got.json[3] == {
        "DefNum": 43,
        "ItemName": "Payment Plan Old",
        "ItemValue": "",
        "Category": 4,
        "category": "BillingTypes",
        "isHidden": "true",
    }


def test_all_of_them(api):
    assert len(numbers(api.get("/definitions"))) == 50
    assert len(numbers(api.get("/definitions?includeHidden=true"))) == 54
    assert len(numbers(api.get("/definitions?Offset=40"))) == 10


@pytest.mark.parametrize(
    ("number", "name"),
    [(0, "AccountColors"), (18, "ImageCats"), (20, "TxPriorities"), (41, "AutoNoteCats"), (55, "OperatoryTypes")],
)
def test_a_category_has_a_name(api, number, name):
    api.seed({"definition": [{"DefNum": 900, "ItemName": "x", "Category": number}]})
    found = {row["DefNum"]: row for row in api.get(f"/definitions?Category={number}").json}
    assert (found[900]["Category"], found[900]["category"]) == (number, name)


@pytest.mark.parametrize("category", ["56", "-1", "AdjTypes"])
def test_there_is_no_such_category(api, category):
    got = api.get(f"/definitions?Category={category}")
    assert (got.status, got.json) == (400, "Category is invalid.")


def test_the_name_is_no_filter(api):
    got = api.get("/definitions?category=AdjTypes")
    assert len(numbers(got)) == 50
    assert "did you mean Category?" in got.hint


def test_hidden_is_true_or_false(api):
    got = api.get("/definitions?includeHidden=1")
    assert (got.status, got.json) == (400, "includeHidden is invalid.")


def test_a_definition_comes(api):
    made = api.post("/definitions", {"ItemName": "Gift", "ItemValue": "-", "category": "AdjTypes", "isHidden": "false"})
    gift = {
        "DefNum": made.json["DefNum"],
        "ItemName": "Gift",
        "ItemValue": "-",
        "Category": 1,
        "category": "AdjTypes",
        "isHidden": "false",
    }
    assert (made.status, made.json) == (201, gift)
    assert list(made.json) == list(TAX)
    assert made.headers["Location"].endswith(f"/definitions/{gift['DefNum']}")
    assert api.get("/definitions?Category=1").json[-1] == gift  # the last one of its category
    assert api.rows("securitylog")[-1]["PermType"] == "DefEdit"


def test_a_category_is_given_by_its_name_alone(empty):
    empty.seed({"definition": [{"DefNum": 5, "Category": 10, "ItemName": "Check", "ItemOrder": 3}]})
    made = empty.post(
        "/definitions", {"ItemName": "Cash", "category": "PaymentTypes", "Category": 1, "isHidden": "true"}
    )
    cash = {
        "DefNum": 6,
        "ItemName": "Cash",
        "ItemValue": "",
        "Category": 10,
        "category": "PaymentTypes",
        "isHidden": "true",
    }
    assert (made.status, made.json) == (201, cash)
    assert "Category" in made.hint
    assert empty.row("definition", 6)["ItemOrder"] == 4
    assert empty.post("/definitions", {"ItemName": "No", "category": "TxPriorities"}).json["Category"] == 20
    assert empty.row("definition", 7)["ItemOrder"] == 0


@pytest.mark.parametrize(
    ("category", "value", "kept"),
    [
        ("AdjTypes", "+", "+"),
        ("AdjTypes", "dp", "dp"),
        ("BillingTypes", "ce", "ce"),
        ("ClaimCustomTracking", "30", "30"),
        ("CommLogTypes", "MISC", "MISC"),
        ("DiscountTypes", "100", "100"),
        ("ImageCats", "x,p,s", "XPS"),
        ("InsurancePaymentType", "N", "N"),
        ("PaySplitUnearnedType", "X", "X"),
        ("TxPriorities", "Seventy", "Seventy"),
        ("Regions", "whatever it is", "whatever it is"),
        ("CommLogTypes", "", ""),
    ],
)
def test_a_value_that_its_category_takes(empty, category, value, kept):
    made = empty.post("/definitions", {"ItemName": "x", "category": category, "ItemValue": value})
    assert (made.status, made.json["ItemValue"], made.json["category"]) == (201, kept, category)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"category": "Regions"}, "ItemName is required."),
        ({"ItemName": " ", "category": "Regions"}, "ItemName is required."),
        ({"ItemName": "x"}, "category is required."),
        ({"ItemName": "x", "category": "Towns"}, "category is invalid."),
        ({"ItemName": "x", "category": "1"}, "category is invalid."),
        ({"ItemName": "x", "category": "Regions", "isHidden": "1"}, "isHidden is invalid."),
        ({"ItemName": "x", "category": "AdjTypes"}, "Valid values are +, -, or dp."),
        ({"ItemName": "x", "category": "AdjTypes", "ItemValue": "*"}, "Valid values are +, -, or dp."),
        ({"ItemName": "x", "category": "BillingTypes", "ItemValue": "D"}, "Valid values are blank, E, C, or CE."),
        (
            {"ItemName": "x", "category": "ClaimCustomTracking", "ItemValue": "-1"},
            "Days Suppressed must be a valid non-negative number.",
        ),
        (
            {"ItemName": "x", "category": "CommLogTypes", "ItemValue": "FAX"},
            "Valid values are: APPT, FIN, RECALL, MISC, TEXT, REACT, FHIR",
        ),
        ({"ItemName": "x", "category": "DiscountTypes", "ItemValue": "101"}, "ItemValue is invalid."),
        ({"ItemName": "x", "category": "InsurancePaymentType", "ItemValue": "Y"}, "Valid values are blank or N."),
        ({"ItemName": "x", "category": "PaySplitUnearnedType", "ItemValue": "Y"}, "Valid values are blank or 'X'"),
        ({"ItemName": "x", "category": "RecallUnschedStatus", "ItemValue": "12345678"}, "Maximum length is 7."),
        ({"ItemName": "x", "category": "TxPriorities", "ItemValue": "12345678"}, "Maximum length is 7."),
    ],
)
def test_what_a_definition_may_not_be(api, body, sentence):
    refused(api, lambda api: api.post("/definitions", body), 400, sentence)


def test_since_22_1_with_the_permission_for_setup(api):
    body = {"ItemName": "x", "category": "Regions"}
    older = api.at(version="21.4.99")
    refused(older, lambda api: api.post("/definitions", body), 400, "definitions POST  is not a valid method.")
    api.put(f"/__admin/offices/{api.key}", {"permissions": ["ApiReadAll", "ApiAllOthers"]})
    refused(api, lambda api: api.post("/definitions", body), 401, "Definitions POST requires the permission ApiSetup.")
