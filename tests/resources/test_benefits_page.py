"""https://www.opendental.com/site/apibenefits.html"""

import pytest
from conversation import refuses, text

refused = refuses("benefit", now="2025-06-02 09:00:00")

CALENDAR, SERVICE, PATPLAN, SERVICE_PATPLAN = 12, 82, 30, 31
CATEGORY, GROUP, OTHER_GROUP, FLUORIDE, CROWN = 3, 14, 15, 150, 156
SET_UP = {
    "patient": [{"PatNum": 5, "LName": "Reyes", "FName": "Ana"}],
    "insplan": [{"PlanNum": CALENDAR}, {"PlanNum": SERVICE, "MonthRenew": 7}],
    "inssub": [{"InsSubNum": 1, "PlanNum": CALENDAR}, {"InsSubNum": 2, "PlanNum": SERVICE}],
    "patplan": [
        {"PatPlanNum": PATPLAN, "PatNum": 5, "InsSubNum": 1},
        {"PatPlanNum": SERVICE_PATPLAN, "PatNum": 5, "InsSubNum": 2, "Ordinal": 2},
    ],
    "covcat": [{"CovCatNum": CATEGORY, "Description": "Preventive"}],
    "codegroup": [{"CodeGroupNum": GROUP, "GroupName": "Fluoride"}, {"CodeGroupNum": OTHER_GROUP, "GroupName": "BW"}],
    "procedurecode": [{"CodeNum": FLUORIDE, "ProcCode": "D1206"}, {"CodeNum": CROWN, "ProcCode": "D2740"}],
}
STAMPS = {"SecDateTEntry": "2021-06-21 10:03:08", "SecDateTEdit": "2021-06-21 10:03:08"}
PREVENTIVE = {
    "BenefitNum": 1,
    "PlanNum": CALENDAR,
    "PatPlanNum": 0,
    "CovCatNum": CATEGORY,
    "BenefitType": "CoInsurance",
    "Percent": 100,
    "MonetaryAmt": -1.0,
    "TimePeriod": "CalendarYear",
    "QuantityQualifier": "None",
    "Quantity": 0,
    "CodeNum": 0,
    "procCode": "",
    "CoverageLevel": "None",
    **STAMPS,
    "CodeGroupNum": 0,
    "TreatArea": "None",
}
WAITING = PREVENTIVE | {
    "BenefitNum": 2,
    "CovCatNum": 0,
    "BenefitType": "WaitingPeriod",
    "Percent": -1,
    "TimePeriod": "ServiceYear",
    "QuantityQualifier": "Months",
    "Quantity": 3,
    "CodeNum": CROWN,
    "procCode": "D2740",
}
TWICE = PREVENTIVE | {
    "BenefitNum": 3,
    "CovCatNum": 0,
    "BenefitType": "Limitations",
    "Percent": -1,
    "QuantityQualifier": "NumberOfServices",
    "Quantity": 2,
    "CodeGroupNum": GROUP,
}
UNTIL_18 = TWICE | {"BenefitNum": 4, "TimePeriod": "None", "QuantityQualifier": "AgeLimit", "Quantity": 18}
OWN = PREVENTIVE | {"BenefitNum": 5, "PlanNum": 0, "PatPlanNum": PATPLAN, "Percent": 80}
ROWS = [PREVENTIVE, WAITING, TWICE, UNTIL_18, OWN]
EDITED = {"SecDateTEdit": "2025-06-02 09:00:00"}
NEW = {"SecDateTEntry": "2025-06-02 09:00:00", "SecDateTEdit": "2025-06-02 09:00:00"}


def furnished(api):
    shown = [{name: word for name, word in row.items() if name != "procCode"} for row in ROWS]
    api.seed({**SET_UP, "benefit": shown})
    api.freeze("2025-06-02 09:00:00")
    return api


@pytest.fixture
def office(empty):
    """An office with two plans, a patient who has both, and five benefits."""
    return furnished(empty)


# --- reading ------------------------------------------------------------------------------------------


