"""Signing treatment plans: PUT /treatplans/{TreatPlanNum} with isSigned, isSignedPractice and the typed names."""

import base64
import json
import re

import pytest

NOW = "2024-01-27 14:13:05"
LATER = "2024-02-01 09:00:00"
NEVER = "0001-01-01 00:00:00"
SIGNED_NOW = "Digitally Signed by developer Date Signed: 01/27/2024 14:13:05 PM"
SIGNED_LATER = "Digitally Signed by developer Date Signed: 02/01/2024 09:00:00 AM"
NOTE = (
    "Please read this carefully: If you have insurance, THIS IS AN ESTIMATE ONLY. Insurance might not pay what we expect. "
    "Even if you pay your estimate ahead of time, you will still be responsible for any portion that insurance does not "
    "pay. This Treatment Plan was selected using Amazing Smiles Dental Application."
)
TYLERS = {
    "TreatPlanNum": 9087,
    "PatNum": 8643,
    "DateTP": "2024-01-27",
    "Heading": "Saved Treatment Plan for Extractions + Implant",
    "Note": NOTE,
    "SigIsTopaz": "false",
    "ResponsParty": 712,
    "DocNum": 476,
    "TPStatus": "Saved",
    "SecUserNumEntry": 0,
    "SecDateEntry": "2024-01-22",
    "SecDateTEdit": NOW,
    "UserNumPresenter": 0,
    "TPType": "Insurance",
    "DateTSigned": NOW,
    "DateTPracticeSigned": NOW,
    "SignatureText": "Pamela Hoovey",
    "SignaturePracticeText": "Dr. Ben Jeong",
    "isSigned": "true",
    "isSignedPractice": "true",
}
DOCUMENTED = {
    name: TYLERS[name]
    for name in (
        "DateTP",
        "Heading",
        "Note",
        "ResponsParty",
        "SignatureText",
        "SignaturePracticeText",
        "isSigned",
        "isSignedPractice",
    )
}
BOTH = {"isSigned": "true", "isSignedPractice": "true"}
PATIENTS = ("isSigned", "Signature", "DateTSigned", "SignatureText")
PRACTICES = ("isSignedPractice", "SignaturePractice", "DateTPracticeSigned", "SignaturePracticeText")
SIDES = pytest.mark.parametrize(("flag", "column", "stamp", "typed"), [PATIENTS, PRACTICES])


def text(body):
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def tables(api):
    return [api.rows(table) for table in ("treatplan", "proctp", "document")]


def refused(api, plan, sent, sentence, hint=""):
    """Send a change that is refused word for word, with a hint, and leaves the tables as they were."""
    before = tables(api)
    got = api.put(f"/treatplans/{plan}", sent)
    assert (got.status, got.text) == (400, text(sentence))
    assert got.hint
    assert hint in got.hint
    assert tables(api) == before


def sign(api, plan=9087, **sent):
    got = api.put(f"/treatplans/{plan}", sent)
    assert got.status == 200, got.text
    return got


def plan_row(api, plan=9087):
    return next(row for row in api.rows("treatplan") if row["TreatPlanNum"] == plan)


def document(api, number):
    return next(row for row in api.rows("document") if row["DocNum"] == number)


def pdf_of(api, number):
    """The lines of text in a document that must be a PDF."""
    content = base64.b64decode(document(api, number)["RawBase64"], validate=True)
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    return [bytes.fromhex(found.decode()).decode("cp1252") for found in re.findall(rb"<([0-9a-f]*)> Tj", content)]


@pytest.fixture
def api(api):
    """The office, with its clock stopped."""
    api.freeze(NOW)
    return api


# --- as documented -----------------------------------------------------------------------------------


def test_signing_as_documented(api):
    got = api.put("/treatplans/9087", DOCUMENTED)
    assert (got.status, got.text) == (200, text(TYLERS))
    assert "X-Mock-Od-Hint" not in got.headers
    assert api.get("/treatplans?PatNum=8643&TPStatus=Saved").text == text([TYLERS])


