"""Tables that pages stand on without having a page here themselves.

May not: be a page. When one of them gets its own, its class moves there.
"""

from mock_od.declare import Bool, Double, Enum, ForeignKey, Int, Key, Table


class Appointments(Table, table="appointment"):
    """Visits: scheduled, done, planned or broken."""

    AptNum = Key()
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    AptStatus = Enum(
        [
            "None",
            "Scheduled",
            "Complete",
            "UnschedList",
            "ASAP",
            "Broken",
            "Planned",
            "PtNote",
            "PtNoteCompleted",
        ],
        sql="tinyint",
    )
    Confirmed = ForeignKey("definition", where={"Category": 2})
    TimeLocked = Bool(sql="tinyint(1)")
    ProvNum = ForeignKey("provider", "The dentist.")
    ProvHyg = ForeignKey("provider", "The hygienist.")
    NextAptNum = ForeignKey("appointment", "The planned appointment that this one came from.")
    UnschedStatus = ForeignKey("definition", where={"Category": 13})
    IsNewPatient = Bool(sql="tinyint")
    Assistant = ForeignKey("employee")
    ClinicNum = ForeignKey("clinic")
    IsHygiene = Bool(sql="tinyint")
    Priority = Enum(["Normal", "ASAP"])

    unseen = {
        "Pattern": "varchar(255)",
        "Op": "bigint(20)",
        "Note": "text",
        "AptDateTime": "datetime",
        "ProcDescript": "text",
        "DateTStamp": "timestamp",
        "DateTimeArrived": "datetime",
        "DateTimeSeated": "datetime",
        "DateTimeDismissed": "datetime",
        "InsPlan1": "bigint(20)",
        "InsPlan2": "bigint(20)",
        "DateTimeAskedToArrive": "datetime",
        "ProcsColored": "text",
        "ColorOverride": "int(11)",
        "AppointmentTypeNum": "bigint(20)",
        "SecUserNumEntry": "bigint(20)",
        "SecDateTEntry": "datetime",
        "ProvBarText": "varchar(60)",
        "PatternSecondary": "varchar(255)",
        "SecurityHash": "varchar(255)",
        "ItemOrderPlanned": "int(11)",
        "IsMirrored": "tinyint(4)",
    }


class Benefits(Table, table="benefit"):
    """What an insurance plan pays, or does not: one line of a plan's, or of one patient's."""

    BenefitNum = Key()
    PlanNum = ForeignKey("insplan")
    PatPlanNum = ForeignKey("patplan", "Whose own it is; 0 for the plan's.")
    BenefitType = Enum(
        ["ActiveCoverage", "CoInsurance", "Deductible", "CoPayment", "Exclusions", "Limitations", "WaitingPeriod"],
        sql="tinyint",
    )
    Percent = Int("-1 where it is not about a percentage.", sql="tinyint(4)")
    MonetaryAmt = Double("-1 where it is not about an amount.")
    TimePeriod = Enum(
        ["None", "ServiceYear", "CalendarYear", "Lifetime", "Years", "NumberInLast12Months"], sql="tinyint"
    )
    QuantityQualifier = Enum(["None", "NumberOfServices", "AgeLimit", "Visits", "Years", "Months"], sql="tinyint")
    CodeNum = ForeignKey("procedurecode")
    CoverageLevel = Enum(["None", "Individual", "Family"], sql="int(11)")

    unseen = {
        "CovCatNum": "bigint(20)",
        "Quantity": "tinyint",
        "SecDateTEntry": "datetime",
        "SecDateTEdit": "timestamp",
        "CodeGroupNum": "bigint(20)",
        "TreatArea": "tinyint(4)",
        "ToothRange": "varchar(255)",
    }


