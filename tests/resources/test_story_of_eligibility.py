"""Stories with whole answers: a program that checks eligibility, by SQL first and then by the pages alone."""

from practice_of_two import open_practice

TO_CHECK = """SELECT a.AptNum, a.AptDateTime, CONCAT(p.LName, ', ', p.FName) AS Patient, p.Birthdate,
  pp.Ordinal, pp.Relationship, s.SubscriberID, i.GroupNum, c.CarrierName, c.ElectID,
  IFNULL(DATEDIFF(CURDATE(), NULLIF(v.DateLastVerified, '0001-01-01')), -1) AS DaysSince
FROM appointment a
INNER JOIN patient p ON p.PatNum = a.PatNum
INNER JOIN patplan pp ON pp.PatNum = p.PatNum
INNER JOIN inssub s ON s.InsSubNum = pp.InsSubNum
INNER JOIN insplan i ON i.PlanNum = s.PlanNum
INNER JOIN carrier c ON c.CarrierNum = i.CarrierNum
LEFT JOIN insverify v ON v.FKey = pp.PatPlanNum AND v.VerifyType = 2
WHERE a.AptStatus IN (1, 4)
  AND a.AptDateTime BETWEEN CURDATE() + INTERVAL 1 DAY AND DATE_ADD(CURDATE(), INTERVAL 8 DAY)
  AND c.ElectID REGEXP '^[0-9]{5}$'
  AND (v.DateLastVerified IS NULL OR v.DateLastVerified < DATE_SUB(CURDATE(), INTERVAL 30 DAY))
  AND (YEAR(s.DateTerm) = 1 OR s.DateTerm >= DATE(a.AptDateTime))
ORDER BY a.AptDateTime, pp.Ordinal"""

FIRST = {
    "AptNum": 5,
    "AptDateTime": "2025-06-03T09:00:00",
    "Patient": "Hall, Ida",
    "Birthdate": "1980-02-29T00:00:00",
    "Ordinal": 1,
    "Relationship": 0,
    "SubscriberID": "W-35",
    "GroupNum": "G1",
    "CarrierName": "Delta of Oregon",
    "ElectID": "77777",
    "DaysSince": 78,
}
SECOND = FIRST | {"Ordinal": 2, "SubscriberID": "W-48", "GroupNum": "", "CarrierName": "Aetna", "ElectID": "60054"}
SECOND |= {"DaysSince": -1}
ABES = SECOND | {"AptNum": 6, "AptDateTime": "2025-06-06T10:00:00", "Patient": "Moss, Abe", "Ordinal": 1}
ABES |= {"Birthdate": "0001-01-01T00:00:00", "Relationship": 1}


def ask(api, command):
    got = api.put("/queries/ShortQuery", {"SqlCommand": command})
    assert got.status == 200, got.text
    return got.json


def visit(number, patient, day, status="Scheduled"):
    return {"AptNum": number, "PatNum": patient, "AptDateTime": f"{day} 09:00:00", "AptStatus": status}