@SIDES
def test_one_signs_alone(api, flag, column, stamp, typed):
    before = plan_row(api)
    got = sign(api, **{flag: "true"})
    signed = {**before, column: plan_row(api)[column], stamp: NOW, "DocNum": 476, "SecDateTEdit": NOW}
    assert plan_row(api) == signed
    assert plan_row(api)[column].startswith(SIGNED_NOW)
    assert (got.json[flag], got.json[stamp], got.json[typed]) == ("true", NOW, "")


@pytest.mark.parametrize("yes", ["true", "True", "TRUE", True])
@pytest.mark.parametrize("no", ["false", "False", False])
def test_true_and_false_in_any_form(api, yes, no):
    assert sign(api, isSigned=yes).json["isSigned"] == "true"
    assert sign(api, isSigned=no).json["isSigned"] == "false"


@pytest.mark.parametrize("flag", ["isSigned", "isSignedPractice"])
@pytest.mark.parametrize("value", ["yes", "1", 1, 0, "", "tru"])
def test_what_is_neither(api, flag, value):
    refused(api, 9087, {"Heading": "x", flag: value}, f"{flag} is invalid.", f'{flag} is either "true" or "false"')


def test_the_developers_name_is_in_the_signature(api):
    api.put("/treatplans/9087", {"isSigned": "true"}, Authorization=f"ODFHIR AmazingSmiles/{api.key}")
    assert plan_row(api)["Signature"].startswith(
        "Digitally Signed by AmazingSmiles Date Signed: 01/27/2024 14:13:05 PM"
    )


# --- clearing and signing anew -----------------------------------------------------------------------


@SIDES
def test_clearing_takes_the_typed_name_and_the_date_along(api, flag, column, stamp, typed):
    sign(api, **DOCUMENTED)
    api.freeze(LATER)
    before = plan_row(api)
    got = sign(api, **{flag: "false"})
    cleared = {flag: "false", stamp: NEVER, typed: "", "SecDateTEdit": LATER}
    assert got.text == text(TYLERS | cleared)
    assert plan_row(api) == {**before, column: "", stamp: NEVER, typed: "", "SecDateTEdit": LATER}


def test_a_name_typed_with_the_clearing_is_cleared(api):
    sign(api, **DOCUMENTED)
    got = sign(api, isSigned="false", SignatureText="Somebody", isSignedPractice="false")
    unsigned = {"DateTSigned": NEVER, "DateTPracticeSigned": NEVER, "SignatureText": "", "SignaturePracticeText": ""}
    assert got.text == text(TYLERS | unsigned | {"isSigned": "false", "isSignedPractice": "false"})


def test_clearing_what_is_not_signed_changes_nothing(api):
    before = tables(api)
    sign(api, isSigned="false", isSignedPractice="false")
    assert tables(api) == before


def test_signing_anew_replaces_the_signature(api):
    sign(api, **DOCUMENTED)
    first = plan_row(api)
    api.freeze(LATER)
    got = sign(api, isSigned="true", SignatureText="Tyler Hoovey")
    anew = {"DocNum": 477, "SecDateTEdit": LATER, "DateTSigned": LATER, "SignatureText": "Tyler Hoovey"}
    assert got.text == text(TYLERS | anew)
    second = plan_row(api)
    assert second["Signature"].startswith(SIGNED_LATER)
    assert second["SignaturePractice"] == first["SignaturePractice"]


def test_a_seeded_signature_is_one_and_can_be_cleared(api):
    got = sign(api, plan=1788, isSigned="false", isSignedPractice="false")
    assert (got.json["isSigned"], got.json["isSignedPractice"], got.json["SignatureText"]) == ("false", "false", "")


@pytest.mark.parametrize(
    ("sent", "pad"),
    [
        ({"isSigned": "false"}, "false"),
        ({"isSigned": "true"}, "false"),
        ({"isSignedPractice": "true"}, "true"),
        ({"isSignedPractice": "false", "Heading": "Tooth 19"}, "true"),
    ],
)
def test_a_signature_from_a_topaz_pad_is_the_patients_and_goes_with_it(api, sent, pad):
    api.seed({"treatplan": [plan_row(api) | {"Signature": "aGFuZA==", "SigIsTopaz": "true"}]})
    got = sign(api, **sent)
    assert (got.status, got.json["SigIsTopaz"]) == (200, pad)