def test_a_benefit(office):
    assert office.get("/benefits/2").text == text(WAITING)
    refused(office, lambda api: api.get("/benefits/14"), 404, "Benefit not found.")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ROWS),
        (f"?PlanNum={CALENDAR}", [PREVENTIVE, WAITING, TWICE, UNTIL_18]),
        (f"?PlanNum={SERVICE}", []),
        (f"?PatPlanNum={PATPLAN}", [OWN]),
        (f"?PlanNum={CALENDAR}&PatPlanNum=0", [PREVENTIVE, WAITING, TWICE, UNTIL_18]),
        ("?PlanNum=0&PatPlanNum=0", ROWS),
        (f"?PlanNum={CALENDAR}&Limit=1&Offset=2", [TWICE]),
    ],
)
def test_benefits_of_a_plan_or_of_a_patient(office, query, found):
    assert office.get(f"/benefits{query}").text == text(found)


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("PlanNum=4711", 404, "InsPlan not found."),  # recorded
        ("PatPlanNum=4711", 404, "PatPlan not found."),
        ("PlanNum=x", 400, "PlanNum is invalid."),
        (f"PlanNum={CALENDAR}&PatPlanNum={PATPLAN}", 400, "Only one of PlanNum and PatPlanNum may be sent."),
    ],
)
def test_what_no_benefit_is_found_by(office, query, status, sentence):
    refused(office, lambda api: api.get(f"/benefits?{query}"), status, sentence)


def test_until_23_2_62_a_plan_or_a_patplan_is_asked_for(office):
    older = furnished(office.at(version="23.2.61"))
    sentence = "PlanNum or PatPlanNum is required."
    refused(older, lambda api: api.get("/benefits"), 400, sentence, hint="23.2.62")
    refused(older, lambda api: api.get("/benefits?PlanNum=0"), 400, sentence)
    shown = {name: word for name, word in OWN.items() if name not in ("CodeGroupNum", "TreatArea")}
    assert older.get(f"/benefits?PatPlanNum={PATPLAN}").text == text([shown])
    newer = furnished(office.at(version="23.2.62"))
    listed = [{name: word for name, word in row.items() if name != "TreatArea"} for row in ROWS]
    assert newer.get("/benefits").text == text(listed)


# --- a benefit comes, changes and goes -------------------------------------------------------------------


def test_a_benefit_with_what_must_be_said(office):
    got = office.post("/benefits", {"PlanNum": CALENDAR, "BenefitType": "ActiveCoverage", "CoverageLevel": "Family"})
    made = PREVENTIVE | NEW | {"BenefitNum": 6, "CovCatNum": 0, "BenefitType": "ActiveCoverage", "Percent": -1}
    assert (got.status, got.text) == (201, text(made | {"CoverageLevel": "Family"}))
    assert got.headers["Location"].endswith("/benefits/6")
    assert office.get("/benefits/6").text == got.text


def test_a_benefit_with_everything(office):
    body = {
        "PlanNum": CALENDAR,
        "BenefitType": "Limitations",
        "CoverageLevel": "Individual",
        "CovCatNum": CATEGORY,
        "Percent": -1,
        "MonetaryAmt": "1000.50",
        "TimePeriod": "Lifetime",
        "QuantityQualifier": "Visits",
        "Quantity": 100,
        "CodeNum": 0,
        "CodeGroupNum": 0,
        "TreatArea": "None",
    }
    got = office.post("/benefits", body)
    made = PREVENTIVE | NEW | body | {"BenefitNum": 6, "MonetaryAmt": 1000.5, "procCode": ""}
    assert (got.status, got.text, got.hint) == (201, text(made), "")


def test_a_benefit_changes_and_goes(office):
    changed = office.put("/benefits/1", {"Percent": 80, "CoverageLevel": "Individual", "PlanNum": SERVICE})
    after = PREVENTIVE | {"Percent": 80, "CoverageLevel": "Individual", "SecDateTEdit": NEW["SecDateTEdit"]}
    assert (changed.status, changed.text) == (200, text(after))
    assert "PlanNum cannot be set by PUT and was ignored" in changed.hint
    gone = office.delete("/benefits/1")
    assert (gone.status, gone.text) == (200, "")
    refused(office, lambda api: api.delete("/benefits/1"), 404, "Benefit not found.")
    refused(office, lambda api: api.put("/benefits/1", {"Percent": 80}), 404, "Benefit not found.")
    assert office.get("/benefits").json == [WAITING, TWICE, UNTIL_18, OWN]


