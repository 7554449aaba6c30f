"""https://www.opendental.com/site/apidefinitions.html

Known deviations:
- The page does not say how the list is ordered; its example fits the order of the desktop program's lists, by
  Category and ItemOrder.
- A text for Category is refused (400); the page shows numbers only.
"""

from typing import Any

from mock_od.call import Call
from mock_od.declare import LIST, Bool, Computed, Key, Number, Resource, Text

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


class Definitions(Resource, table="definition", path="/definitions"):
    """What the office can pick from, in categories: billing types, priorities, folders for images..."""

    DefNum = Key()
    ItemName = Text("What the staff sees.")
    ItemValue = Text("Whatever else the category needs: a sign, letters, an abbreviation.")
    Category = Number(CATEGORIES, "The category's number.")
    category = Computed(f'CASE t."Category" {_NAME} END', about="The category's name.")
    isHidden = Bool("No longer to be picked.", column="IsHidden")

    several = LIST("21.1", optional=[Category, Bool().called("includeHidden")], order=["Category", "ItemOrder"])


@Definitions.several.where("includeHidden")
def hidden_ones_only_on_request(call: Call, wanted: bool | None) -> tuple[str, tuple[Any, ...]]:
    return ("", ()) if wanted else ('t."IsHidden" = 0', ())
