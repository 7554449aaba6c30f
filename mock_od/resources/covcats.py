"""https://www.opendental.com/site/apicovcats.html

Known deviations, where the page is silent:
- The list is sorted by CovOrder, as the desktop program's is; the page's example fits it, and the key's order too.
- An EbenefitCat that another category has already is taken, with a hint. The page says that there can be no duplicates
  for benefits to work, and not that one is refused.
- A CovOrder that is sent is written, and no other category moves.
"""

from mock_od.call import Call
from mock_od.declare import GET, LIST, POST, PUT, Bool, Enum, Int, Key, Resource, Text
from mock_od.resources.common import last_place


class CovCats(Resource, table="covcat", path="/covcats"):
    """What insurances pay a percentage of: kinds of treatment, each with spans of procedure codes."""

    CovCatNum = Key()
    Description = Text("What the office calls it.")
    DefaultPercent = Int("Of new insurance plans; -1 for none.", least=-1, most=100)
    CovOrder = Int("A later one overrides an earlier one.")
    IsHidden = Bool("No longer used.")
    EbenefitCat = Enum(
        [
            "None",
            "General",
            "Diagnostic",
            "Periodontics",
            "Restorative",
            "Endodontics",
            "MaxillofacialProsth",
            "Crowns",
            "Accident",
            "Orthodontics",
            "Prosthodontics",
            "OralSurgery",
            "RoutinePreventive",
            "DiagnosticXRay",
            "Adjunctive",
        ],
        "What electronic benefits call it.",
    )

    single = GET("23.3.8")
    several = LIST("23.3.8", order=["CovOrder"])
    create = POST(
        "24.1.24",
        permission="ApiSetup",
        required=[Description],
        optional=[DefaultPercent.but(default=-1), IsHidden, EbenefitCat],
    )
    update = PUT(
        "24.1.24",
        permission="ApiSetup",
        optional=[Description, DefaultPercent, CovOrder, IsHidden, EbenefitCat],
    )


@CovCats.create.rule
@CovCats.update.rule
def each_electronic_category_is_there_once(call: Call) -> None:
    """Documented: there can be no duplicates for benefits to work.

    Ours: a second one is taken, with a hint.
    """
    wanted = call.sent.get("EbenefitCat", "None")
    if wanted == "None":
        return
    for other in call.records.rows("covcat", EbenefitCat=wanted):
        if other["CovCatNum"] != call.key:
            call.hint(f"covcat {other['CovCatNum']} is {wanted} already; benefits need each EbenefitCat once")
            return


@CovCats.create.prepare
def a_new_category_comes_last(call: Call) -> None:
    """S: its CovOrder is the number of categories there are, hidden ones too."""
    call.values["CovOrder"] = last_place(call)
