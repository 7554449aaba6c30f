"""Every example of the documentation is answered as its page shows it, for each method that is here."""

from __future__ import annotations

from collections import Counter

import pytest
from comparing import Difference, compare
from conversation import Answer
from documented import Documented, Example, documented, presupposed, write_examples
from known_slips import DOCUMENTATION, KNOWN_SLIPS, OURS
from replay import methods_here, replay

from mock_od.resources import PAGES

ALL = documented()
HERE = methods_here()
REPLAYED = [shown for shown in ALL if (shown.verb, shown.path) in HERE]
WAITING = [shown for shown in ALL if (shown.verb, shown.path) not in HERE]


@pytest.mark.parametrize("shown", REPLAYED, ids=lambda shown: shown.name)
def test_a_method_answers_as_its_page_shows(shown: Documented):
    found = replay(shown, HERE[shown.verb, shown.path])
    known = {(slip.member, slip.what): slip for slip in KNOWN_SLIPS if slip.method == shown.name}
    new = [str(one) for one in found if (one.member, one.what) not in known]
    gone = [slip for mark, slip in known.items() if mark not in {(one.member, one.what) for one in found}]
    assert not new, f"{shown.page}, {shown.name}:\n" + "\n".join(new)
    assert not gone, f"{shown.name}: take these out of known_slips.py, they no longer occur: {gone}"


def test_each_slip_is_known_once_of_a_method_that_is_replayed():
    marks = Counter((slip.method, slip.member, slip.what) for slip in KNOWN_SLIPS)
    assert [mark for mark, times in marks.items() if times > 1] == []
    assert {slip.method for slip in KNOWN_SLIPS} <= {shown.name for shown in REPLAYED}
    assert {slip.whose for slip in KNOWN_SLIPS} <= {DOCUMENTATION, OURS}
    assert [slip for slip in KNOWN_SLIPS if len(slip.reason) < 20] == []
    assert set(presupposed()) <= {shown.name for shown in REPLAYED}


def test_no_example_is_left_out(record_property):
    """The documentation has 439 request lines, 205 bodies and 296 answers; each is replayed or waits for its method."""
    requests, bodies, answers = (
        sum(len(part) for part in parts)
        for parts in zip(*((shown.requests, shown.bodies, shown.answers) for shown in ALL), strict=True)
    )
    assert (requests, bodies, answers) == (439, 205, 296)
    record_property("examples replayed", sum(shown.parts for shown in REPLAYED))
    record_property("examples of methods that are not here yet", sum(shown.parts for shown in WAITING))
    without = {(verb, path) for verb, path in HERE if (verb, path) not in {(shown.verb, shown.path) for shown in ALL}}
    assert without <= NO_EXAMPLE
    assert len(REPLAYED) == sum(len(page.methods) for page in PAGES) - len(without)


NO_EXAMPLE = {
    ("GET", "/claimforms/{ClaimFormNum}"),
    ("GET", "/claimforms"),
    ("GET", "/payplanlinks/{PayPlanLinkNum}"),
    ("GET", "/payplanlinks"),
    ("POST", "/payplanlinks"),
    ("PUT", "/payplanlinks/{PayPlanLinkNum}"),
    ("DELETE", "/payplanlinks/{PayPlanLinkNum}"),
    ("GET", "/sheetfielddefs/{SheetFieldDefNum}"),
    ("GET", "/sheetfielddefs"),
}
"""The methods of which no example is known."""


def test_each_body_and_each_answer_of_a_write_is_sent_and_compared():
    for shown in ALL:
        if shown.verb in ("POST", "PUT", "DELETE"):
            sent = write_examples(shown)
            assert {one.path for one in sent} == {path for path, _ in shown.requests}, shown.name
            assert [one.body for one in sent if one.body is not None][: len(shown.bodies)] == shown.bodies, shown.name
            assert len([one for one in sent if one.whole]) == len(shown.answers), shown.name


def test_a_difference_says_what_is_documented_and_what_is_ours():
    assert str(Difference("Zip", "type", 90011, "90011")) == "Zip, type: documented 90011, ours '90011'"
    assert str(Difference("", "rows", [1, 2], [2])) == "rows: documented [1, 2], ours [2]"


# --- the replay finds what it is there for ------------------------------------------------------------

