"""A patient of an empty office, who is insured as a test says; estimates are worked out by hand."""

from __future__ import annotations

from desk import call_of

from mock_od.dentistry import estimates

TODAY = "2024-06-12"
EXAM, CLEANING, FILLING, CROWN, BRACES, FLUORIDE, METAL = range(1, 8)
CODES = {
    EXAM: "D0120",
    CLEANING: "D1110",
    FILLING: "D2391",
    CROWN: "D2740",
    BRACES: "D8080",
    FLUORIDE: "D1206",
    METAL: "D2140",
}
UCR, PPO, COPAY, OUT = 1, 2, 3, 4
FEES = {
    UCR: {EXAM: 50.0, CLEANING: 100.0, FILLING: 200.0, CROWN: 1000.0, METAL: 150.0},
    PPO: {EXAM: 40.0, CLEANING: 80.0, FILLING: 150.0, CROWN: 850.0, METAL: 110.0},
    COPAY: {CLEANING: 10.0, FILLING: 25.0, CROWN: 300.0},
    OUT: {FILLING: 160.0, METAL: 120.0},
}
GENERAL, DIAGNOSTIC, PREVENTIVE, RESTORATIVE, CROWNS, ORTHO = range(1, 7)
CATEGORIES = {
    GENERAL: ("General", ("D0000", "D7999"), ("D9000", "D9999")),
    DIAGNOSTIC: ("Diagnostic", ("D0000", "D0999")),
    PREVENTIVE: ("RoutinePreventive", ("D1000", "D1999")),
    RESTORATIVE: ("Restorative", ("D2000", "D2699"), ("D2800", "D2999")),
    CROWNS: ("Crowns", ("D2700", "D2799")),
    ORTHO: ("Orthodontics", ("D8000", "D8999")),
}
PROPHY_GROUP = 1
SHOWN = ("DedEst", "BaseEst", "InsEstTotal", "WriteOffEst", "EstimateNote")


def set_up(empty):
    """Patient 1, forty years old, codes, fees in four schedules, and the usual categories."""
    empty.freeze(f"{TODAY} 09:00:00")
    empty.seed(
        {
            "patient": [{"PatNum": number, "LName": f"No {number}", "Birthdate": "1984-06-12"} for number in (1, 2)],
            "provider": [{"ProvNum": 1, "Abbr": "DOC", "FeeSched": UCR}],
            "feesched": [{"FeeSchedNum": number, "Description": f"Fees {number}"} for number in FEES],
            "fee": [
                {"FeeSched": schedule, "CodeNum": code, "Amount": amount}
                for schedule, fees in FEES.items()
                for code, amount in fees.items()
            ],
            "procedurecode": [{"CodeNum": number, "ProcCode": text} for number, text in CODES.items()],
            "covcat": [
                {"CovCatNum": number, "Description": kind, "CovOrder": number, "EbenefitCat": kind}
                for number, (kind, *_) in CATEGORIES.items()
            ],
            "covspan": [
                {"CovCatNum": number, "FromCode": first, "ToCode": last}
                for number, (_, *spans) in CATEGORIES.items()
                for first, last in spans
            ],
            "codegroup": [{"CodeGroupNum": PROPHY_GROUP, "GroupName": "Prophy", "ProcCodes": "D1110,D1120"}],
        }
    )
    return empty


def insure(office, *plans, patient=1, first=1, **subscription):
    """Insure a patient by these plans, in this order; their numbers are those of plans, subscriptions and patplans."""
    numbered = list(enumerate(plans, start=first))
    office.seed(
        {
            "insplan": [{"PlanNum": at, **plan} for at, plan in numbered],
            "inssub": [{"InsSubNum": at, "PlanNum": at, "Subscriber": patient, **subscription} for at, _ in numbered],
            "patplan": [
                {"PatPlanNum": at, "PatNum": patient, "InsSubNum": at, "Ordinal": ordinal}
                for ordinal, (at, _) in enumerate(numbered, start=1)
            ],
        }
    )


def benefit(office, kind, **columns):
    """Add a benefit of plan 1, or of the plan or patplan that the columns say."""
    whose = {} if {"PlanNum", "PatPlanNum"} & {*columns} else {"PlanNum": 1}
    row = {"BenefitType": kind, "Percent": -1, "MonetaryAmt": -1.0, **whose, **columns}
    office.seed({"benefit": [row]})


def cover(office, plan=1, **percents):
    """Have a plan cover categories, in percent."""
    for name, percent in percents.items():
        benefit(office, "CoInsurance", CovCatNum=globals()[name.upper()], Percent=percent, PlanNum=plan)


def maximum(office, amount, **columns):
    """What the plan pays in a year for one patient at most."""
    said = {"TimePeriod": "CalendarYear", "CoverageLevel": "Individual", **columns}
    benefit(office, "Limitations", MonetaryAmt=amount, **said)


def deduct(office, amount, **columns):
    """What a patient pays first in a year."""
    said = {"TimePeriod": "CalendarYear", "CoverageLevel": "Individual", **columns}
    benefit(office, "Deductible", MonetaryAmt=amount, **said)


def plan_procedure(office, code, fee, **columns):
    """Plan a procedure of patient 1; its ProcNum."""
    number = len(office.rows("procedurelog")) + 1
    row = {"PatNum": 1, "CodeNum": code, "ProcFee": fee, "ProcStatus": "TP", "ProcDate": TODAY, "ProvNum": 1}
    office.seed({"procedurelog": [{"ProcNum": number, **row, **columns}]})
    return number


def paid(office, code, amount, day="2024-02-01", **columns):
    """Have an insurance have paid for a procedure of the past: a Received claimproc of insurance 1."""
    number = plan_procedure(office, code, amount, ProcStatus="C", ProcDate=day, PatNum=columns.get("PatNum", 1))
    said = {"PatNum": 1, "InsSubNum": 1, "PlanNum": 1, "Status": "Received", "ProcDate": day, "InsPayAmt": amount}
    office.seed({"claimproc": [{"ProcNum": number, **said, **columns}]})
    return number


def estimated(office, *numbers, limits=True, **asked):
    """Work out procedures in this order; the claimproc rows, first of the first one."""
    call = call_of(office)
    procedures = [call.records.get("procedurelog", number) for number in numbers]
    found = estimates.compute(call, procedures, limits=limits, **asked)
    return [row for number in numbers for row in found[number]]


def shown(row):
    """What is expected: the deductible, what it pays without and with limits, what is written off, and the note."""
    return tuple(row[name] for name in SHOWN)