def test_a_benefit_becomes_another_one(office):
    body = {
        "CovCatNum": 0,
        "BenefitType": "CoPayment",
        "Percent": -1,
        "MonetaryAmt": 25,
        "TimePeriod": "Years",
        "QuantityQualifier": "NumberOfServices",
        "Quantity": 1,
        "procCode": "D1206",
        "CoverageLevel": "Individual",
    }
    changed = {"MonetaryAmt": 25.0, "CodeNum": FLUORIDE, "SecDateTEdit": NEW["SecDateTEdit"]}
    assert office.put("/benefits/1", body).text == text(PREVENTIVE | body | changed)


# --- 1: PlanNum or PatPlanNum; 2: not both ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whose", "sentence"),
    [
        ({}, "PlanNum or PatPlanNum is required."),
        ({"PlanNum": 0}, "PlanNum or PatPlanNum is required."),
        ({"PlanNum": 0, "PatPlanNum": 0}, "PlanNum or PatPlanNum is required."),
        ({"PlanNum": CALENDAR, "PatPlanNum": PATPLAN}, "Only one of PlanNum and PatPlanNum may be sent."),
    ],
)
def test_a_benefit_is_of_a_plan_or_of_a_patient(office, whose, sentence):
    body = {"BenefitType": "Exclusions", "CoverageLevel": "None", "CodeNum": CROWN}
    refused(office, lambda api: api.post("/benefits", body | whose), 400, sentence)


@pytest.mark.parametrize(
    "whose", [{"PlanNum": CALENDAR}, {"PatPlanNum": PATPLAN}, {"PlanNum": CALENDAR, "PatPlanNum": 0}]
)
def test_a_benefit_of_one_of_them(office, whose):
    got = office.post("/benefits", whose | {"BenefitType": "CoInsurance", "CoverageLevel": "None", "Percent": 0})
    made = PREVENTIVE | NEW | {"BenefitNum": 6, "PlanNum": 0, "CovCatNum": 0, "Percent": 0}
    assert (got.status, got.text) == (201, text(made | whose))


# --- 3: the group of a limitation stays -----------------------------------------------------------------------


@pytest.mark.parametrize("key", [3, 4])
def test_a_limitation_keeps_its_group(office, key):
    sentence = "CodeGroupNum cannot be changed for a Frequency Limitation or an Age Limit."
    for group in (OTHER_GROUP, 0):
        body = {"CodeGroupNum": group}
        refused(office, lambda api, body=body: api.put(f"/benefits/{key}", body), 400, sentence, hint="is 14")
    assert office.put(f"/benefits/{key}", {"CodeGroupNum": GROUP}).status == 200


def test_another_benefit_may_change_its_group(office):
    exclusion = office.post(
        "/benefits",
        {"PlanNum": CALENDAR, "BenefitType": "Exclusions", "CoverageLevel": "None", "CodeGroupNum": GROUP},
    )
    assert office.put("/benefits/6", {"CodeGroupNum": OTHER_GROUP}).json == exclusion.json | {
        "CodeGroupNum": OTHER_GROUP
    }
    of_a_code = {**TWICE, "PlanNum": CALENDAR, "CodeGroupNum": 0, "CodeNum": FLUORIDE}
    number = office.post("/benefits", of_a_code).json["BenefitNum"]
    got = office.put(f"/benefits/{number}", {"CodeGroupNum": GROUP, "CodeNum": 0})  # it had none
    assert (got.status, got.json["CodeGroupNum"]) == (200, GROUP)


# --- 4 to 13: what a benefit refuses, new or changed --------------------------------------------------------------