ROW = {"ClinicNum": 1, "Abbr": "North", "IsHidden": "false"}
CLINICS = HERE["GET", "/clinics"]


@pytest.mark.parametrize(
    ("ours", "says"),
    [
        ([ROW], []),
        ([], ["rows: documented [1], ours []"]),
        ([{**ROW, "ClinicNum": 2}], ["rows: documented [1], ours [2]"]),
        (ROW, ["type: documented 'list', ours 'object'"]),
        ([{"ClinicNum": 1, "Abbr": "North"}], ["IsHidden, names: documented 'false', ours 'nothing'"]),
        ([{**ROW, "Zip": ""}], ["Zip, names: documented 'nothing', ours ''"]),
        ([{**ROW, "IsHidden": False}], ["IsHidden, type: documented 'false', ours False"]),
        ([{**ROW, "Abbr": "South"}], ["Abbr, value: documented 'North', ours 'South'"]),
        (
            [{"Abbr": "North", "ClinicNum": 1, "IsHidden": "false"}],
            ["order: documented ['ClinicNum', 'Abbr', 'IsHidden'], ours ['Abbr', 'ClinicNum', 'IsHidden']"],
        ),
    ],
)
def test_an_answer_that_is_not_the_documented_one(ours, says):
    example = Example("/clinics", {}, None, [ROW], whole=True)
    assert [*map(str, compare(example, CLINICS, Answer(200, ours, {}, "")))] == says


def test_an_example_that_is_not_answered_as_documented():
    (shown,) = (one for one in REPLAYED if one.name == "DiscountPlans PUT")
    wrong = shown._replace(answers=[{**shown.answers[0], "Description": "Another"}])
    update = HERE["PUT", "/discountplans/{DiscountPlanNum}"]
    assert [*map(str, replay(wrong, update))] == [
        "Description, value: documented 'Another', ours 'Happy Smiles Basic Plus'"
    ]
    refused = shown._replace(bodies=[{"DefNum": "x"}])
    assert [*map(str, replay(refused, update))] == ["status: documented [200], ours (400, 'Invalid JSON.')"]


def test_a_list_that_no_request_of_its_page_finds():
    (shown,) = (one for one in REPLAYED if one.name == "ProcTPs GET")
    wrong = shown._replace(requests=[("/proctps", [("TreatPlanNum", "5")])])
    assert [*map(str, replay(wrong, HERE["GET", "/proctps"]))] == [
        "page: documented 'an answer', ours 'no request of the page finds it'"
    ]


def test_an_answer_that_names_one_row_by_two_names():
    (shown,) = (one for one in REPLAYED if one.name == "TreatPlanAttaches GET")
    first, second = shown.answers[0][:2]
    wrong = shown._replace(answers=[[first, {**second, "Priority": first["Priority"]}]])
    found = [*map(str, replay(wrong, HERE["GET", "/treatplanattaches"]))]
    assert found[0] == "definition 151 ItemName, page: documented '1', ours 'Recmend'"


def test_a_value_that_no_row_can_have():
    (shown,) = (one for one in REPLAYED if one.name == "DiscountPlanSubs GET")
    wrong = shown._replace(answers=[{**shown.answers[0], "DateTerm": "soon"}])
    assert [*map(str, replay(wrong, HERE["GET", "/discountplansubs"]))] == [
        "DateTerm, seed: documented 'soon', ours 'DateTerm is a day such as 2024-01-27'",
        "DateTerm, value: documented 'soon', ours '0001-01-01'",
    ]


def test_a_key_that_a_page_quotes():
    (shown,) = (one for one in REPLAYED if one.name == "Fees GET (single)")
    wrong = shown._replace(answers=[{**shown.answers[0], "FeeNum": "112"}])
    assert [*map(str, replay(wrong, HERE["GET", "/fees/{FeeNum}"]))] == ["FeeNum, type: documented '112', ours 112"]


def test_rows_in_another_order_are_compared_all_the_same():
    rows = [ROW, {**ROW, "ClinicNum": 2}]
    ours = Answer(200, [{**ROW, "ClinicNum": 2, "Abbr": "South"}, ROW], {}, "")
    found = compare(Example("/clinics", {}, None, rows, whole=True), CLINICS, ours)
    assert [*map(str, found)] == [
        "rows: documented [1, 2], ours [2, 1]",
        "Abbr, value: documented 'North', ours 'South'",
    ]