def test_eligibility_asked_by_sql(empty):
    api = open_practice(empty)
    api.seed(
        {
            "carrier": [
                {"CarrierNum": 1, "CarrierName": "Delta of Oregon", "ElectID": "77777"},
                {"CarrierNum": 2, "CarrierName": "Aetna", "ElectID": "60054"},
                {"CarrierNum": 3, "CarrierName": "On paper", "ElectID": ""},
            ],
            "insplan": [
                {"PlanNum": 35, "CarrierNum": 1, "GroupNum": "G1"},
                {"PlanNum": 48, "CarrierNum": 2},
                {"PlanNum": 50, "CarrierNum": 3},
            ],
            "inssub": [
                {"InsSubNum": 1, "PlanNum": 35, "Subscriber": 21, "SubscriberID": "W-35"},
                {"InsSubNum": 2, "PlanNum": 48, "Subscriber": 21, "SubscriberID": "W-48"},
                {"InsSubNum": 3, "PlanNum": 50, "Subscriber": 22},
                {"InsSubNum": 4, "PlanNum": 35, "Subscriber": 22, "DateTerm": "2025-05-31"},
            ],
            "patplan": [
                {"PatPlanNum": 3, "PatNum": 22, "Ordinal": 1, "InsSubNum": 2, "Relationship": "Spouse"},
                {"PatPlanNum": 4, "PatNum": 22, "Ordinal": 2, "InsSubNum": 3},
                {"PatPlanNum": 5, "PatNum": 22, "Ordinal": 3, "InsSubNum": 4},
            ],
            "insverify": [
                {"InsVerifyNum": 1, "VerifyType": "PatientEnrollment", "FKey": 2, "DateLastVerified": "2025-03-16"},
                {"InsVerifyNum": 2, "VerifyType": "InsuranceBenefit", "FKey": 1, "DateLastVerified": "2025-06-01"},
            ],
            "appointment": [
                visit(5, 21, "2025-06-03"),
                visit(6, 22, "2025-06-06") | {"AptDateTime": "2025-06-06 10:00:00"},
                visit(7, 21, "2025-06-03", "Broken"),
                visit(8, 21, "2025-06-02"),  # today: it was checked last week
                visit(9, 21, "2025-06-20"),
            ],
        }
    )
    assert api.put("/patients/21", {"Birthdate": "1980-02-29"}).status == 200

    # Whose insurance is to be checked before the next days' visits?
    assert ask(api, TO_CHECK) == [FIRST, SECOND, ABES]
    assert ask(api, f"SELECT COUNT(*) AS n, COUNT(DISTINCT Patient) AS patients FROM ({TO_CHECK}) t") == [
        {"n": 3, "patients": 2}
    ]

    # The program cannot write down by SQL that it has checked one, and nothing is half written.
    got = api.put("/queries/ShortQuery", {"SqlCommand": "UPDATE insverify SET DateLastVerified = CURDATE()"})
    assert (got.status, got.json) == (401, "Query is not read-only")
    assert ask(api, TO_CHECK) == [FIRST, SECOND, ABES]

    # The desk does. That one needs no check any more, for thirty days.
    api.seed({"insverify": [{"InsVerifyNum": 1, "VerifyType": "PatientEnrollment", "FKey": 2}
                            | {"DateLastVerified": "2025-06-02"}]})  # fmt: skip
    assert ask(api, TO_CHECK) == [SECOND, ABES]
    api.put("/appointments/6/Break", {"sendToUnscheduledList": "true"})
    assert ask(api, TO_CHECK) == [SECOND]
    api.freeze("2025-07-03 08:00:00")
    assert ask(api, TO_CHECK) == []
    api.put("/appointments/9", {"AptDateTime": "2025-07-05 09:00:00"})
    later = {"AptNum": 9, "AptDateTime": "2025-07-05T09:00:00"}
    assert ask(api, TO_CHECK) == [FIRST | later | {"DaysSince": 31}, SECOND | later]

    # With variables and a table of its own it asks for the totals of all carriers.
    assert ask(
        api,
        f"SET @since = -1; CREATE TABLE tmpcheck AS {TO_CHECK};"
        " SELECT CarrierName, COUNT(*) AS n, SUM(DaysSince = @since) AS never FROM tmpcheck"
        " GROUP BY CarrierName ORDER BY CarrierName",
    ) == [{"CarrierName": "Aetna", "n": 1, "never": 1.0}, {"CarrierName": "Delta of Oregon", "n": 1, "never": 0.0}]


STATUS = 310
IDA = {
    "PatNum": 21,
    "InsSubNum": 1,
    "Subscriber": 21,
    "subscriber": "Ida Hall",
    "SubscriberID": "W-35",
    "SubscNote": "",
    "PatPlanNum": 2,
    "Ordinal": 1,
    "ordinal": "Primary",
    "IsPending": "false",
    "Relationship": "Self",
    "PatID": "",
    "CarrierNum": 1,
    "CarrierName": "Delta of Oregon",
    "PlanNum": 35,
    "GroupName": "Mill",
    "GroupNum": "G1",
    "PlanNote": "",
    "FeeSched": 0,
    "feeSchedule": "",
    "PlanType": "",
    "planType": "Category Percentage",
    "CopayFeeSched": 0,
    "EmployerNum": 0,
    "employer": "",
    "IsMedical": "false",
}
CARRIER = {
    "CarrierNum": 1,
    "CarrierName": "Delta of Oregon",
    "Address": "",
    "Address2": "",
    "City": "",
    "State": "",
    "Zip": "",
    "Phone": "(503)456-8910",
    "ElectID": "77777",
    "NoSendElect": "SendElect",
    "IsHidden": "false",
}
MAXIMUM = {
    "BenefitNum": 4,
    "PlanNum": 35,
    "PatPlanNum": 0,
    "CovCatNum": 0,
    "BenefitType": "Limitations",
    "Percent": -1,
    "MonetaryAmt": 1000.0,
    "TimePeriod": "CalendarYear",
    "QuantityQualifier": "None",
    "Quantity": 0,
    "CodeNum": 0,
    "procCode": "",
    "CoverageLevel": "Individual",
    "SecDateTEntry": "2025-01-02 08:00:00",
    "SecDateTEdit": "2025-01-02 08:00:00",
    "CodeGroupNum": 0,
    "TreatArea": "None",
}
NOW = "2025-06-02 07:30:00"


