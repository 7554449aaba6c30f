"""A story with whole answers: insurance is added, changed and dropped, and a treatment plan's amounts follow.

Ida is to have a filling for 200 dollars and a crown for 1000. Each amount is worked out by hand.
"""

import pytest

NOW = "2025-06-02 09:00:00"
FILLING, CROWN = 7, 8
USUAL, AGREED = 1, 2
RESTORATIVE, CROWNS = 4, 9


@pytest.fixture
def office(empty):
    """A dentist with usual fees, the lower fees that a PPO has agreed with her, and a patient with two plans of work."""
    empty.freeze(NOW)
    empty.seed(
        {
            "provider": [{"ProvNum": 1, "Abbr": "DOC", "FeeSched": USUAL}],
            "patient": [{"PatNum": 21, "LName": "Hall", "FName": "Ida", "Guarantor": 21, "PriProv": 1}],
            "feesched": [{"FeeSchedNum": USUAL, "Description": "Usual"}, {"FeeSchedNum": AGREED, "Description": "PPO"}],
            "procedurecode": [
                {"CodeNum": FILLING, "ProcCode": "D2391", "TreatArea": "Surf"},
                {"CodeNum": CROWN, "ProcCode": "D2740", "TreatArea": "Tooth"},
            ],
            "fee": [
                {"FeeSched": USUAL, "CodeNum": FILLING, "Amount": 200.0},
                {"FeeSched": USUAL, "CodeNum": CROWN, "Amount": 1000.0},
                {"FeeSched": AGREED, "CodeNum": FILLING, "Amount": 150.0},
                {"FeeSched": AGREED, "CodeNum": CROWN, "Amount": 850.0},
            ],
            "covcat": [
                {"CovCatNum": RESTORATIVE, "Description": "Restorative", "CovOrder": 4, "EbenefitCat": "Restorative"},
                {"CovCatNum": CROWNS, "Description": "Crowns", "CovOrder": 8, "EbenefitCat": "Crowns"},
            ],
            "covspan": [
                {"CovCatNum": RESTORATIVE, "FromCode": "D2000", "ToCode": "D2999"},
                {"CovCatNum": CROWNS, "FromCode": "D2700", "ToCode": "D2799"},
            ],
            "treatplan": [{"TreatPlanNum": 1, "PatNum": 21, "TPStatus": "Active"}],
            "appointment": [
                {"AptNum": 5, "PatNum": 21, "AptStatus": "Scheduled", "AptDateTime": "2025-06-09 09:00:00"}
            ],
        }
    )
    work = {"PatNum": 21, "ProcDate": "2025-06-02", "ProcStatus": "TP", "ProvNum": 1}
    for said in ({"procCode": "D2391", "ToothNum": "30", "Surf": "MO"}, {"procCode": "D2740", "ToothNum": "3"}):
        made = empty.post("/procedurelogs", work | said)
        assert made.status == 201, made.text
        attached = empty.post("/treatplanattaches", {"TreatPlanNum": 1, "ProcNum": made.json["ProcNum"]})
        assert attached.status in (200, 201), attached.text
    return empty


def plan(api, carrier, group, *percents, **said):
    """Set up a plan that covers fillings and crowns in percent; its PlanNum."""
    made = api.post("/insplans", {"CarrierNum": carrier, "GroupName": group, **said})
    assert made.status == 200, made.text
    for category, percent in zip((RESTORATIVE, CROWNS), percents, strict=True):
        benefit = {"PlanNum": made.json["PlanNum"], "BenefitType": "CoInsurance", "CoverageLevel": "None"}
        got = api.post("/benefits", benefit | {"CovCatNum": category, "Percent": percent, "TimePeriod": "CalendarYear"})
        assert got.status == 201, got.text
    return made.json["PlanNum"]


def saved(api):
    """The amounts of a plan that is saved now: what both insurances pay, what is written off, what Ida pays."""
    made = api.post("/treatplans/Saved", {"TreatPlanNum": 1})
    assert made.status == 201, made.text
    copies = api.get(f"/proctps?TreatPlanNum={made.json['TreatPlanNum']}").json
    amounts = ("PriInsAmt", "SecInsAmt", "Discount", "PatAmt")
    return {row["ProcCode"]: tuple(row[name] for name in amounts) for row in copies}


def insured_by(api):
    """Whom the family module shows as Ida's insurances, and which plans her appointment has."""
    shown = api.get("/familymodules/21/Insurance").json
    visit = api.get("/appointments/5").json
    return [(row["ordinal"], row["GroupName"]) for row in shown], (visit["InsPlan1"], visit["InsPlan2"])


