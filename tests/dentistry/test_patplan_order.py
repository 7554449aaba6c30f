"""Which of a patient's insurances comes first."""

import pytest
from calling import call_of

from mock_od.dentistry import patplans

ANN, BOB = 21, 22


@pytest.fixture
def office(empty):
    """A patient with three insurances, of which the second is a medical one, and her husband, who has one of them."""
    empty.seed(
        {
            "patient": [{"PatNum": ANN}, {"PatNum": BOB}],
            "insplan": [{"PlanNum": 35}, {"PlanNum": 36, "IsMedical": "true"}, {"PlanNum": 37}],
            "inssub": [{"InsSubNum": n, "PlanNum": n + 30, "Subscriber": ANN} for n in (5, 6, 7)],
            "patplan": [
                {"PatPlanNum": 1, "PatNum": ANN, "InsSubNum": 7, "Ordinal": 3},
                {"PatPlanNum": 2, "PatNum": ANN, "InsSubNum": 5, "Ordinal": 1},
                {"PatPlanNum": 3, "PatNum": ANN, "InsSubNum": 6, "Ordinal": 2},
                {"PatPlanNum": 4, "PatNum": BOB, "InsSubNum": 5, "Ordinal": 1},
            ],
        }
    )
    empty.freeze("2025-06-02 09:00:00")
    return empty


def order(office, patient=ANN):
    rows = patplans.in_order(call_of(office), patient)
    return [(row["PatPlanNum"], row["Ordinal"]) for row in rows]


@pytest.mark.parametrize(
    ("number", "wished", "place", "after"),
    [
        (1, 1, 1, [1, 2, 3]),
        (1, 2, 2, [2, 1, 3]),
        (1, 3, 3, [2, 3, 1]),
        (2, 3, 3, [3, 1, 2]),
        (2, 9, 3, [3, 1, 2]),
        (3, 0, 1, [3, 2, 1]),
        (2, 1, 1, [2, 3, 1]),
    ],
)
def test_the_others_keep_their_order(office, number, wished, place, after):
    assert order(office) == [(2, 1), (3, 2), (1, 3)]
    assert patplans.set_ordinal(call_of(office), number, wished) == place
    assert order(office) == [*zip(after, (1, 2, 3), strict=True)]
    assert order(office, BOB) == [(4, 1)]


def test_gaps_are_closed(office):
    office.seed({"patplan": [{"PatPlanNum": 1, "PatNum": ANN, "InsSubNum": 7, "Ordinal": 8}]})
    assert patplans.set_ordinal(call_of(office), 2, 1) == 1
    assert order(office) == [(2, 1), (3, 2), (1, 3)]


def test_what_they_are_called(office):
    call = call_of(office)
    assert patplans.spoken_ordinals(call, patplans.in_order(call, ANN)) == ["Primary", "Medical", "Secondary"]
    office.seed({"insplan": [{"PlanNum": 35, "IsMedical": "true"}]})
    assert patplans.spoken_ordinals(call, patplans.in_order(call, ANN)) == ["Medical", "Other", "Primary"]
    office.seed({"insplan": [{"PlanNum": n} for n in (35, 36)]})
    assert patplans.spoken_ordinals(call, patplans.in_order(call, ANN)) == ["Primary", "Secondary", "Other"]


def test_the_plans_of_appointments_are_dental_ones(office):
    call = call_of(office)
    assert patplans.dental_plans(call, ANN) == {"InsPlan1": 35, "InsPlan2": 37}
    assert patplans.dental_plans(call, BOB) == {"InsPlan1": 35, "InsPlan2": 0}
    assert patplans.dental_plans(call, 23) == {"InsPlan1": 0, "InsPlan2": 0}


def test_who_is_covered(office):
    call = call_of(office)
    assert patplans.covered_by(call, 5) == [ANN, BOB]
    assert patplans.covered_by(call, 8) == []
    office.seed({"inssub": [{"InsSubNum": 7, "PlanNum": 35}]})
    assert patplans.covered_by_plan(call, 35) == [ANN, BOB]
    assert patplans.covered_by_plan(call, 36) == [ANN]
