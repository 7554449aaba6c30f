"""The pages of the documentation and the tables that they stand on, listed by hand in the documentation's order.

May not: import anything of mock_od but its own pages, and what follows each write.
"""

from mock_od.dentistry.history import keep_history
from mock_od.resources.allergies import Allergies
from mock_od.resources.allergydefs import AllergyDefs
from mock_od.resources.appointments import Appointments
from mock_od.resources.appointmenttypes import AppointmentTypes
from mock_od.resources.apptfielddefs import ApptFieldDefs
from mock_od.resources.apptfields import ApptFields
from mock_od.resources.asapcomms import AsapComms
from mock_od.resources.autonotecontrols import AutoNoteControls
from mock_od.resources.autonotes import AutoNotes
from mock_od.resources.benefits import Benefits
from mock_od.resources.carriers import Carriers
from mock_od.resources.chartmodules import ChartModules
from mock_od.resources.claimforms import ClaimForms
from mock_od.resources.clinics import Clinics
from mock_od.resources.clockevents import ClockEvents
from mock_od.resources.codegroups import CodeGroups
from mock_od.resources.commlogs import Commlogs
from mock_od.resources.computers import Computers
from mock_od.resources.covcats import CovCats
from mock_od.resources.covspans import CovSpans
from mock_od.resources.definitions import Definitions
from mock_od.resources.discountplans import DiscountPlans
from mock_od.resources.discountplansubs import DiscountPlanSubs
from mock_od.resources.diseasedefs import DiseaseDefs
from mock_od.resources.diseases import Diseases
from mock_od.resources.documents import Documents
from mock_od.resources.ehrpatients import EhrPatients
from mock_od.resources.employees import Employees
from mock_od.resources.employers import Employers
from mock_od.resources.etransmessagetexts import EtransMessageTexts
from mock_od.resources.familymodules import FamilyModules
from mock_od.resources.fees import Fees
from mock_od.resources.feescheds import FeeScheds
from mock_od.resources.histappointments import HistAppointments
from mock_od.resources.insplans import InsPlans
from mock_od.resources.inssubs import InsSubs
from mock_od.resources.insverifies import InsVerifies
from mock_od.resources.labcases import LabCases
from mock_od.resources.laboratories import Laboratories
from mock_od.resources.labturnarounds import LabTurnarounds
from mock_od.resources.medicationpats import MedicationPats
from mock_od.resources.medications import Medications
from mock_od.resources.operatories import Operatories
from mock_od.resources.patfielddefs import PatFieldDefs
from mock_od.resources.patfields import PatFields
from mock_od.resources.patientnotes import PatientNotes
from mock_od.resources.patients import Patients
from mock_od.resources.patplans import PatPlans
from mock_od.resources.perioexams import PerioExams
from mock_od.resources.periomeasures import PerioMeasures
from mock_od.resources.pharmacies import Pharmacies
from mock_od.resources.popups import Popups
from mock_od.resources.preferences import Preferences
from mock_od.resources.procedurecodes import ProcedureCodes
from mock_od.resources.procedurelogs import ProcedureLogs
from mock_od.resources.procnotes import ProcNotes
from mock_od.resources.proctps import ProcTPs
from mock_od.resources.providers import Providers
from mock_od.resources.queries import Queries
from mock_od.resources.quickpastecats import QuickPasteCats
from mock_od.resources.quickpastenotes import QuickPasteNotes
from mock_od.resources.recalls import Recalls
from mock_od.resources.recalltypes import RecallTypes
from mock_od.resources.refattaches import RefAttaches
from mock_od.resources.referrals import Referrals
from mock_od.resources.rxpats import RxPats
from mock_od.resources.scheduleops import ScheduleOps
from mock_od.resources.schedules import Schedules
from mock_od.resources.securitylogs import SecurityLogs, log
from mock_od.resources.securityperms import SecurityPerms
from mock_od.resources.sheetdefs import SheetDefs
from mock_od.resources.sheetfielddefs import SheetFieldDefs
from mock_od.resources.substitutionlinks import SubstitutionLinks
from mock_od.resources.tables import TABLES
from mock_od.resources.tasklists import TaskLists
from mock_od.resources.tasknotes import TaskNotes
from mock_od.resources.toothinitials import ToothInitials
from mock_od.resources.treatplanattaches import TreatPlanAttaches
from mock_od.resources.treatplans import TreatPlans
from mock_od.resources.usergroupattaches import UserGroupAttaches
from mock_od.resources.usergroups import UserGroups
from mock_od.resources.userods import Userods

PAGES = (
    Allergies,
    AllergyDefs,
    Appointments,
    AppointmentTypes,
    ApptFieldDefs,
    ApptFields,
    AsapComms,
    AutoNoteControls,
    AutoNotes,
    Benefits,
    Carriers,
    ChartModules,
    ClaimForms,
    Clinics,
    ClockEvents,
    CodeGroups,
    Commlogs,
    Computers,
    CovCats,
    CovSpans,
    Definitions,
    DiscountPlans,
    DiscountPlanSubs,
    DiseaseDefs,
    Diseases,
    Documents,
    EhrPatients,
    Employees,
    Employers,
    EtransMessageTexts,
    FamilyModules,
    Fees,
    FeeScheds,
    HistAppointments,
    InsPlans,
    InsSubs,
    InsVerifies,
    LabCases,
    Laboratories,
    LabTurnarounds,
    MedicationPats,
    Medications,
    Operatories,
    PatFieldDefs,
    PatFields,
    PatientNotes,
    Patients,
    PatPlans,
    PerioExams,
    PerioMeasures,
    Pharmacies,
    Popups,
    Preferences,
    ProcedureCodes,
    ProcedureLogs,
    ProcNotes,
    ProcTPs,
    Providers,
    Queries,
    QuickPasteCats,
    QuickPasteNotes,
    Recalls,
    RecallTypes,
    RefAttaches,
    Referrals,
    RxPats,
    ScheduleOps,
    Schedules,
    SecurityLogs,
    SecurityPerms,
    SheetDefs,
    SheetFieldDefs,
    SubstitutionLinks,
    TaskLists,
    TaskNotes,
    ToothInitials,
    TreatPlanAttaches,
    TreatPlans,
    UserGroupAttaches,
    UserGroups,
    Userods,
)

LISTENERS = (keep_history, log)
"""What follows each write, in this order: the history of the appointments it changed, an entry in the office's log."""

__all__ = ["LISTENERS", "PAGES", "TABLES"]