ONE_OF = "You may only enter one of Category, or Proc Code, or Code Group."
NO_PERCENT = "Not allowed to enter a percentage unless type is CoInsurance."
WAITS = "Waiting period must be months or years."
WAITS_FOR = "Waiting period must have a codegroup, category, or procedure code."
NO_CATEGORY = "Category cannot be used for this limitation benefit. Use Proc Code or Code Group instead."
NO_QUANTITY = "Frequency Limitations cannot have a quantity of zero."
NO_AGE = "Quantity must be greater than 0 if QuantityQualifier is AgeLimit."
NO_AREA = "Treatment Area can only be used for limitation benefits."
COINSURANCE = {"BenefitType": "CoInsurance", "CoverageLevel": "None", "Percent": 50}
DEDUCTIBLE = {"BenefitType": "Deductible", "CoverageLevel": "Individual", "MonetaryAmt": 50}
WAIT = {"BenefitType": "WaitingPeriod", "CoverageLevel": "None", "QuantityQualifier": "Months", "Quantity": 6}
LIMIT = {"BenefitType": "Limitations", "CoverageLevel": "None"}
EVERY_2_YEARS = LIMIT | {"TimePeriod": "None", "QuantityQualifier": "Years", "Quantity": 2}
PER_YEAR = LIMIT | {"TimePeriod": "CalendarYear", "QuantityQualifier": "NumberOfServices", "Quantity": 4}
AGE = LIMIT | {"TimePeriod": "None", "QuantityQualifier": "AgeLimit", "Quantity": 18}
CONDITIONS = [
    # 4: an age is said
    (AGE | {"CodeGroupNum": GROUP}, {"Quantity": 0}, NO_AGE),
    (AGE | {"CovCatNum": CATEGORY, "MonetaryAmt": 900}, {"Quantity": 0}, NO_AGE),
    (DEDUCTIBLE, {"QuantityQualifier": "AgeLimit"}, NO_AGE),
    # 5: CodeNum, 6: procCode, 7: CodeGroupNum only without a category; one of a code and a group
    (COINSURANCE | {"CovCatNum": CATEGORY}, {"CodeNum": CROWN}, ONE_OF),
    (COINSURANCE | {"CovCatNum": CATEGORY}, {"procCode": "D2740"}, ONE_OF),
    (COINSURANCE | {"CovCatNum": CATEGORY}, {"CodeGroupNum": GROUP}, ONE_OF),
    (COINSURANCE | {"CodeNum": CROWN}, {"CodeGroupNum": GROUP}, ONE_OF),
    (COINSURANCE | {"CodeNum": CROWN}, {"CovCatNum": CATEGORY}, ONE_OF),
    (COINSURANCE | {"CodeGroupNum": GROUP}, {"CovCatNum": CATEGORY}, ONE_OF),
    # 8: only a coinsurance has a percentage
    (DEDUCTIBLE, {"Percent": 50}, NO_PERCENT),
    (DEDUCTIBLE, {"Percent": 0}, NO_PERCENT),
    (COINSURANCE, {"BenefitType": "CoPayment"}, NO_PERCENT),
    # 9: a waiting period is of months or years
    (WAIT | {"CodeNum": CROWN}, {"QuantityQualifier": "None"}, WAITS),
    (WAIT | {"CodeNum": CROWN}, {"QuantityQualifier": "Visits"}, WAITS),
    (AGE | {"CodeNum": CROWN}, {"BenefitType": "WaitingPeriod"}, WAITS),
    # 10: and for some codes
    (WAIT | {"CovCatNum": CATEGORY}, {"CovCatNum": 0}, WAITS_FOR),
    (WAIT | {"CodeNum": CROWN}, {"CodeNum": 0}, WAITS_FOR),
    (WAIT | {"procCode": "D2740"}, {"procCode": ""}, WAITS_FOR),
    (WAIT | {"CodeGroupNum": GROUP}, {"CodeGroupNum": 0}, WAITS_FOR),
    (EVERY_2_YEARS, {"BenefitType": "WaitingPeriod"}, WAITS_FOR),
    # 11: a frequency limitation, and an age limit of a group, have no category
    (EVERY_2_YEARS, {"CovCatNum": CATEGORY}, NO_CATEGORY),
    (PER_YEAR, {"CovCatNum": CATEGORY}, NO_CATEGORY),
    (EVERY_2_YEARS | {"CovCatNum": CATEGORY, "MonetaryAmt": 900}, {"MonetaryAmt": -1}, NO_CATEGORY),
    (AGE | {"CodeGroupNum": GROUP}, {"CovCatNum": CATEGORY}, ONE_OF),
    # 12: a frequency limitation has a number
    (EVERY_2_YEARS | {"CodeGroupNum": GROUP}, {"Quantity": 0}, NO_QUANTITY),
    (PER_YEAR | {"CodeNum": CROWN}, {"Quantity": 0}, NO_QUANTITY),
    # 13: only a frequency limitation has an area
    (COINSURANCE, {"TreatArea": "Quad"}, NO_AREA),
    (AGE | {"CodeGroupNum": GROUP}, {"TreatArea": "Tooth"}, NO_AREA),
    (PER_YEAR | {"CodeNum": CROWN, "TreatArea": "Arch"}, {"TimePeriod": "Lifetime"}, NO_AREA),
    (PER_YEAR | {"CodeNum": CROWN, "TreatArea": "Arch"}, {"CoverageLevel": "Family"}, NO_AREA),
]