# --- what a signature covers -------------------------------------------------------------------------

COPY = {"ProcTPNum": 8801, "TreatPlanNum": 9087, "PatNum": 8643, "Descript": "surgical extraction", "PatAmt": 298.0}
CHANGES = [
    (True, "treatplan", {"Note": "another"}),
    (True, "treatplan", {"DateTP": "2024-01-01"}),
    (True, "treatplan", {"SignatureText": "Tyler"}),
    (True, "treatplan", {"SignaturePracticeText": "Dr. J."}),
    (True, "proctp", {"Descript": "extraction"}),
    (True, "proctp", {"PatAmt": 298.01}),
    (False, "treatplan", {"Heading": "another"}),
    (False, "treatplan", {"ResponsParty": 712}),
    (False, "proctp", {"FeeAmt": 1.0}),
    (False, "proctp", {"Surf": "B"}),
]


@pytest.mark.parametrize(("covered", "table", "change"), CHANGES)
@pytest.mark.parametrize(("flag", "column"), [PATIENTS[:2], PRACTICES[:2]])
def test_what_a_signature_covers(api, covered, table, change, flag, column):
    api.seed({"proctp": [COPY]})
    sign(api, **{flag: "true"})
    before = plan_row(api)
    api.seed({table: [{**before, **change} if table == "treatplan" else {**COPY, **change}]})
    sign(api, **{flag: "true"})
    assert (plan_row(api)[column] != before[column]) is covered


def test_a_signature_covers_that_a_copy_is_there(api):
    sign(api, isSigned="true")
    before = plan_row(api)["Signature"]
    sign(api, isSigned="false")
    assert api.delete("/proctps/8803").status == 200
    sign(api, isSigned="true")
    assert plan_row(api)["Signature"] != before


def test_a_signature_is_of_the_plan_as_the_same_request_makes_it(api):
    sign(api, **BOTH, SignaturePracticeText="Dr. J.", Note="old")
    sign(api, isSigned="true", isSignedPractice="false", Note="new")
    at_once = plan_row(api)["Signature"]
    sign(api, isSigned="true")
    assert plan_row(api)["Signature"] == at_once


@pytest.mark.parametrize(
    "change", [{"Note": "x"}, {"DateTP": "2024-01-01"}, {"SignatureText": "x"}, {"SignaturePracticeText": "x"}]
)
def test_what_a_signed_plan_has_already_is_no_change(api, change):
    sign(api, **change)
    sign(api, isSigned="true")
    assert sign(api, **change).hint == ""


def test_a_name_that_is_sent_while_its_signature_is_cleared_goes_with_it(api):
    sign(api, isSigned="true")
    got = sign(api, isSigned="false", SignatureText="Pam")
    assert (got.json["isSigned"], got.json["SignatureText"]) == ("false", "")
    assert got.hint == "SignatureText goes with the signature, as isSigned is false, and was ignored"


def test_clearing_one_signature_takes_a_name_away_that_the_other_covers(api):
    sign(api, SignatureText="Tyler")
    sign(api, isSigned="true", isSignedPractice="true")
    hint = "the plan was signed as it stood before this change; send isSignedPractice to sign it anew"
    assert sign(api, isSigned="false").hint == hint


@pytest.mark.parametrize(
    "change", [{"Note": "x"}, {"DateTP": "2024-01-01"}, {"SignatureText": "x"}, {"SignaturePracticeText": "x"}]
)
def test_a_later_change_is_allowed_and_a_hint_says_what_it_means(api, change):
    sign(api, isSigned="true")
    before = plan_row(api)
    got = sign(api, **change)
    assert plan_row(api) == before | change
    assert got.hint == "the plan was signed as it stood before this change; send isSigned to sign it anew"


