"""Tables without a page here of which there is more to say than the database's schema does.

All other documented tables need no class. When one of these gets its page, its class moves there.
May not: be a page.
"""

from mock_od.declare import Enum, ForeignKey, Key, Table


class Adjustments(Table, table="adjustment"):
    """What was added to a patient's account or taken off it, other than by procedures and payments."""

    AdjNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True)


class ClaimProcs(Table, table="claimproc"):
    """What an insurance is expected to do for a procedure, or did. In an amount, -1 means that it is not set."""

    ClaimProcNum = Key()
    ProcNum = ForeignKey(about="The procedure.", index=True)
    PatNum = ForeignKey(about="The patient.", owner=True)


class ClinicPrefs(Table, table="clinicpref"):
    """Preferences that a clinic has for itself."""

    ClinicPrefNum = Key()
    ClinicNum = ForeignKey(index=True)


class EmailAddresses(Table, table="emailaddress"):
    """Mailboxes of the office, its clinics and its users."""

    EmailAddressNum = Key()
    UserNum = ForeignKey(about="The user whose own it is.", index=True)


class InsVerifyHists(Table, table="insverifyhist"):
    """What was known of a verification before each later one."""

    InsVerifyHistNum = Key()
    VerifyType = Enum(["None", "InsuranceBenefit", "PatientEnrollment"])


class PatientLinks(Table, table="patientlink"):
    """Which patient was merged into another one, or copied from it."""

    PatientLinkNum = Key()
    PatNumFrom = ForeignKey(index=True)
    PatNumTo = ForeignKey(index=True)


class ProviderClinicLinks(Table, table="providercliniclink"):
    """Which clinics a provider is restricted to: none of these rows for no restriction."""

    ProviderClinicLinkNum = Key()
    ProvNum = ForeignKey(index=True)
    ClinicNum = ForeignKey(about="-1 for a provider of no clinic.")


TABLES = (Adjustments, ClaimProcs, ClinicPrefs, EmailAddresses, InsVerifyHists, PatientLinks, ProviderClinicLinks)
