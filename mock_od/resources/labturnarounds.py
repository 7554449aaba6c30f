"""https://www.opendental.com/site/apilabturnarounds.html

Known deviations:
- LaboratoryNum 0 finds all rows, as in the data layer of the desktop program, which the API shares.
- A Description that is blank is refused as if it were missing, and DaysActual of 0 with the sentence of the desktop
  program; the page does not speak of either.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import GET, LIST, POST, PUT, ForeignKey, Int, Key, Resource, Text
from mock_od.resources.common import refuse_blank


class LabTurnarounds(Resource, table="labturnaround", path="/labturnarounds"):
    """How long a laboratory takes for what it does."""

    LabTurnaroundNum = Key()
    LaboratoryNum = ForeignKey(about="The laboratory.", needed=True)
    Description = Text("What it does.")
    DaysPublished = Int("How many days it says that it takes.")
    DaysActual = Int("How many days it takes.")

    single = GET("24.2.29")
    several = LIST("24.2.29", optional=[LaboratoryNum.unless_zero()])
    create = POST("24.4.13", required=[LaboratoryNum, Description, DaysActual], optional=[DaysPublished])
    update = PUT("24.4.13", optional=[Description, DaysPublished, DaysActual])


@LabTurnarounds.create.rule
@LabTurnarounds.update.rule
def it_says_what_and_how_long(call: Call) -> None:
    """S: neither is left out; the sentence for the days.

    Inferred: a blank Description is refused as if it were missing.
    """
    refuse_blank(call, LabTurnarounds.Description, "Please enter a description.")
    if call.sent.get("DaysActual") == 0:
        raise Refusal("Actual Days cannot be zero.", hint="DaysActual is 0; leave it out of a PUT to keep it")