@pytest.mark.parametrize(("good", "slip", "sentence"), CONDITIONS)
def test_what_does_not_go_together(office, good, slip, sentence):
    body = {"PlanNum": CALENDAR, **good}
    refused(office, lambda api: api.post("/benefits", body | slip), 400, sentence)
    made = office.post("/benefits", body)
    assert made.status == 201, made.json
    if "CodeGroupNum" not in slip or not good.get("CodeGroupNum"):
        refused(office, lambda api: api.put("/benefits/6", slip), 400, sentence)


def test_what_a_put_does_not_send_is_not_looked_at(office):
    strange = {"BenefitType": "WaitingPeriod", "Percent": 5, "QuantityQualifier": "AgeLimit", "TreatArea": "Arch"}
    strange |= {"CovCatNum": CATEGORY, "CodeNum": CROWN}
    office.seed({"benefit": [{"BenefitNum": 9, "PlanNum": CALENDAR, **strange}]})
    got = office.put("/benefits/9", {"TimePeriod": "None", "TreatArea": "None"})
    assert (got.status, got.json["TimePeriod"], got.json["Percent"]) == (200, "None", 5)


# --- 14: CodeNum counts ----------------------------------------------------------------------------------------


def test_codenum_is_used_over_proccode(office):
    body = {"PlanNum": CALENDAR, **COINSURANCE, "CodeNum": CROWN, "procCode": "D1206"}
    got = office.post("/benefits", body)
    assert (got.status, got.json["CodeNum"], got.json["procCode"]) == (201, CROWN, "D2740")
    assert "procCode was ignored, as CodeNum was sent" in got.hint
    got = office.put("/benefits/6", {"CodeNum": FLUORIDE, "procCode": "D2740"})
    assert (got.status, got.json["CodeNum"], got.json["procCode"]) == (200, FLUORIDE, "D1206")
    assert "procCode was ignored, as CodeNum was sent" in got.hint


def test_no_codenum_leaves_the_code_to_proccode(office):
    got = office.put("/benefits/2", {"CodeNum": 0, "procCode": "D1206"})
    assert (got.status, got.text) == (200, text(WAITING | {"CodeNum": FLUORIDE, "procCode": "D1206"} | EDITED))
    got = office.put("/benefits/2", {"CodeNum": 0, "procCode": "", "CovCatNum": CATEGORY})
    after = WAITING | {"CodeNum": 0, "procCode": "", "CovCatNum": CATEGORY}
    assert (got.status, got.text) == (200, text(after | EDITED))


# --- 15: an amount that is not used -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["CoPayment", "Limitations", "Deductible"])
def test_types_that_have_an_amount(office, kind):
    got = office.post("/benefits", {"PlanNum": CALENDAR, **DEDUCTIBLE, "BenefitType": kind})
    assert (got.status, got.json["MonetaryAmt"], got.hint) == (201, 50.0, "")


@pytest.mark.parametrize("kind", ["ActiveCoverage", "CoInsurance", "Exclusions"])
def test_an_amount_that_is_not_used_is_written_and_told(office, kind):
    got = office.post("/benefits", {"PlanNum": CALENDAR, **DEDUCTIBLE, "BenefitType": kind})
    assert (got.status, got.json["MonetaryAmt"]) == (201, 50.0)
    assert got.hint == f"MonetaryAmt of {kind} is not used by Open Dental"
    assert office.put("/benefits/6", {"MonetaryAmt": -1}).hint == ""
    assert office.put("/benefits/6", {"MonetaryAmt": 9}).hint == got.hint


# --- 16: the benefit year; 17: None; 18: services in a benefit year ---------------------------------------------------


