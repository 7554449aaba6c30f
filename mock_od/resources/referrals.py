"""https://www.opendental.com/site/apireferrals.html

Known deviations:
- The list has hidden ones too, sorted by key, and its flags find rows when they are true alone: "false" is as if it
  were not sent. So in the data layer of the desktop program, by the function that the API calls.
- Of a patient, the names, SSN, address, e-mail address and title are copied, and telephone numbers: Telephone has the
  ten digits of HmPhone. What is sent of these has no effect. The page does not list them; they fit its example. Phone2
  is WkPhone, or else WirelessPhone: ours, as no source says which number it is.
- LName is compared with the patient's in any case. The sentences for another name, for a patient with a specialty, and
  for a change of a patient's referral are ours.
- A PUT of a patient's referral that sends a field as it is goes through.
- Where both Specialty and specialty are sent, the number counts, unless it is 0. No source says it.
- Of a name alone NotPerson is true, also before 24.4.16; what is sent of IsDoctor and NotPerson counts otherwise.
- ST of more than two characters is cut like any text that is too long.
"""

import re

from mock_od.call import Call, Refusal, Row
from mock_od.declare import (
    GET,
    LIST,
    POST,
    PUT,
    Bool,
    Computed,
    DateTime,
    ForeignKey,
    Key,
    Lookup,
    Resource,
    Shape,
    Text,
)
from mock_od.fields import TEN_DIGITS

_DIGITS = Shape(re.compile(r"[0-9]*", re.ASCII), "is digits without punctuation")
_IS_PATIENT = Bool("Those that are patients.").called("isPatient")
_COPIED = {
    "LName": "LName",
    "FName": "FName",
    "MName": "MiddleI",
    "SSN": "SSN",
    "ST": "State",
    "Address": "Address",
    "Address2": "Address2",
    "City": "City",
    "Zip": "Zip",
    "Title": "Title",
    "EMail": "Email",
}
"""What a patient's referral has of the patient: its column -> the patient's."""
_TEN = 10


class Referrals(Resource, table="referral", path="/referrals"):
    """Who sends patients, and to whom patients are sent: providers, patients, and what is no person."""

    ReferralNum = Key()
    LName = Text("The last name, or what it is.", filled=True)
    FName = Text("The first name.")
    MName = Text("The middle name.")
    SSN = Text("The social security number, or the TIN.", shape=_DIGITS)
    UsingTIN = Bool("SSN is a tax number.")
    Specialty = ForeignKey("definition", "Of a provider, the specialty.", where={"Category": 35})
    specialty = Lookup(Specialty, "ItemName")
    ST = Text("The state.")
    Telephone = Text("The telephone number, ten digits.", shape=TEN_DIGITS)
    Address = Text("Street and number.")
    Address2 = Text("More of the address.")
    City = Text("The city.")
    Zip = Text("The postal code.")
    Note = Text("What is to be known.")
    Phone2 = Text("Another telephone number.")
    IsHidden = Bool("No longer chosen.")
    NotPerson = Bool("It is no person: an advertisement, a street sign.")
    Title = Text("Such as DMD.")
    EMail = Text("The e-mail address.")
    PatNum = ForeignKey(about="The patient that it is, if it is one.")
    IsDoctor = Bool("It is a provider.")
    DateTStamp = DateTime(stamp="edit")
    IsPreferred = Bool("Patients are sent there first.")
    BusinessName = Text("The practice or firm.")
    DisplayNote = Text("Shown beside the patients that it concerns.")
    isPatient = Computed("""CASE WHEN t."PatNum" > 0 THEN 'true' ELSE 'false' END""")

    single = GET("24.1.34")
    several = LIST(
        "21.4",
        optional=[
            IsHidden.unless_zero().but(since="24.1.34"),
            NotPerson.unless_zero().but(since="24.1.34"),
            IsDoctor.unless_zero().but(since="24.1.34"),
            IsPreferred.unless_zero().but(since="24.1.34"),
            _IS_PATIENT.but(since="24.1.34"),
            BusinessName.containing().but(since="24.4.19"),
        ],
    )
    create = POST(
        "22.3",
        required=[LName],
        optional=[
            PatNum,
            FName,
            MName,
            SSN.but(since="24.4.16"),
            UsingTIN.but(default=False, since="24.4.16"),
            Specialty,
            specialty,
            ST.but(since="24.4.16"),
            Telephone.but(since="24.4.16"),
            Address.but(since="24.4.16"),
            Address2.but(since="24.4.16"),
            City.but(since="24.4.16"),
            Zip.but(since="24.4.16"),
            Note,
            Phone2.but(since="24.4.16"),
            NotPerson.but(since="24.4.16"),
            Title,
            EMail.but(since="24.4.16"),
            IsDoctor.but(since="24.4.16"),
            BusinessName.but(since="24.4.16"),
            DisplayNote.but(since="24.4.16"),
        ],
        first_of=[(Specialty, specialty)],
        logs="ReferralAdd",
    )
    update = PUT(
        "22.4.24",
        optional=[
            LName,
            FName,
            MName,
            SSN.but(since="24.4.16"),
            UsingTIN.but(since="24.4.16"),
            Specialty,
            ST.but(since="24.4.16"),
            Telephone.but(since="24.4.16"),
            Address.but(since="24.4.16"),
            Address2.but(since="24.4.16"),
            City.but(since="24.4.16"),
            Zip.but(since="24.4.16"),
            Note,
            Phone2.but(since="24.4.16"),
            NotPerson.but(since="24.4.16"),
            Title,
            EMail.but(since="24.4.16"),
            IsDoctor.but(since="24.4.16"),
            BusinessName.but(since="24.4.16"),
            DisplayNote.but(since="24.4.16"),
        ],
        logs="ReferralEdit",
    )


