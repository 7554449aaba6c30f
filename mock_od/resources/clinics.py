"""https://www.opendental.com/site/apiclinics.html

Known deviations:
- A blank Description or Abbr, and an Abbr that another clinic has, are refused with the desktop program's sentences,
  and so is a clinic with patients that is to be hidden; the page gives none.
- Whatever their status, all patients of a clinic count.
- An empty Phone is taken, for a clinic without one.
- Until 23.1 a write needs ApiAllOthers: the documentation says that ApiSetup was added then, and not what it was
  before.
"""

from typing import Any

from mock_od.call import Call, Refusal
from mock_od.declare import LIST, PUT, TEN_DIGITS, Bool, Key, Resource, Text


class Clinics(Resource, table="clinic", path="/clinics", logs="ClinicEdit"):
    """The practice's locations. An office that does not use clinics has none."""

    ClinicNum = Key()
    Description = Text("Its full name.")
    Address = Text()
    Address2 = Text()
    City = Text()
    State = Text()
    Zip = Text()
    BillingAddress = Text("On claims instead of the address above, where it is set.")
    BillingAddress2 = Text()
    BillingCity = Text()
    BillingState = Text()
    BillingZip = Text()
    PayToAddress = Text("Where insurances send their payments, where it is set.")
    PayToAddress2 = Text()
    PayToCity = Text()
    PayToState = Text()
    PayToZip = Text()
    Phone = Text("Ten digits, nothing between them.", shape=TEN_DIGITS)
    Abbr = Text("Its short name.")
    IsHidden = Bool("No longer used.")

    unique = {Abbr: "Abbreviation already exists."}

    several = LIST("21.1")
    update = PUT(
        "21.4",
        optional=[
            Description,
            Phone,
            BillingAddress,
            BillingAddress2,
            BillingCity,
            BillingState,
            BillingZip,
            PayToAddress,
            PayToAddress2,
            PayToCity,
            PayToState,
            PayToZip,
            Abbr,
            IsHidden,
        ],
        permission={"23.1": "ApiSetup", "": "ApiAllOthers"},
        answer="nothing",
    )


@Clinics.several.where()
def hidden_clinics_are_left_out(call: Call, _: None) -> tuple[str, tuple[Any, ...]]:
    """Documented: all clinics that are not hidden."""
    return 't."IsHidden" = 0', ()


@Clinics.update.rule
def a_clinic_has_a_name(call: Call) -> None:
    """S: neither Description nor Abbr may be blank; the sentences."""
    for field, spoken in ((Clinics.Description, "Description"), (Clinics.Abbr, "Abbreviation")):
        if call.sends(field) and not call.sent[field.name].strip():
            raise Refusal(f"{spoken} cannot be blank.", hint=f"{field.name} is blank; leave it out to keep it")


@Clinics.update.rule
def a_clinic_with_patients_is_not_hidden(call: Call) -> None:
    """Documented: a clinic cannot be hidden while patients are attached.

    S: the sentence.
    """
    if not call.sent.get("IsHidden") or call.row["IsHidden"]:
        return
    ((count,),) = call.records.query('SELECT COUNT(*) FROM "patient" WHERE "ClinicNum" = ?', call.key)
    if count:
        sentence = f"There are {count} patient(s) attached to this clinic. It cannot be hidden until they are removed."
        raise Refusal(sentence, hint=f"{count} rows of patient have ClinicNum {call.key}")
