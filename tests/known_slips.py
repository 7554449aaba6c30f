"""Where the documentation's examples and our answers differ, each with the reason: the one list of them.

``DOCUMENTATION``: the page contradicts itself, its own text, or what was recorded. ``OURS``: we are wrong, and it is
open. An entry that no longer occurs fails the replay.
"""

from __future__ import annotations

from typing import NamedTuple

DOCUMENTATION = "documentation"
OURS = "ours, open"


class Slip(NamedTuple):
    """A known difference of a method's examples."""

    method: str
    member: str
    """The member's name; empty where it is about the answer as a whole."""
    what: str
    """As in :class:`comparing.Difference`."""
    whose: str
    reason: str


_STAMPS = "A row that is new was made and last changed at one moment; the page's two stamps are of different days."
_OLDER = "The example is older than the column, which the other examples of such a row have."
_SORTED = "The function that the API calls sorts by AptDateTime and AptNum; the page's two rows are of one moment."

KNOWN_SLIPS = [
    Slip("Appointments GET (multiple)", "", "rows", DOCUMENTATION, _SORTED),
    Slip("Appointments GET ASAP", "", "rows", DOCUMENTATION, _SORTED),
    Slip("Appointments GET WebSched", "serverDateTime", "value", DOCUMENTATION,
         "One answer has one moment; the page put together rows of two days."),
    Slip("Appointments POST (create)", "DateTStamp", "value", DOCUMENTATION, _STAMPS),
    Slip("Appointments POST Planned", "AptDateTime", "value", DOCUMENTATION,
         "No parameter sets it; the stamps of the same row, DateTimeArrived and the like, are of midnight."),
    Slip("Appointments POST Planned", "DateTStamp", "value", DOCUMENTATION, _STAMPS),
    Slip("Appointments POST Planned", "SecDateTEntry", "value", DOCUMENTATION, _STAMPS),
    Slip("Appointments POST SchedulePlanned", "DateTStamp", "value", DOCUMENTATION, _STAMPS),
    Slip("Appointments POST WebSched", "DateTStamp", "value", DOCUMENTATION, _STAMPS),
    Slip("Appointments POST WebSched", "ItemOrderPlanned", "names", DOCUMENTATION, _OLDER),
    Slip("Appointments PUT (update)", "ItemOrderPlanned", "names", DOCUMENTATION, _OLDER),
    Slip("ChartModules GET PlannedAppts", "AptStatus", "value", DOCUMENTATION,
         "A planned appointment with a dateSched shows the status of the one that was made from it; the example is older."),
    Slip("Commlogs POST (create)", "DateTStamp", "value", DOCUMENTATION,
         "A row that is new was made and last changed at one moment; the page's two stamps are three minutes apart."),
    Slip("Documents GET (multiple)", "filePath", "value", DOCUMENTATION,
         "A path on a server begins with two backslashes; the page escapes one of them."),
    Slip("Fees GET (multiple)", "", "page", DOCUMENTATION,
         "The rows are of fee schedule 269; the requests ask for fee schedule 13, clinic 8, and code 436."),
    Slip("InsSubs POST (create)", "BenefitNotes", "value", DOCUMENTATION,
         "The answer has other notes than the body."),
    Slip("InsVerifies PUT", "DateLastAssigned", "value", DOCUMENTATION,
         "The day on which the status and the note were set, which the page's answer lacks as well."),
    Slip("InsVerifies PUT", "DefNum", "value", DOCUMENTATION,
         "The answer does not have the status that the body sets."),
    Slip("InsVerifies PUT", "Note", "value", DOCUMENTATION,
         "The answer does not have the note that the body sets."),
    Slip("Medications GET", "", "rows", DOCUMENTATION,
         "The page shows a brand and leaves out the medication that it is a brand of, which the list has as well."),
    Slip("PatFields GET (multiple)", "", "type", DOCUMENTATION,
         "The text says that it is a list; two of the answers are one row of it without its brackets."),
    Slip("PatFields POST (create)", "SecDateEntry", "value", DOCUMENTATION,
         "A row that is new was made and last changed on one day; the page's two stamps are a year apart."),
    Slip("PatPlans POST (create)", "SecDateTEdit", "value", DOCUMENTATION, _STAMPS),
    Slip("Patients GET (multiple)", "Zip", "type", DOCUMENTATION,
         "Zip is text in the column list, in GET (single) and in Simple; here the page writes a number."),
    Slip("Patients POST (create)", "", "order", DOCUMENTATION,
         "FamFinUrgNote stands before ImageFolder here, and behind it in all other answers of the page."),
    Slip("Patients POST (create)", "FamFinUrgNote", "value", DOCUMENTATION,
         "The answer has a note that the body does not; by the page's own text it is empty by default."),
    Slip("Patients POST (create)", "SecDateEntry", "value", DOCUMENTATION,
         "A row that is new was made and last changed on one day; the page's two stamps are ten months apart."),
    Slip("Patients POST (create)", "TxtMsgOk", "value", DOCUMENTATION,
         "The body says Yes, the answer Unknown."),
    Slip("PerioMeasures PUT (update)", "IntTooth", "value", DOCUMENTATION,
         "The second body is sent to measure 206 as well, and its answer is that of measure 207."),
    Slip("PerioMeasures PUT (update)", "PerioExamNum", "value", DOCUMENTATION,
         "The second body is sent to measure 206 as well, and its answer is that of measure 207."),
    Slip("PerioMeasures PUT (update)", "PerioMeasureNum", "value", DOCUMENTATION,
         "The second body is sent to measure 206 as well, and its answer is that of measure 207."),
    Slip("ProcedureLogs GET (multiple)", "", "rows", DOCUMENTATION,
         "The function that the API calls gives the highest number first; the page's two rows are of two years."),
    Slip("ProcedureLogs GET (multiple)", "serverDateTime", "value", DOCUMENTATION,
         "One answer has one moment; the page put together rows of two years."),
    Slip("ProcedureLogs POST (create)", "ToothRange", "value", DOCUMENTATION,
         "The page has no answer to its first body. Teeth are stored each by itself, in their order."),
    Slip("ProcedureLogs PUT (update)", "", "status", DOCUMENTATION,
         "The two bodies are for two treatment areas, and no procedure has both; test_procedurelogs_put.py has the other."),
    Slip("Providers GET (multiple)", "", "type", DOCUMENTATION,
         "The second answer is one row of the list without its brackets."),
    Slip("Queries PUT ShortQuery", "", "rows", DOCUMENTATION,
         "The page has three bodies and one answer, which is that of the last; tests/resources/test_queries.py has it."),
    Slip("Providers PUT (update)", "Specialty", "value", DOCUMENTATION,
         "The answer does not have the specialty that the body sets."),
    Slip("Providers PUT (update)", "StateLicense", "value", DOCUMENTATION,
         "The answer does not have the license that the body sets."),
    Slip("Recalls GET List", "", "rows", DOCUMENTATION,
         "The function that the API calls sorts by the due date; the page's two rows come the other way round."),
    Slip("RefAttaches POST (create)", "Note", "value", DOCUMENTATION,
         "The answer does not have the note that the body sets."),
    Slip("RefAttaches POST (create)", "ProcNum", "value", DOCUMENTATION,
         "The answer has a procedure that the body does not name."),
    Slip("TreatPlans POST Saved", "TreatPlanNum", "value", DOCUMENTATION,
         "The page's text says that a new plan is made; the example repeats the number of the plan that is saved."),
    Slip("TreatPlans PUT (update)", "Note", "value", DOCUMENTATION,
         "The answer's text ends in two full stops, the body's in one."),
    Slip("UserGroups GET", "", "rows", DOCUMENTATION,
         "One of the rows is the Central Manager's, so that they answer the request with includeCEMT alone."),
    Slip("Userods GET", "", "order", DOCUMENTATION,
         "ClinicNum stands before ProviderNum in the first row and behind providerName in the others."),
    Slip("Userods GET", "", "rows", DOCUMENTATION,
         "One of the rows is hidden, so that they answer the request with includeHidden alone."),
]  # fmt: skip
