"""https://www.opendental.com/site/apisubstitutionlinks.html

Known deviations:
- GET answers the key as SubstiutionLinkNum, as its example does; POST and PUT answer SubstitutionLinkNum.
- Several links for one code of a plan are taken: so does the data layer of the desktop program, and the page is silent.
- Of two procedure codes that differ in case alone, the one that is written exactly so is meant: the page.
"""

from typing import Any

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, LIST, POST, PUT, Enum, ForeignKey, Key, Resource, TextKey


class SubstitutionLinks(Resource, table="substitutionlink", path="/substitutionlinks"):
    """Which cheaper procedure code an insurance plan pays instead of another one, and on which teeth."""

    SubstitutionLinkNum = Key()
    PlanNum = ForeignKey("insplan", "The insurance plan.")
    CodeNum = ForeignKey("procedurecode", "The procedure code of what is done.")
    SubstitutionCode = TextKey("procedurecode", "ProcCode", "The code that is paid instead.", exact=True)
    SubstOnlyIf = Enum(["Always", "Molar", "SecondMolar", "Never", "Posterior"], "On which teeth.")

    several = LIST("22.4.25", required=[PlanNum])
    create = POST("22.4.1", required=[PlanNum, CodeNum, SubstitutionCode, SubstOnlyIf])
    update = PUT("22.4.25", optional=[SubstitutionCode, SubstOnlyIf])
    delete = DELETE("22.4.25")


@SubstitutionLinks.several.reshape
def the_list_misspells_its_key(call: Call, rows: list[dict[str, Any]]) -> None:
    """Documented: the key's name in the example of GET."""
    for at, row in enumerate(rows):
        rows[at] = {"SubstiutionLinkNum": row.pop("SubstitutionLinkNum"), **row}


@SubstitutionLinks.update.rule
def a_link_keeps_a_code(call: Call) -> None:
    """Documented: SubstitutionCode is the ProcCode of a procedure code.

    Inferred: an empty one is refused as POST refuses it.
    """
    if call.sent.get("SubstitutionCode") == "":
        raise Refusal("ProcedureCode not found.", 404, hint="SubstitutionCode is empty; DELETE takes the link away")
