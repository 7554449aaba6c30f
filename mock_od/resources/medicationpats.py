"""https://www.opendental.com/site/apimedicationpats.html

Known deviations:
- A medName finds a medication as SQL's LIKE does, the one with the lowest number of several: so in the data layer of
  the desktop program, by the function that the API calls. % stands for any text and _ for any sign.
- Where both MedicationNum and medName are sent, the number counts, unless it is 0. A name that is blank is refused as
  if it were missing. No source says either.
- An empty text clears a date in a POST too; the page says so of PUT.
- The list has medications that were discontinued as well, as the page speaks of all; a client of a real office notes
  that inactive ones are not answered. It is sorted by key; no source says otherwise.
"""

from mock_od.call import Call
from mock_od.declare import DELETE, LIST, POST, PUT, Date, ForeignKey, Key, Lookup, Resource, Text
from mock_od.dentistry.names import found_by_name
from mock_od.resources.common import refuse_blank

_NAME = Text("The medication, by its name.").called("medName")


class MedicationPats(Resource, table="medicationpat", path="/medicationpats", logs="PatMedicationListEdit"):
    """What patients take or took."""

    MedicationPatNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True, quoted=True)
    medName = Lookup("MedicationNum", "MedName", table="medication")
    MedicationNum = ForeignKey(about="The medication.", needed=True)
    PatNote = Text("How this patient takes it.")
    DateStart = Date("Since when.", clears=True)
    DateStop = Date("Until when.", clears=True)
    ProvNum = ForeignKey(about="Who prescribes it.")

    several = LIST("21.3", required=[PatNum])
    create = POST(
        "21.3",
        required=[PatNum],
        optional=[_NAME, MedicationNum, PatNote, DateStart, DateStop, ProvNum],
        any_of=[(_NAME, MedicationNum)],
        first_of=[(MedicationNum, _NAME)],
        answer="nothing",
    )
    update = PUT("22.1", optional=[PatNote, DateStart, DateStop, ProvNum], answer="nothing")
    delete = DELETE("22.1")


@MedicationPats.create.rule
def a_name_is_no_blank(call: Call) -> None:
    """Inferred: a name that is blank is as if it were missing."""
    if not call.sends(MedicationPats.MedicationNum):
        refuse_blank(call, _NAME)


@MedicationPats.create.prepare
def the_medication_is_found_by_its_name_or_made(call: Call) -> None:
    """Documented: a new one is made where none has that name, and is taken to be generic: a generic of itself.

    S: it is looked for as SQL's LIKE does.
    """
    if call.sends(MedicationPats.MedicationNum):
        return
    name = call.sent["medName"]
    medication = found_by_name(call.records, "medication", "MedName", name, key="MedicationNum")
    if medication is None:
        medication = call.records.insert("medication", {"MedName": name})
        call.records.update("medication", medication, {"GenericNum": medication})
    call.values["MedicationNum"] = medication
