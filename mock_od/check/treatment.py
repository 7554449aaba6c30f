"""What holds of treatment plans, who pays, and what is expected of them.

In the SELECTs, ProcStatus 1 is TP, 8 TPi; TPStatus 0 is Saved, 1 Active; a claimproc's Status 6 is Estimate.
May not: work out an amount that the API works out; see amounts.py.
"""

from __future__ import annotations

from mock_od.check.finding import law

CHECKS = (
    law(
        "copies foot",
        "proctp",
        "PatAmt is {PatAmt:.2f}; max(0, FeeAmt - PriInsAmt - SecInsAmt - Discount + TaxAmt) is {left:.2f}",
        """SELECT ProcTPNum AS key, PatAmt, MAX(0, FeeAmt - PriInsAmt - SecInsAmt - Discount + TaxAmt) AS left
        FROM proctp WHERE ABS(PatAmt - MAX(0, FeeAmt - PriInsAmt - SecInsAmt - Discount + TaxAmt)) > 0.005""",
    ),
    law(
        "copies are of Saved plans",
        "proctp",
        "is on treatplan {TreatPlanNum}, which is not Saved; only Saved plans have copies",
        """SELECT ProcTPNum AS key, TreatPlanNum FROM proctp JOIN treatplan USING (TreatPlanNum) WHERE TPStatus <> 0""",
    ),
    law(
        "copies have one patient",
        "proctp",
        "PatNum is {PatNum}; its plan is patient {plan}'s, and the procedure that it copies {procedure}'s",
        """SELECT c.ProcTPNum AS key, c.PatNum, t.PatNum AS plan, COALESCE(p.PatNum, c.PatNum) AS procedure
        FROM proctp c JOIN treatplan t ON t.TreatPlanNum = c.TreatPlanNum
        LEFT JOIN procedurelog p ON p.ProcNum = c.ProcNumOrig
        WHERE c.PatNum <> t.PatNum OR c.PatNum <> COALESCE(p.PatNum, c.PatNum)""",
    ),
    law(
        "attaches have one patient",
        "treatplanattach",
        "procedure {ProcNum} is patient {procedure}'s, plan {TreatPlanNum} patient {plan}'s",
        """SELECT a.TreatPlanAttachNum AS key, a.ProcNum, a.TreatPlanNum, p.PatNum AS procedure, t.PatNum AS plan
        FROM treatplanattach a JOIN procedurelog p ON p.ProcNum = a.ProcNum
        JOIN treatplan t ON t.TreatPlanNum = a.TreatPlanNum WHERE p.PatNum <> t.PatNum""",
    ),
    law(
        "attaches are of open plans",
        "treatplanattach",
        "is on treatplan {TreatPlanNum}, which is Saved; a Saved plan has copies, and no attaches",
        """SELECT TreatPlanAttachNum AS key, TreatPlanNum FROM treatplanattach JOIN treatplan USING (TreatPlanNum)
        WHERE TPStatus = 0""",
    ),
    law(
        "one Active plan",
        "patient",
        "has {plans} Active treatment plans; the desktop program keeps one",
        """SELECT PatNum AS key, COUNT(*) AS plans FROM treatplan WHERE TPStatus = 1
        GROUP BY PatNum HAVING plans > 1""",
    ),
    law(
        "priorities of the Active plan",
        "treatplanattach",
        "Priority is {Priority}; that of its procedure {ProcNum} is {procedure}, and on an Active plan they agree",
        """SELECT a.TreatPlanAttachNum AS key, a.Priority, a.ProcNum, p.Priority AS procedure FROM treatplanattach a
        JOIN treatplan t ON t.TreatPlanNum = a.TreatPlanNum AND t.TPStatus = 1
        JOIN procedurelog p ON p.ProcNum = a.ProcNum AND p.ProcStatus = 1 WHERE a.Priority <> p.Priority""",
    ),
    law(
        "what is planned is on the Active plan",
        "procedurelog",
        "is planned (TP) and not on an Active plan of patient {PatNum}",
        """SELECT p.ProcNum AS key, p.PatNum FROM procedurelog p WHERE p.ProcStatus = 1 AND NOT EXISTS
        (SELECT 1 FROM treatplanattach a JOIN treatplan t ON t.TreatPlanNum = a.TreatPlanNum AND t.TPStatus = 1
        WHERE a.ProcNum = p.ProcNum)""",
        strict=True,
    ),
    law(
        "Saved plans have a presenter",
        "treatplan",
        "is Saved and has no UserNumPresenter",
        """SELECT TreatPlanNum AS key FROM treatplan WHERE TPStatus = 0 AND UserNumPresenter = 0""",
        strict=True,
    ),
    law(
        "types of open plans",
        "treatplan",
        "TPType is {type}; patient {PatNum} has {has}, so it is {wanted}",
        """SELECT key, PatNum, CASE TPType WHEN 1 THEN 'Discount' ELSE 'Insurance' END AS type,
        CASE member WHEN 1 THEN 'a discount plan' ELSE 'no discount plan' END AS has,
        CASE member WHEN 1 THEN 'Discount' ELSE 'Insurance' END AS wanted
        FROM (SELECT TreatPlanNum AS key, PatNum, TPStatus, TPType,
        EXISTS (SELECT 1 FROM discountplansub s WHERE s.PatNum = t.PatNum) AS member FROM treatplan t)
        WHERE TPStatus <> 0 AND TPType <> member""",
    ),
    law(
        "members have no insurance",
        "discountplansub",
        "patient {PatNum} has insurance as well (patplan {plan}); they exclude each other",
        """SELECT s.DiscountSubNum AS key, s.PatNum, MIN(p.PatPlanNum) AS plan FROM discountplansub s
        JOIN patplan p ON p.PatNum = s.PatNum GROUP BY s.DiscountSubNum""",
    ),
    law(
        "memberships end after they begin",
        "discountplansub",
        "DateTerm is {DateTerm}, before DateEffective, {DateEffective}",
        """SELECT DiscountSubNum AS key, DateTerm, DateEffective FROM discountplansub
        WHERE DateTerm > '0001-01-02' AND DateTerm < DateEffective""",
    ),
    law(
        "ordinals",
        "patient",
        "the Ordinals of its patplans are {ordinals}; they are 1, 2 and so on",
        """SELECT PatNum AS key, GROUP_CONCAT(Ordinal, ', ') AS ordinals FROM patplan GROUP BY PatNum
        HAVING COUNT(DISTINCT Ordinal) < COUNT(*) OR MIN(Ordinal) <> 1 OR MAX(Ordinal) <> COUNT(*)""",
    ),
    law(
        "estimates are of the procedure's patient",
        "claimproc",
        "PatNum is {PatNum}; procedure {ProcNum} is patient {procedure}'s",
        """SELECT c.ClaimProcNum AS key, c.PatNum, c.ProcNum, p.PatNum AS procedure FROM claimproc c
        JOIN procedurelog p ON p.ProcNum = c.ProcNum WHERE c.PatNum <> p.PatNum""",
    ),
    law(
        "estimates are of the patient's insurance",
        "claimproc",
        "patient {PatNum} has no patplan with InsSubNum {InsSubNum} of plan {PlanNum}",
        """SELECT c.ClaimProcNum AS key, c.PatNum, c.InsSubNum, c.PlanNum FROM claimproc c WHERE c.Status = 6
        AND NOT EXISTS (SELECT 1 FROM patplan p JOIN inssub s ON s.InsSubNum = p.InsSubNum
        WHERE p.PatNum = c.PatNum AND s.InsSubNum = c.InsSubNum AND s.PlanNum = c.PlanNum)""",
    ),
    law(
        "annual maxima",
        "patient",
        "what is estimated of its planned procedures by insurance plan {PlanNum} is {expected:.2f} together, over its"
        " annual maximum of {most:.2f}",
        # BenefitType 5 is Limitations, TimePeriod 2 CalendarYear, CoverageLevel 1 Individual
        """SELECT c.PatNum AS key, c.PlanNum, m.most,
        SUM(MAX(0, CASE InsEstTotalOverride WHEN -1 THEN InsEstTotal ELSE InsEstTotalOverride END)) AS expected
        FROM claimproc c JOIN procedurelog p ON p.ProcNum = c.ProcNum AND p.ProcStatus = 1
        JOIN (SELECT PlanNum, MIN(MonetaryAmt) AS most FROM benefit WHERE BenefitType = 5
        AND TimePeriod = 2 AND CoverageLevel = 1 AND QuantityQualifier = 0 AND MonetaryAmt >= 0 AND CodeNum = 0
        AND CovCatNum = 0 AND CodeGroupNum = 0 AND PatPlanNum = 0 GROUP BY PlanNum) m ON m.PlanNum = c.PlanNum
        WHERE c.Status = 6 AND c.NoBillIns = 0 GROUP BY c.PatNum, c.PlanNum, c.InsSubNum
        HAVING expected > most + 0.005""",
    ),
)