@pytest.mark.parametrize(
    ("sent", "hinted"),
    [
        ({"Note": "x", "isSigned": "true", "isSignedPractice": "true"}, []),
        ({"Note": "x", "isSigned": "false", "isSignedPractice": "false"}, []),
        ({"Note": "x", "isSigned": "true"}, ["isSignedPractice"]),
        ({"Note": "x"}, ["isSigned", "isSignedPractice"]),
        ({"Heading": "x", "TPType": "Discount", "ResponsParty": 12}, []),
    ],
)
def test_whose_signature_a_change_leaves_behind(api, sent, hinted):
    sign(api, **BOTH)
    assert re.findall(r"send (\w+) to sign it anew", sign(api, **sent).hint) == hinted


# --- which plans -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("plan", "status"), [(9086, "Active"), (115, "Inactive")])
@pytest.mark.parametrize("flag", ["isSigned", "isSignedPractice"])
def test_only_a_saved_plan_is_signed(api, plan, status, flag):
    hint = f"{flag}: plan {plan} is {status}; save it first: POST /treatplans/Saved"
    refused(
        api, plan, {"Heading": "x", flag: "true"}, "You may only sign a saved TP, not an Active or Inactive TP.", hint
    )
    assert sign(api, plan=plan, **{flag: "false"}).json[flag] == "false"


def test_from_saving_to_signing(api):
    saved = api.post("/treatplans/Saved", {"TreatPlanNum": 9086}).json["TreatPlanNum"]
    got = sign(api, plan=saved, **BOTH, SignatureText="Tyler Hoovey", SignaturePracticeText="Dr. Ben Jeong")
    assert (got.json["isSigned"], got.json["isSignedPractice"], got.json["DocNum"]) == ("true", "true", 476)
    (first, *_) = api.get(f"/proctps?TreatPlanNum={saved}").json
    refusal = api.put(f"/proctps/{first['ProcTPNum']}", {"PatAmt": 1})
    assert (refusal.status, refusal.text) == (400, '"ProcTP cannot be updated. The treatment plan is signed."')


# --- which sheet -------------------------------------------------------------------------------------

PRACTICE_BOX = {"FieldType": "SigBoxPractice"}
PATIENT_NAME = {"FieldType": "OutputText", "FieldName": "SignatureText"}
PRACTICE_NAME = {"FieldType": "OutputText", "FieldName": "SignaturePracticeText"}
DEPENDENT = {
    "isSignedPractice": (PRACTICE_BOX, "true", "SigBoxPractice (16)"),
    "SignatureText": (PATIENT_NAME, "Tyler", "field named SignatureText"),
    "SignaturePracticeText": (PRACTICE_NAME, "Dr. J.", "field named SignaturePracticeText"),
}


def use_sheet(api, *fields):
    """Make a sheet with a signature box and these fields the office's default."""
    box = {"SheetDefNum": 90, "FieldType": "SigBox"}
    api.seed(
        {
            "sheetdef": [{"SheetDefNum": 90, "Description": "Ours", "SheetType": "TreatmentPlan"}],
            "sheetfielddef": [box, *({"SheetDefNum": 90, **field} for field in fields)],
        }
    )
    api.prefer(SheetsDefaultTreatmentPlan="90")


def not_allowed(name):
    return f"{name} is not allowed by the default treatment plan sheet."


@pytest.mark.parametrize("preference", ["0", "", "777", "none", "\u00b2", "9" * 30])
@pytest.mark.parametrize(("name", "value"), [(name, value) for name, (_, value, _) in DEPENDENT.items()])
def test_the_built_in_sheet_has_a_place_for_the_patients_signature_alone(api, preference, name, value):
    api.prefer(SheetsDefaultTreatmentPlan=preference)
    hint = "the built-in sheet has no"
    refused(api, 9087, {"Heading": "x", "isSigned": "true", name: value}, not_allowed(name), hint)
    assert sign(api, isSigned="true").json["isSigned"] == "true"