@pytest.mark.parametrize(
    ("whose", "period"),
    [
        ({"PlanNum": CALENDAR}, "CalendarYear"),
        ({"PlanNum": SERVICE}, "ServiceYear"),
        ({"PatPlanNum": PATPLAN}, "CalendarYear"),
        ({"PatPlanNum": SERVICE_PATPLAN}, "ServiceYear"),
    ],
)
def test_the_time_is_the_plans_own_year(office, whose, period):
    for body in (COINSURANCE, DEDUCTIBLE, LIMIT | {"MonetaryAmt": 1500, "CoverageLevel": "Individual"}):
        assert office.post("/benefits", whose | body).json["TimePeriod"] == period
    services = {"QuantityQualifier": "NumberOfServices", "Quantity": 2, "CodeNum": FLUORIDE}
    assert office.post("/benefits", whose | LIMIT | services).json["TimePeriod"] == period


@pytest.mark.parametrize("count", ["Years", "Months", "AgeLimit"])
def test_some_limitations_have_no_time(office, count):
    body = LIMIT | {"PlanNum": SERVICE, "QuantityQualifier": count, "Quantity": 2, "CodeGroupNum": GROUP}
    assert office.post("/benefits", body).json["TimePeriod"] == "None"
    assert office.post("/benefits", body | {"MonetaryAmt": 500}).json["TimePeriod"] == "ServiceYear"
    assert office.post("/benefits", body | {"CoverageLevel": "Family"}).json["TimePeriod"] == "ServiceYear"


def test_services_are_counted_in_the_plans_own_year(office):
    body = PER_YEAR | {"CodeGroupNum": GROUP}
    got = office.post("/benefits", body | {"PlanNum": SERVICE})
    assert (got.status, got.json["TimePeriod"]) == (201, "ServiceYear")
    assert got.hint == "TimePeriod is ServiceYear, as the plan's MonthRenew is more than 0"
    assert office.post("/benefits", body | {"PlanNum": CALENDAR}).json["TimePeriod"] == "CalendarYear"
    last_12 = body | {"PlanNum": SERVICE, "TimePeriod": "NumberInLast12Months"}
    assert office.post("/benefits", last_12).json["TimePeriod"] == "NumberInLast12Months"
    deductible = DEDUCTIBLE | {"PlanNum": SERVICE, "TimePeriod": "CalendarYear"}
    assert office.post("/benefits", deductible).json["TimePeriod"] == "CalendarYear"


# --- values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slip", "status", "sentence"),
    [
        ({"BenefitType": "Maximum"}, 400, "BenefitType is invalid."),
        ({"BenefitType": 2}, 400, "BenefitType is invalid."),
        ({"CoverageLevel": "Both"}, 400, "CoverageLevel is invalid."),
        ({"Percent": 101}, 400, "Percent is invalid."),
        ({"Percent": -2}, 400, "Percent is invalid."),
        ({"Quantity": 101}, 400, "Quantity is invalid."),
        ({"Quantity": -1}, 400, "Quantity is invalid."),
        ({"TimePeriod": "Weeks"}, 400, "TimePeriod is invalid."),
        ({"QuantityQualifier": "Days"}, 400, "QuantityQualifier is invalid."),
        ({"TreatArea": "Jaw"}, 400, "TreatArea is invalid."),
        ({"procCode": "D9999"}, 400, "procCode is invalid."),
        ({"CovCatNum": 4711}, 404, "CovCat not found."),
        ({"CodeNum": 4711}, 404, "ProcedureCode not found."),
        ({"CodeGroupNum": 4711}, 404, "CodeGroup not found."),
    ],
)
def test_values_that_no_benefit_has(office, slip, status, sentence):
    body = {"PlanNum": CALENDAR, **COINSURANCE} | slip
    refused(office, lambda api: api.post("/benefits", body), status, sentence)
    refused(office, lambda api: api.put("/benefits/1", slip), status, sentence)


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"PlanNum": CALENDAR, "CoverageLevel": "None"}, 400, "BenefitType is required."),
        ({"PlanNum": CALENDAR, "BenefitType": "CoInsurance"}, 400, "CoverageLevel is required."),
        ({"PlanNum": 4711, **COINSURANCE}, 404, "InsPlan not found."),
        ({"PatPlanNum": 4711, **COINSURANCE}, 404, "PatPlan not found."),
    ],
)
def test_what_a_new_benefit_must_say(office, body, status, sentence):
    refused(office, lambda api: api.post("/benefits", body), status, sentence)