@Referrals.several.where("isPatient")
def only_patients(_call: Call, wanted: bool | None) -> tuple[str, tuple[object, ...]]:
    """S: those with a PatNum, where it is true."""
    return ('t."PatNum" > 0' if wanted else ""), ()


@Referrals.create.rule
def a_patient_has_the_same_name_and_no_specialty(call: Call) -> None:
    """Documented: LName must match the patient's; a patient has no specialty.

    Ours: the sentences.
    """
    if not call.sent.get("PatNum"):
        return
    patient = call.records.get("patient", call.sent["PatNum"])
    if call.sent["LName"].casefold() != patient["LName"].casefold():
        hint = f"patient {patient['PatNum']} has the LName {patient['LName']!r}"
        raise Refusal("LName does not match the patient.", hint=hint)
    if call.sent.get("Specialty"):
        hint = "a referral is a patient (PatNum) or a provider (Specialty)"
        raise Refusal("Only one of PatNum and Specialty may be sent.", hint=hint)


@Referrals.create.fill(Referrals.IsDoctor)
def a_specialty_is_a_doctors(call: Call) -> bool:
    """Documented: true where a specialty was sent, else false."""
    return bool(call.sent.get("Specialty"))


@Referrals.create.fill(Referrals.NotPerson)
def a_name_alone_is_no_person(call: Call) -> bool:
    """Documented: true where neither PatNum nor a specialty was sent, else false."""
    return not call.sent.get("PatNum") and not call.sent.get("Specialty")


@Referrals.create.prepare
def the_rest_is_the_patients(call: Call) -> None:
    """Documented: a patient's data fill the referral, which is no doctor, and a person.

    Inferred: which ones; by the page's example and the columns that both have.
    Ours: Phone2.
    """
    if not call.sent.get("PatNum"):
        return
    patient = call.records.get("patient", call.sent["PatNum"])
    digits = re.sub(r"[^0-9]", "", patient["HmPhone"])
    copied: Row = {own: patient[column] for own, column in _COPIED.items()}
    copied["Telephone"] = digits if len(digits) == _TEN else ""
    copied["Phone2"] = patient["WkPhone"] or patient["WirelessPhone"]
    without = [name for name in copied if name in call.sent and name != "LName"]
    if without:
        call.ignore(f"{', '.join(without)} had no effect: they are the patient's")
    call.values |= {**copied, "IsDoctor": False, "NotPerson": False}


@Referrals.update.rule
def a_patient_is_changed_elsewhere(call: Call) -> None:
    """Documented: of a patient's referral only Note and DisplayNote change.

    Ours: the sentence.
    """
    other = [name for name, word in call.values.items() if word != call.row[name] and not name.endswith("Note")]
    if call.row["PatNum"] and other:
        hint = f"{', '.join(other)} of referral {call.key} is that of patient {call.row['PatNum']}"
        raise Refusal("Only Note and DisplayNote can be changed when the Referral is a patient.", hint=hint)
