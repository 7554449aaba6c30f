"""https://www.opendental.com/site/apipatients.html

Known deviations:
- GET (multiple) finds LName and FName by how they start: recorded. The page speaks of partial matches.
- Otherwise it is as the desktop program's own search, which the page says it shares: City, State, SSN, ChartNumber,
  SubscriberId and clinicAbbr by how they start; those whose every text is exactly as it was sent come first, the others
  by name; clinicNums finds the patients of those clinics, those of none, and those with an appointment there. Patients
  that were merged into another one (patientlink) are left out, unless another one was merged into them later.
- It answers Zip as text; the page's example shows a bare number there.
- It leaves Archived and Deceased patients out unless showArchived is sent: so says the manual of the window that it
  searches like. Deleted patients never show. Those of hidden clinics do, whatever the manual says.
- Its Phone finds nobody by a text without a digit, and invoiceNumber nobody by one that is no number; a SiteNum that no
  site has finds nobody either, and 0 everybody, as in the desktop program.
- GET Simple leaves Deleted patients out: its PatStatus cannot ask for them.
- The page does not say since when each column is answered; here every version answers all of them.
- POST: a blank LName or FName is refused as if it were missing, and so it is in PUT, where the page says only that it
  clears nothing. LName's sentence is recorded without a full stop.
- POST: who counts as there already, and what comes with a new patient, is as in the desktop program; so is all that
  follows when a family or a super family changes (mock_od/dentistry/families.py), and the sentences of what it refuses.
- Whoever of a family Guarantor names, it is that family's guarantor; whoever of a super family SuperFamily names, it is
  that super family's head. In POST, 0 is as if neither was sent; in PUT a Guarantor of 0 is refused.
- SSN and State have the shapes of the USA unless the preference LanguageAndRegion names another country; Zip has one of
  the two documented shapes everywhere. All three may be empty.
- Ward and AdmitDate need the preference EasyHideHospitals to be 0; the sentence is ours, and so is that of
  FamFinUrgNote. A longer ChartNumber than 15 characters is refused.
- ImageFolder is there at once, as in the page's example; the desktop program names it when it is first needed.
- A patient has one entry in the log for a write; the desktop program has more when a family changes.
- A PatStatus that needs no recalls switches them off, and Patient switches them on again, as in the desktop program.
"""

import re
from typing import Any

from mock_od.call import Call, Refusal
from mock_od.declare import (
    GET,
    LIST,
    POST,
    PUT,
    STATE,
    ZIP,
    Bool,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Int,
    Key,
    Lookup,
    NameOf,
    Resource,
    ServerTime,
    Text,
)
from mock_od.dentistry import families, recalls, registering, searching
from mock_od.dentistry.preferences import preference, preferred_key


