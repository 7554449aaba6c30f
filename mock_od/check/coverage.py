"""What holds of benefits and of what they are of: the desktop program's conditions for a benefit, categories, groups.

In the SELECTs, BenefitType 1 is CoInsurance, 5 Limitations, 6 WaitingPeriod; QuantityQualifier 1 is NumberOfServices,
2 AgeLimit, 4 Years, 5 Months; TimePeriod 0 is None, 1 ServiceYear, 2 CalendarYear, 5 NumberInLast12Months.
"""

from __future__ import annotations

from collections.abc import Iterator

from mock_od.check.finding import Check, Finding, World, law

_FREQUENCY = """BenefitType = 5 AND MonetaryAmt = -1 AND Percent = -1 AND CoverageLevel = 0
    AND ((QuantityQualifier IN (4, 5) AND TimePeriod = 0) OR (QuantityQualifier = 1 AND TimePeriod IN (1, 2, 5)))"""
"""What the program takes for a frequency limit."""


def _codes_of_groups(world: World) -> Iterator[Finding]:
    there = {row["ProcCode"] for row in world.query("SELECT ProcCode FROM procedurecode")}
    for group in world.query("SELECT CodeGroupNum AS key, ProcCodes FROM codegroup ORDER BY CodeGroupNum"):
        for code in filter(None, group["ProcCodes"].replace(" ", "").split(",")):
            if code not in there:
                sentence = f"ProcCodes has {code}, and there is no such ProcCode"
                yield Finding("codegroup", group["key"], sentence)


CHECKS = (
    law(
        "benefits are of somebody",
        "benefit",
        "PlanNum and PatPlanNum are both 0; a benefit is a plan's or a patient's own",
        "SELECT BenefitNum AS key FROM benefit WHERE PlanNum = 0 AND PatPlanNum = 0",
    ),
    law(
        "benefits are of one thing",
        "benefit",
        "CovCatNum is {CovCatNum}, CodeNum {CodeNum}, CodeGroupNum {CodeGroupNum}; only one of them may be set",
        """SELECT BenefitNum AS key, CovCatNum, CodeNum, CodeGroupNum FROM benefit
        WHERE (CovCatNum <> 0) + (CodeNum <> 0) + (CodeGroupNum <> 0) > 1""",
    ),
    law(
        "percentages of benefits",
        "benefit",
        "Percent is {Percent}; only CoInsurance has one",
        "SELECT BenefitNum AS key, Percent FROM benefit WHERE Percent > 0 AND BenefitType <> 1",
    ),
    law(
        "ages of benefits",
        "benefit",
        "is an age limit (AgeLimit) of no age: Quantity is {Quantity}",
        "SELECT BenefitNum AS key, Quantity FROM benefit WHERE QuantityQualifier = 2 AND Quantity <= 0",
    ),
    law(
        "lengths of waiting periods",
        "benefit",
        "is a WaitingPeriod, and QuantityQualifier is {QuantityQualifier}, neither 4 (Years) nor 5 (Months)",
        """SELECT BenefitNum AS key, QuantityQualifier FROM benefit
        WHERE BenefitType = 6 AND QuantityQualifier NOT IN (4, 5)""",
    ),
    law(
        "waiting periods are of something",
        "benefit",
        "is a WaitingPeriod of no category, group or code",
        """SELECT BenefitNum AS key FROM benefit
        WHERE BenefitType = 6 AND CovCatNum = 0 AND CodeNum = 0 AND CodeGroupNum = 0""",
    ),
    law(
        "frequency limits are of codes",
        "benefit",
        "is a frequency limit of category {CovCatNum}; it is of a code or a group",
        f"SELECT BenefitNum AS key, CovCatNum FROM benefit WHERE CovCatNum <> 0 AND {_FREQUENCY}",
    ),
    law(
        "numbers of frequency limits",
        "benefit",
        "is a frequency limit whose Quantity is {Quantity}",
        f"SELECT BenefitNum AS key, Quantity FROM benefit WHERE Quantity <= 0 AND {_FREQUENCY}",
    ),
    law(
        "areas of benefits",
        "benefit",
        "TreatArea is {TreatArea}; only a frequency limit has one",
        f"SELECT BenefitNum AS key, TreatArea FROM benefit WHERE TreatArea <> 0 AND NOT ({_FREQUENCY})",
    ),
    law(
        "one of each electronic category",
        "covcat",
        "EbenefitCat is {EbenefitCat}, as that of covcat {other} is; benefits need each once",
        """SELECT c.CovCatNum AS key, c.EbenefitCat, MIN(o.CovCatNum) AS other FROM covcat c
        JOIN covcat o ON o.EbenefitCat = c.EbenefitCat AND o.CovCatNum < c.CovCatNum
        WHERE c.EbenefitCat <> 0 GROUP BY c.CovCatNum""",
    ),
    law(
        "spans run forwards",
        "covspan",
        "FromCode is {FromCode!r}, after ToCode, {ToCode!r}",
        "SELECT CovSpanNum AS key, FromCode, ToCode FROM covspan WHERE LOWER(FromCode) > LOWER(ToCode)",
    ),
    law(
        "codes paid instead",
        "substitutionlink",
        "SubstitutionCode is {SubstitutionCode!r}, and there is no such ProcCode",
        """SELECT SubstitutionLinkNum AS key, SubstitutionCode FROM substitutionlink
        WHERE SubstitutionCode NOT IN (SELECT ProcCode FROM procedurecode)""",
    ),
    # A world in which nothing was ever verified is spared: its rows were not made by a program that does.
    law(
        "plans can be verified",
        "insplan",
        "has no insverify, and other plans have",
        """SELECT PlanNum AS key FROM insplan WHERE EXISTS (SELECT 1 FROM insverify WHERE VerifyType = 1)
        AND PlanNum NOT IN (SELECT FKey FROM insverify WHERE VerifyType = 1)""",
    ),
    law(
        "enrollments can be verified",
        "patplan",
        "has no insverify, and other patplans have",
        """SELECT PatPlanNum AS key FROM patplan WHERE EXISTS (SELECT 1 FROM insverify WHERE VerifyType = 2)
        AND PatPlanNum NOT IN (SELECT FKey FROM insverify WHERE VerifyType = 2)""",
    ),
    # So is one in which nobody was ever marked.
    law(
        "the insured are marked",
        "patient",
        "HasIns is {HasIns!r}, and the number of patplans is {count}; it is I for those who have one",
        """SELECT PatNum AS key, HasIns, (SELECT COUNT(*) FROM patplan o WHERE o.PatNum = p.PatNum) AS count
        FROM patient p WHERE EXISTS (SELECT 1 FROM patient WHERE HasIns = 'I') AND (HasIns = 'I') <> (count > 0)""",
        strict=True,
    ),
    Check("codes of groups", _codes_of_groups, strict=True),
)