def test_eligibility_asked_and_written_back(empty):
    api = open_practice(empty)
    api.seed(
        {
            "carrier": [CARRIER],
            "insplan": [{"PlanNum": 35, "CarrierNum": 1, "GroupName": "Mill", "GroupNum": "G1"}],
            "inssub": [{"InsSubNum": 1, "PlanNum": 35, "Subscriber": 21, "SubscriberID": "W-35"}],
            "benefit": [MAXIMUM],
            "definition": [{"DefNum": STATUS, "Category": 38, "ItemName": "Verified", "ItemOrder": 1}],
        }
    )

    # Who insures Ida, who is booked for tomorrow? The payer's number is with the carrier.
    first, second = api.get("/familymodules/21/Insurance").json
    assert first == IDA
    assert (second["ordinal"], second["PlanNum"], second["CarrierName"]) == ("Secondary", 48, "")
    assert api.get("/carriers/1")[:2] == (200, CARRIER)

    # What does the program know of the plan, of the subscriber, and of what the plan pays?
    plan, subscriber = api.get(f"/insplans/{first['PlanNum']}").json, api.get(f"/inssubs/{first['InsSubNum']}").json
    assert (plan["GroupNum"], plan["MonthRenew"], plan["CobRule"]) == ("G1", 0, "Basic")
    assert (subscriber["SubscriberID"], subscriber["DateTerm"]) == ("W-35", "0001-01-01")
    assert api.get("/patients/21").json["Birthdate"] == "0001-01-01"
    assert api.get("/benefits?PlanNum=35")[:2] == (200, [MAXIMUM])
    assert api.get("/insverifies").json == []

    # The payer says more: the year's maximum is higher, and Ida has been covered since January.
    written = api.put("/benefits/4", {"MonetaryAmt": 1500.0})
    assert (written.status, written.json) == (200, MAXIMUM | {"MonetaryAmt": 1500.0, "SecDateTEdit": NOW})
    crowns = {"PlanNum": 35, "BenefitType": "CoInsurance", "CovCatNum": 0, "procCode": "D2740", "Percent": 50}
    made = api.post("/benefits", crowns | {"TimePeriod": "CalendarYear", "CoverageLevel": "None"})
    assert (made.status, made.json["BenefitNum"], made.json["CodeNum"]) == (201, 5, 3)
    told = {"DateEffective": "2025-01-01", "BenefitNotes": "1500 a year, crowns at half."}
    assert api.put("/inssubs/1", told)[:2] == (200, None)
    assert api.get("/inssubs/1").json == subscriber | told | {"SecDateTEdit": NOW}
    assert api.put("/patplans/2", {"PatID": "W-35-01"}).json["PatID"] == "W-35-01"

    # It writes down that it has asked, for the plan and for Ida.
    checked = {"DateLastVerified": "2025-06-02", "DefNum": STATUS, "Note": "by the payer's portal"}
    benefits = api.put("/insverifies", {"VerifyType": "InsuranceBenefit", "FKey": 35, **checked})
    shown = {
        "InsVerifyNum": 1,
        "DateLastVerified": "2025-06-02",
        "UserNum": 0,
        "VerifyType": "InsuranceBenefit",
        "FKey": 35,
        "DefNum": STATUS,
        "Note": "by the payer's portal",
        "DateLastAssigned": "2025-06-02",
        "SecDateTEdit": NOW,
    }
    assert (benefits.status, benefits.json) == (200, shown)
    enrolled = api.put("/insverifies", {"VerifyType": "PatientEnrollment", "FKey": 2, **checked})
    assert enrolled.json == shown | {"InsVerifyNum": 2, "VerifyType": "PatientEnrollment", "FKey": 2}
    asked = "/insverifies?VerifyType=PatientEnrollment&FKey=2"
    assert api.get(asked).json == [enrolled.json]

    # Of the second insurance the payer knows nothing: it is dropped, and nothing is left to verify of it.
    assert api.put("/insverifies", {"VerifyType": "PatientEnrollment", "FKey": 1, **checked}).status == 200
    assert api.delete("/patplans/1").status == 200
    assert [row["InsVerifyNum"] for row in api.get("/insverifies").json] == [1, 2]
    assert api.get("/familymodules/21/Insurance").json == [IDA | {"PatID": "W-35-01"}]