class Patients(Resource, table="patient", path="/patients", frozen={"PatStatus": "Deleted"}, logs="PatientEdit"):
    """Everybody the office keeps a record of. The API never deletes one."""

    serverDateTime = ServerTime("To send as the next DateTStamp.")
    PatNum = Key()
    LName = Text("Last name.", filled=True, missing="LName is required")
    FName = Text("First name.", filled=True, missing="FName is required")
    MiddleI = Text("Middle initial or name.")
    Preferred = Text("What the patient likes to be called.")
    PatStatus = Enum(["Patient", "NonPatient", "Inactive", "Archived", "Deleted", "Deceased", "Prospective"])
    Gender = Enum(["Male", "Female", "Unknown", "Other"])
    Position = Enum(["Single", "Married", "Child", "Widowed", "Divorced"])
    Birthdate = Date("0001-01-01 when it is not known.")
    SSN = Text()
    Address = Text()
    Address2 = Text()
    City = Text()
    State = Text()
    Zip = Text()
    HmPhone = Text("At home.")
    WkPhone = Text("At work.")
    WirelessPhone = Text()
    Guarantor = ForeignKey("patient", "Who pays: the head of the family.", index=True)
    Email = Text()
    EstBalance = Double("What the patient owes, without the family.")
    PriProv = ForeignKey("provider", "The patient's dentist.")
    priProvAbbr = Lookup(PriProv, "Abbr")
    SecProv = ForeignKey("provider", "The patient's hygienist.")
    secProvAbbr = Lookup(SecProv, "Abbr")
    FeeSched = ForeignKey("feesched", "What the patient pays by, where it is not the provider's.")
    BillingType = NameOf("definition", show="ItemName", where={"Category": 4})
    ImageFolder = Text("Where the patient's files are.")
    FamFinUrgNote = Text("About the family's account; the guarantor has it.")
    ChartNumber = Text("Another program's number.")
    MedicaidID = Text()
    BalTotal = Double("What the family owes; the guarantor has it.")
    EmployerNum = ForeignKey("employer")
    DateFirstVisit = Date()
    ClinicNum = ForeignKey("clinic", "The patient's usual clinic.")
    clinicAbbr = Lookup(ClinicNum, "Abbr")
    Premed = Bool("Needs premedication.")
    Ward = Text("In hospitals.")
    PreferConfirmMethod = Enum()
    PreferContactMethod = Enum()
    PreferRecallMethod = Enum()
    Language = Text("Three letters as a rule; empty when none is set.")
    AdmitDate = Date("In hospitals.")
    siteDesc = Lookup("SiteNum", "Description", table="site")
    DateTStamp = DateTime(stamp="edit")
    SuperFamily = ForeignKey("patient", "The head of several families together.", index=True)
    TxtMsgOk = Enum(["Unknown", "Yes", "No"])
    SecDateEntry = Date(stamp="entry")

    single = GET("21.1", hides=[serverDateTime])
    simple = LIST(
        "21.2",
        path="/Simple",
        optional=[
            LName.containing(),
            FName.containing(),
            Birthdate,
            ClinicNum,
            PatStatus.but(without=["Deleted"]),
            DateTStamp.at_or_after(),
            PriProv.but(since="21.3"),
            Gender.but(since="22.3.6"),
            Position.but(since="22.3.6"),
            Guarantor.but(since="22.4.19"),
            SuperFamily.but(since="22.4.38"),
            EmployerNum.but(since="24.3.30"),
            FeeSched.but(since="25.2.19"),
        ],
    )
    several = LIST(
        "21.1",
        optional=[
            LName.starting(),
            FName.starting(),
            Text().called("Phone"),
            Address.containing(),
            Bool().called("hideInactive"),
            City.starting(),
            State.starting(),
            SSN.starting(),
            ChartNumber.starting(),
            Bool().called("guarOnly"),
            Bool().called("showArchived"),
            Birthdate,
            Int().called("SiteNum"),
            Text().called("SubscriberId"),
            Email.containing(),
            Text().called("Country"),
            Text().called("clinicNums"),
            Text().called("clinicAbbr"),
            Text().called("invoiceNumber"),
        ],
        shows=[
            PatNum,
            LName,
            FName,
            MiddleI,
            Preferred,
            PatStatus,
            Birthdate,
            SSN,
            Address,
            Address2,
            City,
            State,
            Zip,
            HmPhone,
            WkPhone,
            WirelessPhone,
            Email,
            priProvAbbr,
            secProvAbbr,
            BillingType,
            ChartNumber,
            ClinicNum,
            clinicAbbr,
            siteDesc,
            TxtMsgOk,
        ],
        order=["LName", "FName"],
        strict=True,
    )
    create = POST(
        "21.1",
        required=[LName, FName],
        optional=[
            MiddleI,
            Preferred,
            PatStatus.but(without=["Deleted"]),
            Gender.but(default="Unknown", without=["Other"]),
            Position,
            Birthdate,
            SSN,
            Address,
            Address2,
            City,
            State,
            Zip,
            HmPhone,
            WkPhone,
            WirelessPhone,
            Guarantor,
            Email,
            PriProv,
            SecProv,
            FeeSched.but(since="25.2.19"),
            BillingType,
            FamFinUrgNote.but(since="23.2.5.0"),
            ChartNumber,
            MedicaidID.but(since="24.4.13"),
            EmployerNum.but(since="24.3.30"),
            DateFirstVisit.but(since="22.4.42"),
            ClinicNum,
            Premed.but(since="25.2.30"),
            Ward.but(since="24.1.12"),
            PreferConfirmMethod,
            PreferContactMethod,
            PreferRecallMethod.but(since="22.2"),
            Language,
            AdmitDate.but(since="24.1.12"),
            SuperFamily.but(since="22.4.38"),
            TxtMsgOk,
        ],
        not_both=[(Guarantor, SuperFamily)],
        hides=[serverDateTime],
        permission="ApiPatients",
        logs="PatientCreate",
    )
    update = PUT(
        "21.2",
        optional=[LName, FName, *create.optional],
        not_both=[(Guarantor, SuperFamily)],
        hides=[serverDateTime],
        permission="ApiPatients",
    )


_NUMBERS = Patients.PatStatus.numbers