class Carriers(Table, table="carrier"):
    """Insurance companies."""

    CarrierNum = Key()
    NoSendElect = Enum(
        ["SendElect", "NoSendElect", "NoSendSecondaryElect"], "Whether e-claims may be sent.", sql="tinyint"
    )
    IsHidden = Bool()

    unseen = {
        "CarrierName": "varchar(255)",
        "Address": "varchar(255)",
        "Address2": "varchar(255)",
        "City": "varchar(255)",
        "State": "varchar(255)",
        "Zip": "varchar(255)",
        "Phone": "varchar(255)",
        "ElectID": "varchar(255)",
        "IsCDA": "tinyint",
        "CDAnetVersion": "varchar(100)",
        "CanadianNetworkNum": "bigint(20)",
        "CanadianEncryptionMethod": "tinyint(4)",
        "CanadianSupportedTypes": "int(11)",
        "SecUserNumEntry": "bigint(20)",
        "SecDateEntry": "date",
        "SecDateTEdit": "timestamp",
        "TIN": "varchar(255)",
        "CarrierGroupName": "bigint(20)",
        "ApptTextBackColor": "int(11)",
        "IsCoinsuranceInverted": "tinyint(4)",
        "TrustedEtransFlags": "tinyint(4)",
        "CobInsPaidBehaviorOverride": "tinyint(4)",
        "EraAutomationOverride": "tinyint(4)",
        "OrthoInsPayConsolidate": "tinyint(4)",
    }


class ClaimProcs(Table, table="claimproc"):
    """What an insurance is expected to do for a procedure, or did. In an amount, -1 means that it is not set."""

    ClaimProcNum = Key()
    ProcNum = ForeignKey("procedurelog", "The procedure.", index=True)
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    ProvNum = ForeignKey("provider")
    Status = Enum(
        [
            "NotReceived",
            "Received",
            "Preauth",
            "Adjustment",
            "Supplemental",
            "CapClaim",
            "Estimate",
            "CapComplete",
            "CapEstimate",
            "InsHist",
        ],
        sql="tinyint",
    )
    PlanNum = ForeignKey("insplan")
    AllowedOverride = Double(default=-1.0)
    Percentage = Int(sql="tinyint(4)", default=-1)
    PercentOverride = Int(sql="tinyint(4)", default=-1)
    CopayAmt = Double(default=-1.0)
    NoBillIns = Bool("Not to be billed to this insurance.", sql="tinyint")
    PaidOtherIns = Double(default=-1.0)
    CopayOverride = Double(default=-1.0)
    DedEst = Double(default=-1.0)
    DedEstOverride = Double(default=-1.0)
    InsEstTotalOverride = Double(default=-1.0)
    PaidOtherInsOverride = Double(default=-1.0)
    WriteOffEst = Double(default=-1.0)
    WriteOffEstOverride = Double(default=-1.0)
    ClinicNum = ForeignKey("clinic")
    InsSubNum = ForeignKey("inssub")
    IsTransfer = Bool()

    unseen = {
        "ClaimNum": "bigint(20)",
        "FeeBilled": "double",
        "InsPayEst": "double",
        "DedApplied": "double",
        "InsPayAmt": "double",
        "Remarks": "varchar(255)",
        "ClaimPaymentNum": "bigint(20)",
        "DateCP": "date",
        "WriteOff": "double",
        "CodeSent": "varchar(15)",
        "BaseEst": "double",
        "ProcDate": "date",
        "DateEntry": "date",
        "LineNumber": "tinyint",
        "InsEstTotal": "double",
        "EstimateNote": "varchar(255)",
        "PaymentRow": "int(11)",
        "PayPlanNum": "bigint(20)",
        "ClaimPaymentTracking": "bigint(20)",
        "SecUserNumEntry": "bigint(20)",
        "SecDateEntry": "date",
        "SecDateTEdit": "timestamp",
        "DateSuppReceived": "date",
        "DateInsFinalized": "date",
        "ClaimAdjReasonCodes": "varchar(255)",
        "IsOverpay": "tinyint(4)",
        "SecurityHash": "varchar(255)",
    }


class ClinicPrefs(Table, table="clinicpref"):
    """Preferences that a clinic has for itself."""

    ClinicPrefNum = Key()
    ClinicNum = ForeignKey("clinic", index=True)

    unseen = {"PrefName": "varchar(255)", "ValueString": "text"}