def test_an_untouched_office_has_the_built_in_sheet(empty):
    empty.freeze(NOW)
    empty.seed({"patient": [{"PatNum": 1}], "treatplan": [{"TreatPlanNum": 1, "PatNum": 1, "TPStatus": "Saved"}]})
    refused(empty, 1, {"isSignedPractice": "true"}, not_allowed("isSignedPractice"), "the built-in sheet")
    got = sign(empty, plan=1, isSigned="true")
    assert (got.json["isSigned"], got.json["DocNum"]) == ("true", 0)


@pytest.mark.parametrize("there", DEPENDENT)
@pytest.mark.parametrize("asked", DEPENDENT)
def test_a_sheets_fields_say_what_is_allowed(api, there, asked):
    use_sheet(api, DEPENDENT[there][0])
    _, value, missing = DEPENDENT[asked]
    if there == asked:
        assert sign(api, **{asked: value}).json[asked] == value
    else:
        refused(api, 9087, {"Heading": "x", asked: value}, not_allowed(asked), f"sheet 90 has no {missing}")


@pytest.mark.parametrize(
    ("name", "value"), [("isSignedPractice", "false"), ("SignatureText", ""), ("SignaturePracticeText", "")]
)
def test_without_a_place_not_even_clearing_is_allowed(api, name, value):
    use_sheet(api)
    refused(api, 9087, {name: value}, not_allowed(name))
    assert sign(api, isSigned="false").status == 200


def test_a_null_asks_for_no_place(api):
    use_sheet(api)
    got = sign(api, isSignedPractice=None, SignatureText=None, SignaturePracticeText=None, isSigned="true")
    assert got.json["isSigned"] == "true"


def test_a_clinics_own_default_comes_first(api):
    # plan 201 is of clinic 5, whose default is the plain sheet 5
    refused(api, 201, BOTH, not_allowed("isSignedPractice"), "sheet 5 has no SigBoxPractice (16)")
    assert sign(api, plan=201, isSigned="true").json["isSigned"] == "true"
    api.seed(
        {
            "clinicpref": [
                {"ClinicPrefNum": 1, "ClinicNum": 5, "PrefName": "SheetsDefaultTreatmentPlan", "ValueString": "4"}
            ]
        }
    )
    assert sign(api, plan=201, **BOTH).json["isSignedPractice"] == "true"


def test_a_clinic_may_choose_the_built_in_sheet(api):
    own = {"ClinicNum": 3, "PrefName": "SheetsDefaultTreatmentPlan", "ValueString": "0"}
    api.seed({"clinicpref": [own]})
    refused(api, 9087, BOTH, not_allowed("isSignedPractice"), "the built-in sheet")
    assert sign(api, plan=1788, **BOTH).json["isSignedPractice"] == "true"


def test_a_clinics_other_preferences_choose_no_sheet(api):
    api.seed({"clinicpref": [{"ClinicNum": 3, "PrefName": "SheetsDefaultStatement", "ValueString": "5"}]})
    assert sign(api, **BOTH).json["isSignedPractice"] == "true"


def test_an_open_plan_is_of_the_clinic_of_its_attached_procedures(api):
    own = {"ClinicNum": 2, "PrefName": "SheetsDefaultTreatmentPlan", "ValueString": "5"}
    api.seed({"clinicpref": [own]})
    refused(api, 1845, {"SignatureText": "Emi Tanaka"}, not_allowed("SignatureText"), "sheet 5")
    assert sign(api, plan=1787, SignatureText="Noor Haddad").json["SignatureText"] == "Noor Haddad"


# --- the PDF -----------------------------------------------------------------------------------------


