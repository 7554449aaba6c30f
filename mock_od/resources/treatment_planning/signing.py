"""Signatures on treatment plans: where the sheet has a place for one, what it covers, and the PDF that archives it.

The model is the desktop program: https://www.opendental.com/site/apitreatplans.html says only what comes of it.
"""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

from mock_od.call import Call, Refusal, Row
from mock_od.dentistry.preferences import preference, preferred_key
from mock_od.dentistry.signing import signature, signed_line

DEFAULT_SHEET = "SheetsDefaultTreatmentPlan"
SAVE_AS_PDF = "TreatPlanSaveSignedToPdf"
IMAGE_CATEGORY = 18
MOST_NOTE_LINES = 500
"""How many lines of a plan's note are archived: eight pages. A note of line breaks alone would fill a thousand."""


class Sheet(NamedTuple):
    """What the treatment plan sheet has a place for.

    :param spoken: the sheet, as a hint calls it.
    :param kinds: the FieldTypes on it.
    :param names: the FieldNames on it.
    """

    spoken: str
    kinds: set[str]
    names: set[str]


BUILT_IN = Sheet("the built-in sheet", {"SigBox"}, set())


def sheet_fields(call: Call) -> Sheet:
    """The sheet that the plan in the URL is printed on: its clinic's default, else the office's, else the built-in."""
    number = preferred_key(call, DEFAULT_SHEET, _clinic(call, call.row))
    if not number or not call.records.find("sheetdef", number):
        return BUILT_IN
    fields = call.records.rows("sheetfielddef", SheetDefNum=number)
    spoken = f"sheet {number}"
    return Sheet(spoken, {field["FieldType"] for field in fields}, {field["FieldName"] for field in fields})


def _clinic(call: Call, plan: Row) -> int:
    """The clinic of the plan's procedures: that of the first one."""
    for copy in call.records.rows("proctp", TreatPlanNum=plan["TreatPlanNum"]):
        return int(copy["ClinicNum"])
    for attach in call.records.rows("treatplanattach", TreatPlanNum=plan["TreatPlanNum"]):
        procedure = call.records.find("procedurelog", attach["ProcNum"])
        return int(procedure["ClinicNum"]) if procedure else 0
    return 0


def signature_of(call: Call, plan: Row) -> str:
    """A signature of the plan as it stands: its note, date, typed names and each copy's text and amount."""
    copies = _copies(call, plan)
    covered = [plan["Note"], plan["DateTP"], plan["SignatureText"], plan["SignaturePracticeText"]]
    return signature(call, [*covered, *(f"{copy['Descript']}{copy['PatAmt']:.2f}" for copy in copies)])


def archive_as_pdf(call: Call) -> None:
    """Keep the signed plan as documents, where the office wants that, and point the plan to the first one.

    :raises Refusal: 400 when the office has no image category to put it in.
    """
    if preference(call, SAVE_AS_PDF) != "1":
        return
    plan = call.records.get("treatplan", call.key or 0)
    content = b64encode(_pdf(call, plan, _copies(call, plan))).decode()
    documents = [_keep(call, plan, category, content) for category in _image_categories(call)]
    call.records.update("treatplan", plan["TreatPlanNum"], {"DocNum": documents[0]})


def _keep(call: Call, plan: Row, category: int, content: str) -> int:
    new = {"PatNum": plan["PatNum"], "DateCreated": call.moment, "DocCategory": category, "ImgType": "Document"}
    document = call.records.insert("document", new)
    name = f"TPArchive{document}"
    call.records.update("document", document, {"Description": name, "FileName": f"{name}.pdf", "RawBase64": content})
    return document


def _copies(call: Call, plan: Row) -> list[Row]:
    """The plan's copies as they stand on it."""
    copies = call.records.rows("proctp", TreatPlanNum=plan["TreatPlanNum"])
    return sorted(copies, key=lambda copy: int(copy["ItemOrder"]))


def _image_categories(call: Call) -> list[int]:
    """The categories for treatment plans (R among their uses), else the first visible one, as the office sorts them."""
    shown = [row for row in call.records.rows("definition", Category=IMAGE_CATEGORY) if not row["isHidden"]]
    if not shown:
        hint = "a signed plan is kept as a PDF (preference TreatPlanSaveSignedToPdf): show a definition of category 18"
        raise Refusal("There are currently no image categories.", hint=hint)
    shown.sort(key=lambda row: int(row["ItemOrder"]))
    for_plans = [row for row in shown if "R" in row["ItemValue"]]
    return [int(row["DefNum"]) for row in for_plans or shown[:1]]


def _pdf(call: Call, plan: Row, copies: list[Row]) -> bytes:
    from mock_od.resources.treatment_planning.pdf import pages  # most offices never make one

    patient = call.records.find("patient", plan["PatNum"])
    lines = [plan["Heading"], f"{patient['FName']} {patient['LName']}" if patient else " ", plan["DateTP"], ""]
    for copy in copies:
        what = f"{copy['ProcCode']:<8}{copy['ToothNumTP']:<4}{copy['Surf']:<6}{copy['Descript'][:44]:<46}"
        lines.append(f"{what}{copy['FeeAmt']:>10.2f}{copy['PatAmt']:>10.2f}")
    lines += [f"{'Total':<64}{_sum(copies, 'FeeAmt'):>10.2f}{_sum(copies, 'PatAmt'):>10.2f}", ""]
    note = plan["Note"].splitlines()
    lines += [*note[:MOST_NOTE_LINES], *_left_out(len(note) - MOST_NOTE_LINES), ""]
    if plan["Signature"]:
        lines += [f"Patient: {plan['SignatureText']}", signed_line(plan["Signature"])]
    if plan["SignaturePractice"]:
        lines += [f"Practice: {plan['SignaturePracticeText']}", signed_line(plan["SignaturePractice"])]
    return pages(lines)


def _left_out(count: int) -> list[str]:
    return [f"({count} more lines)"] if count > 0 else []


def _sum(copies: list[Row], column: str) -> float:
    return float(sum(copy[column] for copy in copies))