class EmailAddresses(Table, table="emailaddress", row_name="EmailAddress"):
    """Mailboxes of the office, its clinics and its users."""

    EmailAddressNum = Key()
    UserNum = ForeignKey("userod", "The user whose own it is.", index=True)

    unseen = {
        "SMTPserver": "varchar(255)",
        "EmailUsername": "varchar(255)",
        "EmailPassword": "varchar(255)",
        "ServerPort": "int(11)",
        "UseSSL": "tinyint(4)",
        "SenderAddress": "varchar(255)",
        "Pop3ServerIncoming": "varchar(255)",
        "ServerPortIncoming": "int(11)",
        "AccessToken": "varchar(2000)",
        "RefreshToken": "text",
        "DownloadInbox": "tinyint(4)",
        "QueryString": "varchar(1000)",
        "AuthenticationType": "tinyint(4)",
    }


class Employees(Table, table="employee"):
    """Who works there and is no provider."""

    EmployeeNum = Key()
    IsHidden = Bool(sql="tinyint")
    IsFurloughed = Bool()
    IsWorkingHome = Bool()
    ReportsTo = ForeignKey("employee")

    unseen = {
        "LName": "varchar(255)",
        "FName": "varchar(255)",
        "MiddleI": "varchar(255)",
        "ClockStatus": "varchar(255)",
        "PhoneExt": "int(11)",
        "PayrollID": "varchar(255)",
        "WirelessPhone": "varchar(255)",
        "EmailWork": "varchar(255)",
        "EmailPersonal": "varchar(255)",
    }


class Employers(Table, table="employer"):
    """Whom patients work for."""

    EmployerNum = Key()

    unseen = {
        "EmpName": "varchar(255)",
        "Address": "varchar(255)",
        "Address2": "varchar(255)",
        "City": "varchar(255)",
        "State": "varchar(255)",
        "Zip": "varchar(255)",
        "Phone": "varchar(255)",
    }


class InsPlans(Table, table="insplan"):
    """What an insurance covers, for all its subscribers."""

    PlanNum = Key()
    FeeSched = ForeignKey("feesched")
    ClaimsUseUCR = Bool(sql="tinyint")
    CopayFeeSched = ForeignKey("feesched")
    EmployerNum = ForeignKey("employer")
    CarrierNum = ForeignKey("carrier")
    AllowedFeeSched = ForeignKey("feesched", "What the carrier allows.")
    IsMedical = Bool(sql="tinyint")
    ShowBaseUnits = Bool(sql="tinyint(1)")
    CodeSubstNone = Bool(sql="tinyint(1)")
    IsHidden = Bool()
    CobRule = Enum(["Basic", "Standard", "CarveOut", "SecondaryMedicaid"])
    BillingType = ForeignKey("definition", where={"Category": 4})
    ExclusionFeeRule = Enum(["PracticeDefault", "DoNothing", "UseUcrFee"])
    ManualFeeSchedNum = ForeignKey("feesched")
    IsBlueBookEnabled = Bool()

    unseen = {
        "GroupName": "varchar(50)",
        "GroupNum": "varchar(50)",
        "PlanNote": "text",
        "PlanType": "char(1)",
        "ClaimFormNum": "bigint(20)",
        "UseAltCode": "tinyint",
        "TrojanID": "varchar(100)",
        "DivisionNo": "varchar(255)",
        "FilingCode": "bigint(20)",
        "DentaideCardSequence": "tinyint",
        "MonthRenew": "tinyint(4)",
        "FilingCodeSubtype": "bigint(20)",
        "CanadianPlanFlag": "varchar(5)",
        "CanadianDiagnosticCode": "varchar(255)",
        "CanadianInstitutionCode": "varchar(255)",
        "RxBIN": "varchar(255)",
        "SopCode": "varchar(255)",
        "SecUserNumEntry": "bigint(20)",
        "SecDateEntry": "date",
        "SecDateTEdit": "timestamp",
        "HideFromVerifyList": "tinyint(4)",
        "OrthoType": "tinyint(4)",
        "OrthoAutoProcFreq": "tinyint(4)",
        "OrthoAutoProcCodeNumOverride": "bigint(20)",
        "OrthoAutoFeeBilled": "double",
        "OrthoAutoClaimDaysWait": "int(11)",
        "HasPpoSubstWriteoffs": "tinyint(4)",
        "InsPlansZeroWriteOffsOnAnnualMaxOverride": "tinyint(4)",
        "InsPlansZeroWriteOffsOnFreqOrAgingOverride": "tinyint(4)",
        "PerVisitPatAmount": "double",
        "PerVisitInsAmount": "double",
    }