@Patients.simple.where("PatStatus")
def deleted_patients_are_gone(call: Call, status: str | None) -> searching.Condition:
    """S: Deleted ones are left out."""
    if status is None:
        return 't."PatStatus" <> ?', (_NUMBERS["Deleted"],)
    return 't."PatStatus" = ?', (_NUMBERS[status],)


for _name, _condition in searching.CONDITIONS.items():
    Patients.several.where(_name)(_condition)
Patients.several.sort(searching.those_who_are_meant_exactly_come_first)


# --- what may be written ----------------------------------------------------------------------------------

_CANADIAN = re.compile("[A-Z][0-9][A-Z] [0-9][A-Z][0-9]")
_MOST_OF_CHART_NUMBER = 15


@Patients.create.rule
@Patients.update.rule
def numbers_have_their_shapes(call: Call) -> None:
    """Documented: those of SSN, State and Zip in the USA; a Canadian Zip since 23.2.5; 15 characters of ChartNumber.

    Ours: the preference LanguageAndRegion says which country it is, and the sentences.
    """
    ssn, state, zipped = (call.sent.get(name, "") for name in ("SSN", "State", "Zip"))
    american = preference(call, "LanguageAndRegion") in ("", "en-US")
    if american and not re.fullmatch("([0-9]{9})?", ssn):
        raise Refusal("SSN is invalid.", hint="SSN is nine digits without dashes, such as 123456789")
    if american and not STATE.pattern.fullmatch(state):
        raise Refusal("State is invalid.", hint=f"State {STATE.advice}")
    canadian = call.at_least("23.2.5") and _CANADIAN.fullmatch(zipped)
    if not canadian and not ZIP.pattern.fullmatch(zipped):
        since = "" if call.at_least("23.2.5") else " (A0A 0A0 since 23.2.5)"
        raise Refusal("Zip is invalid.", hint=f"Zip {ZIP.advice} in the USA, or A0A 0A0 in Canada{since}")
    if len(call.sent.get("ChartNumber", "")) > _MOST_OF_CHART_NUMBER:
        raise Refusal("ChartNumber is invalid.", hint=f"ChartNumber has {_MOST_OF_CHART_NUMBER} characters at most")


@Patients.create.rule
@Patients.update.rule
def wards_are_in_hospitals(call: Call) -> None:
    """Documented: Ward and AdmitDate need the feature Hospitals.

    Ours: the sentence; and it is switched on where the preference EasyHideHospitals is 0.
    """
    if call.sends(Patients.Ward, Patients.AdmitDate) and preference(call, "EasyHideHospitals") != "0":
        hint = "set the preference EasyHideHospitals to 0, or leave out Ward and AdmitDate"
        raise Refusal("Hospitals feature is not enabled.", hint=hint)


@Patients.create.rule
@Patients.update.rule
def only_one_note_about_an_account(call: Call) -> None:
    """Documented: FamFinUrgNote may only be set for a guarantor.

    Ours: the sentence; who becomes one by the same request is one.
    """
    own, guarantor = call.key or 0, call.sent.get("Guarantor") or call.row.get("Guarantor", 0)
    if call.sends(Patients.FamFinUrgNote) and guarantor not in (0, own):
        hint = f"the note is patient {guarantor}'s, who is the guarantor"
        raise Refusal("FamFinUrgNote can only be set for a guarantor.", hint=hint)


@Patients.create.rule
def nobody_is_there_twice(call: Call) -> None:
    """Documented: names, birthdate, and e-mail or telephone numbers are compared.

    S: over the families of those who are called so.
    Inferred: the sentence.
    """
    there = families.duplicate(call.records, call.sent)
    if there:
        hint = f"patient {there} has these names and this birthdate, and the family has the e-mail address or a number"
        raise Refusal("A Patient with that information already exists", hint=hint)


# --- families ---------------------------------------------------------------------------------------------


@Patients.create.rule
def whose_family_a_patient_is_to_be_of(call: Call) -> None:
    """Ours: no deleted one's."""
    records, sent = call.records, call.sent
    if sent.get("Guarantor"):
        families.refuse_family(records, records.get("patient", sent["Guarantor"]))
    if sent.get("SuperFamily"):
        nobody = {"PatNum": 0, "Guarantor": 0, "SuperFamily": 0}
        families.refuse_super_family(records, nobody, records.get("patient", sent["SuperFamily"]))


