"""https://www.opendental.com/site/apidefinitions.html

Known deviations:
- The page does not say how the list is ordered; its example fits the order of the desktop program's lists, by
  Category and ItemOrder.
- A text for Category is refused (400); the page shows numbers only.
- What ItemValue may be is the desktop program's, category by category, and so are the sentences. The page says no more
  than that it depends on the category. An empty ItemValue is taken but for AdjTypes.
- The sentence for CommLogTypes lists what may be sent; of the desktop program's only the beginning is known. The
  sentence for DiscountTypes is ours. Of ImageCats, letters without a meaning are kept.
- A new definition comes last in its category. A blank ItemName is refused as if it were missing.
- All categories are taken, also those that the desktop program does not use any more.
- Until 23.1 a write needs ApiAllOthers: the documentation says that ApiSetup was added then, and not what it was
  before.
"""

import re
from typing import Any

from mock_od.call import Call, Refusal
from mock_od.declare import LIST, POST, Bool, Computed, Key, Number, OneOf, Resource, Text
from mock_od.resources.common import refuse_blank

CATEGORIES = (
    "AccountColors",
    "AdjTypes",
    "ApptConfirmed",
    "ApptProcsQuickAdd",
    "BillingTypes",
    "ClaimFormats",
    "DunningMessages",
    "FeeSchedNamesOld",
    "MedicalNotes",
    "OperatoriesOld",
    "PaymentTypes",
    "ProcCodeCats",
    "ProgNoteColors",
    "RecallUnschedStatus",
    "ServiceNotes",
    "DiscountTypes",
    "Diagnosis",
    "AppointmentColors",
    "ImageCats",
    "ApptPhoneNotes",
    "TxPriorities",
    "MiscColors",
    "ChartGraphicColors",
    "ContactCategories",
    "LetterMergeCats",
    "BlockoutTypes",
    "ProcButtonCats",
    "CommLogTypes",
    "SupplyCats",
    "PaySplitUnearnedType",
    "Prognosis",
    "ClaimCustomTracking",
    "InsurancePaymentType",
    "TaskPriorities",
    "FeeColors",
    "ProviderSpecialties",
    "ClaimPaymentTracking",
    "AccountQuickCharge",
    "InsuranceVerificationStatus",
    "Regions",
    "ClaimPaymentGroups",
    "AutoNoteCats",
    "WebSchedNewPatApptTypes",
    "ClaimErrorCode",
    "ClinicSpecialty",
    "JobPriorities",
    "CarrierGroupNames",
    "PayPlanCategories",
    "AutoDeposit",
    "InsuranceFilingCodeGroup",
    "TimeCardAdjTypes",
    "WebSchedExistingApptTypes",
    "CertificationCategories",
    "EClipboardImageCapture",
    "TaskCategories",
    "OperatoryTypes",
)
"""The categories in the order of their numbers."""

_NAME = " ".join(f"WHEN {number} THEN '{name}'" for number, name in enumerate(CATEGORIES))


class Definitions(Resource, table="definition", path="/definitions", logs="DefEdit"):
    """What the office can pick from, in categories: billing types, priorities, folders for images..."""

    DefNum = Key()
    ItemName = Text("What the staff sees.")
    ItemValue = Text("Whatever else the category needs: a sign, letters, an abbreviation.")
    Category = Number(CATEGORIES, "The category's number.")
    category = Computed(f'CASE t."Category" {_NAME} END', about="The category's name.")
    isHidden = Bool("No longer to be picked.", column="IsHidden")

    several = LIST("21.1", optional=[Category, Bool().called("includeHidden")], order=["Category", "ItemOrder"])
    create = POST(
        "22.1",
        required=[ItemName, OneOf([*CATEGORIES], "The category's name.").called("category")],
        optional=[ItemValue, isHidden],
        permission={"23.1": "ApiSetup", "": "ApiAllOthers"},
    )


@Definitions.several.where("includeHidden")
def hidden_ones_only_on_request(call: Call, wanted: bool | None) -> tuple[str, tuple[Any, ...]]:
    """Documented: includeHidden is false by default."""
    return ("", ()) if wanted else ('t."IsHidden" = 0', ())


_KINDS_OF_COMMLOGS = ("APPT", "FIN", "RECALL", "MISC", "TEXT", "REACT", "FHIR")
_ABBREVIATION = (re.compile(".{0,7}"), "Maximum length is 7.")
_VALUES: dict[str, tuple[re.Pattern[str], str]] = {
    "AdjTypes": (re.compile(r"[+-]|dp"), "Valid values are +, -, or dp."),
    "BillingTypes": (re.compile("e|c|ce|", re.IGNORECASE), "Valid values are blank, E, C, or CE."),
    "ClaimCustomTracking": (re.compile("[0-9]{0,9}"), "Days Suppressed must be a valid non-negative number."),
    "CommLogTypes": (
        re.compile("|".join((*_KINDS_OF_COMMLOGS, ""))),
        f"Valid values are: {', '.join(_KINDS_OF_COMMLOGS)}",
    ),
    "DiscountTypes": (re.compile("100|[0-9]{0,2}"), "ItemValue is invalid."),
    "InsurancePaymentType": (re.compile("N?"), "Valid values are blank or N."),
    "PaySplitUnearnedType": (re.compile("X?"), "Valid values are blank or 'X'"),
    "RecallUnschedStatus": _ABBREVIATION,
    "TxPriorities": _ABBREVIATION,
}
"""What ItemValue may be in these categories, and the sentence for anything else."""


@Definitions.create.rule
def a_definition_has_a_name(call: Call) -> None:
    """S: it may not be blank.

    Inferred: it is refused as if it were missing.
    """
    refuse_blank(call, Definitions.ItemName, "Name required.")


@Definitions.create.rule
def the_value_fits_the_category(call: Call) -> None:
    """Documented: ItemValue is checked by its category.

    S: what it may be, and the sentences.
    Ours: the end of the sentence for CommLogTypes, and the one for DiscountTypes.
    """
    category, value = call.sent["category"], call.sent.get("ItemValue", "")
    shape, sentence = _VALUES.get(category, (None, ""))
    if shape and not shape.fullmatch(value):
        raise Refusal(sentence, hint=f"ItemValue of a definition of {category}: {value[:30]!r}")


@Definitions.create.prepare
def a_new_definition_comes_last_in_its_category(call: Call) -> None:
    """Documented: the category is the one that is named.

    S: letters of a category of images are written large, without commas.
    Ours: it comes last.
    """
    category = CATEGORIES.index(call.sent["category"])
    last = max((row["ItemOrder"] for row in call.records.rows("definition", Category=category)), default=-1)
    call.values |= {"Category": category, "ItemOrder": last + 1}
    if call.sent["category"] == "ImageCats" and call.sends(Definitions.ItemValue):
        call.values["ItemValue"] = call.sent["ItemValue"].replace(",", "").upper()
