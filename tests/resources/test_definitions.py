"""https://www.opendental.com/site/apidefinitions.html"""

import pytest

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