@Patients.update.rule
def who_may_change_families(call: Call) -> None:
    """Documented: another one of the family becomes guarantor only where the patient is the guarantor.

    S: a guarantor of others does not leave them, the head of a super family does not leave it; these sentences.
    Ours: 0 and deleted patients are refused.
    """
    records, sent = call.records, call.sent
    if sent.get("Guarantor") == 0:
        raise Refusal("Guarantor is invalid.", hint="a patient without another guarantor has the own PatNum there")
    if "Guarantor" in sent:
        families.refuse_guarantor(records, call.row, records.get("patient", sent["Guarantor"]))
    if sent.get("SuperFamily"):
        families.refuse_super_family(records, call.row, records.get("patient", sent["SuperFamily"]))


@Patients.create.prepare
def a_family_has_one_guarantor_and_one_super_family(call: Call) -> None:
    """S: those of the guarantor that was sent."""
    call.values.pop("SuperFamily", None)
    if call.values.get("Guarantor"):
        payer = call.records.get("patient", call.values["Guarantor"])
        guarantor = call.records.get("patient", families.guarantor_of(payer))
        call.values.update(Guarantor=guarantor["PatNum"], SuperFamily=guarantor["SuperFamily"])


@Patients.update.prepare
def a_family_changes_after_the_rest(call: Call) -> None:
    """Ours: what else is sent is written first."""
    call.values.pop("Guarantor", None)
    call.values.pop("SuperFamily", None)


@Patients.update.after
def families_change(call: Call) -> None:
    """Documented: SuperFamily is made where there is none; 0 takes the family out of it, or ends it for the head's.

    S: what goes along.
    """
    records, sent = call.records, call.sent
    patient = records.get("patient", call.row["PatNum"])
    if "Guarantor" in sent:
        families.set_guarantor(records, patient, records.get("patient", sent["Guarantor"]))
    elif sent.get("SuperFamily") == 0:
        families.leave_super_family(records, patient)
    elif "SuperFamily" in sent:
        families.join_super_family(records, patient, records.get("patient", sent["SuperFamily"]))


# --- what comes with a patient ----------------------------------------------------------------------------


@Patients.create.fill(Patients.Guarantor)
def the_patient(call: Call) -> int:
    """Documented: the patient's own PatNum, which is written as soon as there is one."""
    return 0


@Patients.create.fill(Patients.PriProv)
def the_practices_dentist(call: Call) -> int:
    """S: that of the preference PracticeDefaultProv, else the first one that is not hidden."""
    found = call.records.query(
        'SELECT "ProvNum" FROM "provider" WHERE "ProvNum" = ? OR "IsHidden" = 0'
        ' ORDER BY "ProvNum" <> ?, "ItemOrder", "ProvNum" LIMIT 1',
        *[preferred_key(call, "PracticeDefaultProv")] * 2,
    )
    return found[0][0] if found else 0


@Patients.create.fill(Patients.BillingType)
def the_practices_billing_type(call: Call) -> int:
    """S: that of the preference PracticeDefaultBillType, the clinic's own first."""
    return preferred_key(call, "PracticeDefaultBillType", call.sent.get("ClinicNum", 0))


@Patients.create.after
def what_a_new_patient_has(call: Call) -> None:
    """Documented: the patient is the own guarantor unless another one was sent; a folder; SuperFamily.

    S: the folder's name, a row for references.
    """
    records, own = call.records, call.key or 0
    values: dict[str, Any] = {"ImageFolder": registering.folder(call.values["LName"], call.values["FName"], own)}
    if not call.values.get("Guarantor"):
        values["Guarantor"] = own
    records.update("patient", own, values)
    records.insert("custreference", {"PatNum": own})
    if call.sent.get("SuperFamily"):
        other = records.get("patient", call.sent["SuperFamily"])
        families.join_super_family(records, records.get("patient", own), other)


@Patients.create.after
@Patients.update.after
def other_tables_have_it_too(call: Call) -> None:
    """S: telephone numbers in their own table where the office keeps them there, and a patient who refers others.

    S: recalls are switched off by a PatStatus other than Patient; they are switched on again, and brought up to date.
    """
    own, before, after = call.key or 0, call.row.get("PatStatus", ""), call.sent.get("PatStatus", "")
    if preference(call, "PatientPhoneUsePhonenumberTable") == "1":
        registering.keep_phone_numbers(call.records, own, call.sent)
    registering.keep_referral(call.records, own)
    registering.keep_recalls(call.records, before, after, own)
    if before not in ("", after) and after == "Patient":
        recalls.synch(call, own)
