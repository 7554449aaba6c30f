"""The pages of the documentation and the tables that they stand on, listed by hand in the documentation's order.

May not: import anything of mock_od but its own pages.
"""

from mock_od.resources.clinics import Clinics
from mock_od.resources.definitions import Definitions
from mock_od.resources.discountplans import DiscountPlans
from mock_od.resources.discountplansubs import DiscountPlanSubs
from mock_od.resources.documents import Documents
from mock_od.resources.fees import Fees
from mock_od.resources.feescheds import FeeScheds
from mock_od.resources.patients import Patients
from mock_od.resources.patplans import PatPlans
from mock_od.resources.preferences import Preferences
from mock_od.resources.procedurecodes import ProcedureCodes
from mock_od.resources.procedurelogs import ProcedureLogs
from mock_od.resources.proctps import ProcTPs
from mock_od.resources.providers import Providers
from mock_od.resources.securitylogs import SecurityLogs, log
from mock_od.resources.securityperms import SecurityPerms
from mock_od.resources.sheetdefs import SheetDefs
from mock_od.resources.sheetfielddefs import SheetFieldDefs
from mock_od.resources.tables import TABLES
from mock_od.resources.treatplanattaches import TreatPlanAttaches
from mock_od.resources.treatplans import TreatPlans
from mock_od.resources.userods import Userods

PAGES = (
    Clinics,
    Definitions,
    DiscountPlans,
    DiscountPlanSubs,
    Documents,
    Fees,
    FeeScheds,
    Patients,
    PatPlans,
    Preferences,
    ProcedureCodes,
    ProcedureLogs,
    ProcTPs,
    Providers,
    SecurityLogs,
    SecurityPerms,
    SheetDefs,
    SheetFieldDefs,
    TreatPlanAttaches,
    TreatPlans,
    Userods,
)

LISTENERS = (log,)
"""What follows each write, in this order: an entry in the office's log."""

__all__ = ["LISTENERS", "PAGES", "TABLES"]