def test_a_deleted_patients_own_benefits_stay(office):
    office.seed({"patient": [{"PatNum": 5, "PatStatus": "Deleted"}]})
    refused(office, lambda api: api.put("/benefits/5", {"Percent": 1}), 400, "Patient is deleted.")
    refused(office, lambda api: api.delete("/benefits/5"), 400, "Patient is deleted.")
    new = {"PatPlanNum": PATPLAN, **COINSURANCE}
    refused(office, lambda api: api.post("/benefits", new), 400, "Patient is deleted.")
    assert office.put("/benefits/1", {"Percent": 1}).status == 200


# --- versions and permissions --------------------------------------------------------------------------------------


def test_since_when(office):
    assert office.at(version="22.3.16").post("/benefits", {}).json == "benefits POST  is not a valid method."
    assert office.at(version="22.3.26").get("/benefits").json == "benefits GET  is not a valid method."
    assert office.at(version="22.4.6").put("/benefits/1", {}).json == "benefits PUT  is not a valid method."
    assert office.at(version="22.4.6").delete("/benefits/1").json == "benefits DELETE  is not a valid method."
    older = furnished(office.at(version="25.3.6"))
    listed = [{name: word for name, word in row.items() if name != "TreatArea"} for row in ROWS]
    assert older.get("/benefits/2").text == text(listed)  # the key is ignored: it is the list


def test_a_group_can_be_said_since_23_2_62_and_changed_since_25_3_7(office):
    body = {"PlanNum": CALENDAR, "BenefitType": "Exclusions", "CoverageLevel": "None"}
    body |= {"CodeGroupNum": GROUP, "TreatArea": "Arch"}
    older = furnished(office.at(version="23.2.61"))
    got = older.post("/benefits", body)
    assert (got.status, "CodeGroupNum" in got.hint, "TreatArea" in got.hint) == (201, True, True)
    row = older.row("benefit", 6)
    assert (row["CodeGroupNum"], row["TreatArea"]) == (0, "None")
    between = furnished(office.at(version="25.3.6"))
    got = between.post("/benefits", body)
    assert (got.status, got.json["CodeGroupNum"], "TreatArea" in got.hint) == (201, GROUP, True)
    got = between.put("/benefits/6", {"CodeGroupNum": OTHER_GROUP})
    assert (got.status, got.json["CodeGroupNum"], "25.3.7" in got.hint) == (200, GROUP, True)


def test_an_area_binds_nobody_before_25_3_7(office):
    older = furnished(office.at(version="25.3.6"))
    older.seed({"benefit": [{"BenefitNum": 9, "PlanNum": CALENDAR, **EVERY_2_YEARS, "TreatArea": "Quad"}]})
    got = older.put("/benefits/9", {"TimePeriod": "Lifetime"})
    assert (got.status, got.json["TimePeriod"], "TreatArea" in got.json) == (200, "Lifetime", False)


def test_who_may(office):
    office.put(f"/__admin/offices/{office.key}", {"permissions": ["ApiReadAll", "ApiAllOthers", "ApiInsuranceSimple"]})
    assert office.get("/benefits/1").status == 200
    for verb, path in (("POST", "/benefits"), ("PUT", "/benefits/1"), ("DELETE", "/benefits/1")):
        says = f"Benefits {verb} requires the permission ApiInsurance."
        refused(office, lambda api, verb=verb, path=path: api.call(verb, path), 401, says)


def test_each_benefit_of_the_clinic_could_have_been_made_here(empty):
    clinic = empty.at(world="clinic")
    clinic.freeze("2025-06-02 09:00:00")
    rows = clinic.get("/benefits?Limit=1000").json
    assert {row["BenefitType"] for row in rows} >= {"CoInsurance", "Deductible", "Limitations", "WaitingPeriod"}
    for row in rows:
        body = {name: word for name, word in row.items() if name not in ("BenefitNum", "procCode", *NEW)}
        got = clinic.post("/benefits", body)
        assert (got.status, got.json, got.hint) == (201, row | NEW | {"BenefitNum": got.json["BenefitNum"]}, "")