class InsSubs(Table, table="inssub"):
    """Who subscribes to which insurance plan."""

    InsSubNum = Key()
    PlanNum = ForeignKey("insplan", "The plan.")
    Subscriber = ForeignKey("patient", "The subscriber, who need not be covered.")
    ReleaseInfo = Bool()
    AssignBen = Bool()

    unseen = {
        "DateEffective": "date",
        "DateTerm": "date",
        "SubscriberID": "varchar(255)",
        "BenefitNotes": "text",
        "SubscNote": "text",
        "SecUserNumEntry": "bigint(20)",
        "SecDateEntry": "date",
        "SecDateTEdit": "timestamp",
        "SecurityHash": "varchar(255)",
    }


class Mounts(Table, table="mount"):
    """Several images of a patient in one frame."""

    MountNum = Key()
    PatNum = ForeignKey("patient", "The patient.", owner=True)
    DocCategory = ForeignKey("definition", where={"Category": 18})
    ProvNum = ForeignKey("provider")

    unseen = {
        "DateCreated": "datetime",
        "Description": "varchar(255)",
        "Note": "text",
        "Width": "int(11)",
        "Height": "int(11)",
        "ColorBack": "int(11)",
        "ColorFore": "int(11)",
        "ColorTextBack": "int(11)",
        "FlipOnAcquire": "tinyint(4)",
        "AdjModeAfterSeries": "tinyint(4)",
    }


class PatientLinks(Table, table="patientlink"):
    """Which patient was merged into another one, or copied from it."""

    PatientLinkNum = Key()
    PatNumFrom = ForeignKey("patient", index=True)
    PatNumTo = ForeignKey("patient", index=True)
    LinkType = Enum(["Undefined", "Merge", "Clone", "PaySimple"])

    unseen = {"DateTimeLink": "datetime"}


class ProviderClinicLinks(Table, table="providercliniclink"):
    """Which clinics a provider is restricted to: none of these rows for no restriction."""

    ProviderClinicLinkNum = Key()
    ProvNum = ForeignKey("provider", index=True)
    ClinicNum = ForeignKey("clinic", "-1 for a provider of no clinic.")


class Sites(Table, table="site"):
    """Places outside the office where patients are seen, such as schools."""

    SiteNum = Key()
    ProvNum = ForeignKey("provider")

    unseen = {
        "Description": "varchar(255)",
        "Note": "text",
        "Address": "varchar(100)",
        "Address2": "varchar(100)",
        "City": "varchar(100)",
        "State": "varchar(100)",
        "Zip": "varchar(100)",
        "PlaceService": "tinyint(4)",
    }


class UserGroupAttaches(Table, table="usergroupattach", row_name="UserGroupAttach"):
    """Which groups a user is in."""

    UserGroupAttachNum = Key()
    UserNum = ForeignKey("userod", index=True)
    UserGroupNum = ForeignKey("usergroup")


class UserGroups(Table, table="usergroup"):
    """What sets of permissions there are."""

    UserGroupNum = Key()

    unseen = {"Description": "varchar(255)", "UserGroupNumCEMT": "bigint(20)"}


TABLES = (
    Appointments,
    Benefits,
    Carriers,
    ClaimProcs,
    ClinicPrefs,
    EmailAddresses,
    Employees,
    Employers,
    InsPlans,
    InsSubs,
    Mounts,
    PatientLinks,
    ProviderClinicLinks,
    Sites,
    UserGroupAttaches,
    UserGroups,
)
