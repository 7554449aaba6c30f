"""What holds of patients and their families: who owes what, and when they came.

May not: know of treatment plans or insurance.
"""

from __future__ import annotations

from mock_od.check.finding import law

CHECKS = (
    law(
        "guarantors guarantee for themselves",
        "patient",
        "Guarantor is {Guarantor}, whose own is {other}",
        """SELECT p.PatNum AS key, p.Guarantor, g.Guarantor AS other FROM patient p
        JOIN patient g ON g.PatNum = p.Guarantor WHERE g.Guarantor <> g.PatNum""",
    ),
    law(
        "balances of families",
        "patient",
        "BalTotal is {BalTotal:.2f}; the EstBalance of the family's members together is {owed:.2f}",
        """SELECT p.PatNum AS key, p.BalTotal, SUM(m.EstBalance) AS owed FROM patient p
        JOIN patient m ON m.Guarantor = p.PatNum WHERE p.Guarantor = p.PatNum
        GROUP BY p.PatNum HAVING ABS(p.BalTotal - owed) > 0.005""",
    ),
    law(
        "balances of members",
        "patient",
        "BalTotal is {BalTotal:.2f}; it is 0 for all but the guarantor, who is patient {Guarantor}",
        """SELECT PatNum AS key, BalTotal, Guarantor FROM patient
        WHERE Guarantor <> PatNum AND ABS(BalTotal) > 0.005""",
    ),
    law(
        "born before the first visit",
        "patient",
        "DateFirstVisit is {DateFirstVisit}, before Birthdate, {Birthdate}",
        """SELECT PatNum AS key, DateFirstVisit, Birthdate FROM patient
        WHERE DateFirstVisit > '0001-01-02' AND DateFirstVisit < Birthdate""",
    ),
    law(
        "born before each procedure",
        "procedurelog",
        "ProcDate is {ProcDate}, before the Birthdate of patient {PatNum}, {Birthdate}",
        """SELECT ProcNum AS key, ProcDate, PatNum, Birthdate FROM procedurelog JOIN patient USING (PatNum)
        WHERE ProcDate > '0001-01-02' AND ProcDate < Birthdate""",
    ),
    law(
        "signs of adjustments",
        "adjustment",
        "AdjAmt is {AdjAmt:.2f}; the ItemValue of its AdjType is {value!r}",
        """SELECT AdjNum AS key, AdjAmt, d.ItemValue AS value FROM adjustment a
        JOIN definition d ON d.DefNum = a.AdjType
        WHERE (d.ItemValue = '+' AND AdjAmt < 0) OR (d.ItemValue IN ('-', 'dp') AND AdjAmt > 0)""",
    ),
    law(
        "documents of plans",
        "treatplan",
        "PatNum is {PatNum}; document {DocNum} is patient {document}'s",
        """SELECT t.TreatPlanNum AS key, t.PatNum, t.DocNum, d.PatNum AS document FROM treatplan t
        JOIN document d ON d.DocNum = t.DocNum WHERE d.PatNum <> t.PatNum""",
    ),
    law(
        "guarantors are of age",
        "patient",
        "guarantees for a family, and was born on {Birthdate}",
        """SELECT g.PatNum AS key, g.Birthdate FROM patient g WHERE g.Birthdate > '0001-01-02'
        AND EXISTS (SELECT 1 FROM patient m WHERE m.Guarantor = g.PatNum AND m.PatNum <> g.PatNum
        AND m.DateFirstVisit > '0001-01-02' AND m.DateFirstVisit < DATE(g.Birthdate, '+18 years'))""",
        strict=True,
    ),
)
