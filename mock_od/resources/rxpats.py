"""https://www.opendental.com/site/apirxpats.html

Known deviations:
- PatNum 0 finds all rows, as in the data layer of the desktop program, which the API shares. Looks into a state's
  prescription register, which the same table holds (RxType), are listed among them.
"""

from mock_od.declare import GET, LIST, Bool, Date, DateTime, Double, Enum, ForeignKey, Key, Resource, Text


class RxPats(Resource, table="rxpat", path="/rxpats"):
    """Prescriptions of patients."""

    RxNum = Key()
    PatNum = ForeignKey(about="For whom it is.", owner=True)
    RxDate = Date("Its day.")
    Drug = Text("The name of the drug, with its strength.")
    Sig = Text("How to take it.")
    Disp = Text("How much is handed out.")
    Refills = Text("How often it may be filled again.")
    ProvNum = ForeignKey(about="Who prescribes it.")
    Notes = Text("For the staff; not printed.")
    PharmacyNum = ForeignKey(about="Where it is sent.")
    IsControlled = Bool("The drug is a controlled substance.")
    DateTStamp = DateTime(stamp="edit")
    SendStatus = Enum(about="How it reached the pharmacy, if it did.")
    IsErxOld = Bool("From the older service for electronic prescriptions.")
    ErxPharmacyInfo = Text("The pharmacy, as that service names it.")
    IsProcRequired = Bool("A procedure has to be named with it.")
    ProcNum = ForeignKey("procedurelog", "That procedure.")
    DaysOfSupply = Double("For how many days it lasts.")
    PatientInstruction = Text("What the patient is told.")
    ClinicNum = ForeignKey(about="The clinic where it was written.")

    single = GET("24.2.35")
    several = LIST("24.2.35", optional=[PatNum.unless_zero()])