def test_the_pdf_of_a_signed_plan(api):
    sign(api, **DOCUMENTED)
    kept = document(api, 476)
    kept.pop("RawBase64")
    named = {"Description": "TPArchive476", "FileName": "TPArchive476.pdf", "DocCategory": 142, "ImgType": "Document"}
    shown = {"DocNum": 476, "PatNum": 8643, "DateCreated": NOW, "DateTStamp": NOW, **named}
    assert {name: kept[name] for name in shown} == shown
    lines = pdf_of(api, 476)
    assert lines[:4] == ["Saved Treatment Plan for Extractions + Implant", "Tyler Hoovey", "2024-01-27", ""]
    rows = [line.split() for line in lines[4:8]]
    assert rows == [
        ["D7210", "9", "surgical", "extraction", "298.00", "298.00"],
        ["D6010", "9", "implant", "body", "placement", "2050.00", "2050.00"],
        ["D6058", "9", "porcelain", "crown", "on", "an", "implant", "abutment", "1420.00", "1420.00"],
        ["Total", "3768.00", "3768.00"],
    ]
    assert " ".join(" ".join(lines[9:-5]).split()) == NOTE
    assert lines[-4:] == ["Patient: Pamela Hoovey", SIGNED_NOW, "Practice: Dr. Ben Jeong", SIGNED_NOW]


def test_a_note_of_line_breaks_alone_does_not_fill_a_thousand_pages(api):
    assert sign(api, Note="\n" * 65_535, isSigned="true", SignatureText="Tyler Hoovey").status == 200
    lines = pdf_of(api, 476)
    assert lines[9:] == [*[""] * 500, "(65035 more lines)", "", "Patient: Tyler Hoovey", SIGNED_NOW]
    assert len(document(api, 476)["RawBase64"]) < 100_000


def test_the_document_is_answered_by_its_own_page(api):
    sign(api, isSigned="true")
    got = api.get("/documents/476")
    assert (got.status, got.json["FileName"], got.json["docCategory"]) == (200, "TPArchive476.pdf", "Treatment Plans")
    assert "RawBase64" not in got.json


def test_every_signing_keeps_a_document_and_each_signature_its_own_date(api):
    sign(api, isSigned="true", SignatureText="Tyler Hoovey")
    api.freeze(LATER)
    assert sign(api, isSignedPractice="true", SignaturePracticeText="Dr. Ben Jeong").json["DocNum"] == 477
    assert pdf_of(api, 476)[-2:] == ["Patient: Tyler Hoovey", SIGNED_NOW]
    assert pdf_of(api, 477)[-4:] == ["Patient: Tyler Hoovey", SIGNED_NOW, "Practice: Dr. Ben Jeong", SIGNED_LATER]


def test_a_seeded_signature_in_the_pdf(api):
    sign(api, plan=1788, isSignedPractice="true")
    assert pdf_of(api, 476)[-4:-2] == ["Patient: Brandon Booter", "Signed before this office was seeded"]


@pytest.mark.parametrize("sent", [{"isSigned": "false"}, {"Heading": "x"}, {"SignatureText": "Tyler"}, {}])
def test_what_does_not_sign_makes_no_pdf(api, sent):
    before = api.rows("document")
    assert sign(api, **sent).json["DocNum"] == 0
    assert api.rows("document") == before


def test_clearing_keeps_the_document(api):
    sign(api, isSigned="true")
    assert sign(api, isSigned="false").json["DocNum"] == 476
    assert pdf_of(api, 476)[1] == "Tyler Hoovey"


@pytest.mark.parametrize("preference", ["0", ""])
def test_no_pdf_where_the_office_wants_none(api, preference):
    api.prefer(TreatPlanSaveSignedToPdf=preference)
    before = api.rows("document")
    got = sign(api, **DOCUMENTED)
    assert got.text == text(TYLERS | {"DocNum": 0})
    assert api.rows("document") == before


CATEGORY = {"Category": 18, "ItemName": "Folder"}