def estimates(api):
    return [(row["ProcNum"], row["PlanNum"], row["Status"], row["InsEstTotal"]) for row in api.rows("claimproc")]


def test_insurance_comes_and_goes(office):
    api = office
    assert saved(api) == {"D2391": (0.0, 0.0, 0.0, 200.0), "D2740": (0.0, 0.0, 0.0, 1000.0)}
    assert insured_by(api) == ([], (0, 0))

    # Her employer insures her: 80 percent of fillings, half of crowns.
    carrier = api.post("/carriers", {"CarrierName": "Delta of Oregon", "Phone": "503-456-8910"}).json["CarrierNum"]
    mill = plan(api, carrier, "Mill", 80, 50, CobRule="Standard")
    own = api.post("/inssubs", {"PlanNum": mill, "Subscriber": 21, "SubscriberID": "M-1"}).json["InsSubNum"]
    assert estimates(api) == []  # nobody is covered yet
    first = api.post("/patplans", {"PatNum": 21, "InsSubNum": own})
    assert (first.status, first.json) == (
        201,
        {
            "PatPlanNum": 1,
            "PatNum": 21,
            "Ordinal": 1,
            "IsPending": "false",
            "Relationship": "Self",
            "PatID": "",
            "InsSubNum": 1,
            "OrthoAutoFeeBilledOverride": -1.0,
            "OrthoAutoNextClaimDate": "0001-01-01",
            "SecDateTEntry": NOW,
            "SecDateTEdit": NOW,
        },
    )
    assert insured_by(api) == ([("Primary", "Mill")], (mill, 0))
    assert estimates(api) == [(1, mill, "Estimate", 160.0), (2, mill, "Estimate", 500.0)]
    assert saved(api) == {"D2391": (160.0, 0.0, 0.0, 40.0), "D2740": (500.0, 0.0, 0.0, 500.0)}

    # Her husband's PPO covers her, too, and comes first: 80 percent of 150, half of 850, the rest of the fee is
    # written off. The mill pays what is left of the fee: 200 - 120 - 50, and 1000 - 425 - 150.
    school = plan(api, carrier, "School", 80, 50, PlanType="p", FeeSched=AGREED)
    his = api.post("/inssubs", {"PlanNum": school, "Subscriber": 21, "SubscriberID": "S-1"}).json["InsSubNum"]
    second = api.post("/patplans", {"PatNum": 21, "InsSubNum": his, "Ordinal": 1, "Relationship": "Spouse"}).json
    assert insured_by(api) == ([("Primary", "School"), ("Secondary", "Mill")], (school, mill))
    assert saved(api) == {"D2391": (120.0, 30.0, 50.0, 0.0), "D2740": (425.0, 425.0, 150.0, 0.0)}

    # No, hers comes first. Of 150 and 850 the PPO leaves out what the mill pays, and writes nothing off.
    assert api.put(f"/patplans/{second['PatPlanNum']}", {"Ordinal": 2}).json == second | {"Ordinal": 2}
    assert insured_by(api) == ([("Primary", "Mill"), ("Secondary", "School")], (mill, school))
    assert saved(api) == {"D2391": (160.0, 0.0, 0.0, 40.0), "D2740": (500.0, 350.0, 0.0, 150.0)}

    # The mill changes its plan. All of the family moves with the subscription.
    better = plan(api, carrier, "Mill Plus", 100, 60)
    assert api.put(f"/inssubs/{own}", {"PlanNum": better}).status == 200
    assert insured_by(api) == ([("Primary", "Mill Plus"), ("Secondary", "School")], (better, school))
    assert saved(api) == {"D2391": (200.0, 0.0, 0.0, 0.0), "D2740": (600.0, 250.0, 0.0, 150.0)}

    # She leaves the mill.
    assert api.delete(f"/inssubs/{own}")[:2] == (400, "Can't delete InsSub because PatPlans are still attached.")
    assert api.delete("/patplans/1").status == 200
    assert insured_by(api) == ([("Primary", "School")], (school, 0))
    assert saved(api) == {"D2391": (120.0, 0.0, 50.0, 30.0), "D2740": (425.0, 0.0, 150.0, 425.0)}
    assert api.delete(f"/inssubs/{own}").status == 200

    # And then her husband's school goes, too.
    assert api.delete(f"/patplans/{second['PatPlanNum']}").status == 200
    assert insured_by(api) == ([], (0, 0))
    assert estimates(api) == []
    assert saved(api) == {"D2391": (0.0, 0.0, 0.0, 200.0), "D2740": (0.0, 0.0, 0.0, 1000.0)}
    assert [row["HasIns"] for row in api.rows("patient")] == [""]
    assert [row["VerifyType"] for row in api.rows("insverify")] == ["InsuranceBenefit"] * 3
