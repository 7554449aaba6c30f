"""A story: a plan's terms are set up by its categories, groups, benefits and links, and estimates follow.

Ana is to have a white filling for 100 dollars. An estimate is worked out anew when the procedure is written, and not when
a term changes. Each amount is worked out by hand.
"""

import pytest

PLAN, FILLING, SILVER, CROWN = 12, 7, 8, 9
RESTORATIVE, WHITE = 3, 4


@pytest.fixture
def office(empty):
    """A patient with a plan of the kind that pays a percentage by category, and a dentist's usual fees."""
    empty.freeze("2025-06-02 09:00:00")
    empty.seed(
        {
            "provider": [{"ProvNum": 1, "Abbr": "DOC", "FeeSched": 1}],
            "feesched": [{"FeeSchedNum": 1, "Description": "Usual"}],
            "patient": [{"PatNum": 5, "LName": "Reyes", "FName": "Ana", "Guarantor": 5, "PriProv": 1}],
            "insplan": [{"PlanNum": PLAN, "FeeSched": 1}],
            "inssub": [{"InsSubNum": 1, "PlanNum": PLAN, "Subscriber": 5}],
            "patplan": [{"PatPlanNum": 30, "PatNum": 5, "InsSubNum": 1, "Ordinal": 1}],
            "procedurecode": [
                {"CodeNum": FILLING, "ProcCode": "D2391", "TreatArea": "Surf"},
                {"CodeNum": SILVER, "ProcCode": "D2140", "TreatArea": "Surf"},
                {"CodeNum": CROWN, "ProcCode": "D2740", "TreatArea": "Tooth"},
            ],
            "fee": [
                {"FeeSched": 1, "CodeNum": FILLING, "Amount": 100.0},
                {"FeeSched": 1, "CodeNum": SILVER, "Amount": 60.0},
                {"FeeSched": 1, "CodeNum": CROWN, "Amount": 1000.0},
            ],
            "covcat": [
                {"CovCatNum": RESTORATIVE, "Description": "Restorative", "CovOrder": 1},
                {"CovCatNum": WHITE, "Description": "White fillings", "CovOrder": 2},
            ],
        }
    )
    return empty


def made(api, path, body):
    got = api.post(path, body)
    assert got.status == 201, got.json
    return next(iter(got.json.values()))


def estimate(api, filling):
    """What is estimated, before and after the procedure is written again."""
    before = of_filling(api, filling)
    got = api.put(f"/procedurelogs/{filling}", {"ToothNum": "30"})
    assert got.status == 200, got.json
    return before, of_filling(api, filling)


def of_filling(api, filling):
    (row,) = (row for row in api.rows("claimproc") if row["ProcNum"] == filling)
    return row["Percentage"], row["InsEstTotal"], row["EstimateNote"]


def test_estimates_follow_the_terms_of_a_plan(office):
    coinsurance = {"PlanNum": PLAN, "BenefitType": "CoInsurance", "CoverageLevel": "None"}
    work = {"PatNum": 5, "ProcDate": "2025-06-02", "ProcStatus": "TP", "ProvNum": 1}
    filling = made(office, "/procedurelogs", work | {"procCode": "D2391", "ToothNum": "30", "Surf": "O"})

    # No category has the code yet: 80 percent of restorations are said of nothing.
    made(office, "/benefits", coinsurance | {"CovCatNum": RESTORATIVE, "Percent": 80})
    made(office, "/benefits", coinsurance | {"CovCatNum": WHITE, "Percent": 50})
    assert estimate(office, filling) == ((0, 0.0, ""), (0, 0.0, ""))

    # A span has it: 80 percent of 100.
    made(office, "/covspans", {"CovCatNum": RESTORATIVE, "FromCode": "D2000", "ToCode": "D2999"})
    assert estimate(office, filling) == ((0, 0.0, ""), (80, 80.0, ""))

    # A later category has it as well, and counts: 50 percent. Then it comes first, and the other one counts.
    white = made(office, "/covspans", {"CovCatNum": WHITE, "FromCode": "D2390", "ToCode": "D2399"})
    assert estimate(office, filling) == ((80, 80.0, ""), (50, 50.0, ""))
    assert office.put(f"/covcats/{WHITE}", {"CovOrder": 0}).status == 200
    assert estimate(office, filling) == ((50, 50.0, ""), (80, 80.0, ""))
    assert office.delete(f"/covspans/{white}").status == 200

    # A group of codes is closer than a category, a code closer than a group.
    group = made(office, "/codegroups", {"GroupName": "White", "ProcCodes": "D2391,D2392"})
    made(office, "/benefits", coinsurance | {"CodeGroupNum": group, "Percent": 70})
    assert estimate(office, filling) == ((80, 80.0, ""), (70, 70.0, ""))
    own = made(office, "/benefits", coinsurance | {"procCode": "D2391", "Percent": 60})
    assert estimate(office, filling) == ((70, 70.0, ""), (60, 60.0, ""))
    assert office.delete(f"/benefits/{own}").status == 200

    # The plan pays for silver instead: 70 percent of 60.
    link = {"PlanNum": PLAN, "CodeNum": FILLING, "SubstitutionCode": "D2140", "SubstOnlyIf": "Molar"}
    link = made(office, "/substitutionlinks", link)
    assert estimate(office, filling) == ((60, 60.0, ""), (70, 42.0, ""))
    assert office.put(f"/substitutionlinks/{link}", {"SubstOnlyIf": "SecondMolar"}).status == 200
    assert estimate(office, filling) == ((70, 42.0, ""), (70, 70.0, ""))

    # It pays nothing for what it excludes, until the exclusion goes.
    nothing = {"PlanNum": PLAN, "BenefitType": "Exclusions", "CoverageLevel": "None", "CodeNum": FILLING}
    nothing = made(office, "/benefits", nothing)
    assert estimate(office, filling) == ((70, 70.0, ""), (70, 0.0, "Exclusion"))
    assert office.delete(f"/benefits/{nothing}").status == 200
    assert estimate(office, filling) == ((70, 0.0, "Exclusion"), (70, 70.0, ""))

    # A benefit of Ana's own comes before all of the plan's.
    mine = coinsurance | {"PlanNum": 0, "PatPlanNum": 30, "CovCatNum": RESTORATIVE, "Percent": 90}
    made(office, "/benefits", mine)
    assert estimate(office, filling) == ((70, 70.0, ""), (90, 90.0, ""))