@pytest.mark.parametrize(
    ("folders", "chosen"),
    [
        ([(142, "XR", "false", 5), (135, "X", "false", 0)], [142]),
        ([(142, "R", "true", 5), (200, "RX", "false", 9)], [200]),
        ([(142, "XR", "true", 5), (135, "X", "false", 3), (190, "XP", "false", 0)], [190]),
        ([(142, "R", "false", 5), (200, "R", "false", 4)], [200, 142]),
    ],
)
def test_the_folders_are_those_for_treatment_plans_else_the_first_that_is_visible(api, folders, chosen):
    hidden = [{"DefNum": number, **CATEGORY, "isHidden": "true"} for number in (14, 135, 136, 141, 142, 143, 190)]
    mine = [
        {"DefNum": number, **CATEGORY, "ItemValue": use, "isHidden": flag, "ItemOrder": order}
        for number, use, flag, order in folders
    ]
    api.seed({"definition": hidden})
    api.seed({"definition": mine})
    assert sign(api, isSigned="true").json["DocNum"] == 476
    made = [row for row in api.rows("document") if row["DocNum"] >= 476]
    assert [row["DocCategory"] for row in made] == chosen
    assert [row["Description"] for row in made] == [f"TPArchive{476 + at}" for at in range(len(chosen))]
    assert all(pdf_of(api, row["DocNum"]) == pdf_of(api, 476) for row in made)


def test_without_a_visible_folder_nothing_is_signed(api):
    folders = [row["DefNum"] for row in api.rows("definition") if row["Category"] == 18]
    api.seed({"definition": [{"DefNum": number, **CATEGORY, "isHidden": "true"} for number in folders]})
    sentence = "There are currently no image categories."
    refused(api, 9087, {"isSigned": "true"}, sentence, "show a definition of category 18")
    api.prefer(TreatPlanSaveSignedToPdf="0")
    assert sign(api, isSigned="true").json["DocNum"] == 0


def test_a_long_plan_has_several_pages(api):
    copies = [
        {**COPY, "ProcTPNum": 9000 + at, "ItemOrder": at, "ProcCode": f"D{at:04}", "FeeAmt": 10.0, "PatAmt": 2.5}
        for at in range(150)
    ]
    api.seed({"proctp": copies})
    sign(api, isSigned="true")
    content = base64.b64decode(document(api, 476)["RawBase64"])
    assert len(re.findall(rb"/Type /Page\b", content)) == 3
    lines = pdf_of(api, 476)
    assert [line[:5] for line in lines if re.match("D0", line)] == [f"D{at:04}" for at in range(150)]
    (total,) = (line for line in lines if line.startswith("Total"))
    assert total.split() == ["Total", "5268.00", "4143.00"]  # 298 + 2050 + 1420 = 3768 before


def test_letters_that_a_pdf_of_ours_does_not_have(api):
    sign(api, isSigned="true", Heading="Für später \U0001f9b7 (1)", Note="")
    assert pdf_of(api, 476)[0] == "Für später ? (1)"


# --- a signed plan's copies --------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "done"), [("PUT", "updated"), ("DELETE", "deleted")])
def test_copies_are_locked_until_the_patients_signature_is_cleared(api, verb, done):
    sign(api, **BOTH)
    before = tables(api)
    got = api.call(verb, "/proctps/8801", {"PatAmt": 1})
    assert (got.status, got.text) == (400, f'"ProcTP cannot be {done}. The treatment plan is signed."')
    assert got.hint == "clear the patient's signature first: PUT /treatplans/9087 with isSigned false"
    assert tables(api) == before
    sign(api, isSigned="false")
    assert api.call(verb, "/proctps/8801", {"PatAmt": 1}).status == 200  # the practice's locks nothing


def test_in_the_clinic_the_practice_signs_and_both_type_their_names(api):
    # 17 of its plans are signed so
    office = api.at(world="clinic")
    office.freeze(NOW)
    (plan, *_) = office.get("/treatplans?TPStatus=Saved&Limit=1").json
    names = {"SignatureText": "Ann", "SignaturePracticeText": "Dr. B."}
    got = sign(office, plan=plan["TreatPlanNum"], **BOTH, **names)
    signed = {**BOTH, **names, "DateTSigned": NOW, "DateTPracticeSigned": NOW, "SecDateTEdit": NOW}
    assert got.json == plan | signed


def test_a_refused_change_signs_nothing(api):
    refused(api, 9087, DOCUMENTED | {"DateTP": "27.01.2024"}, "DateTP format must be yyyy-MM-dd.")
    assert plan_row(api)["Signature"] == ""
