"""https://www.opendental.com/site/apidiseases.html

Known deviations:
- A name finds a DiseaseDef as SQL's LIKE does: so in the data layer of the desktop program, by the function that the
  API calls. % stands for any text and _ for any sign; a hidden DiseaseDef is found, too.
- Where both DiseaseDefNum and diseaseDefName are sent, the number counts, unless it is 0. A name that is blank is
  refused as if it were missing. No source says either.
- PatNum 0 finds all rows, as in that data layer.
- A problem that a vital sign exam names (a pregnancy) is not deleted: so in that data layer, with its sentence. How the
  sentence writes the days is ours.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, GET, LIST, POST, PUT, Date, Enum, ForeignKey, Key, Lookup, Resource, Text
from mock_od.dentistry.names import made_by_name
from mock_od.dentistry.short_dates import short_day
from mock_od.resources.common import refuse_blank

_NAME = Text("The problem, by its name.").called("diseaseDefName")


class Diseases(Resource, table="disease", path="/diseases", logs="PatProblemListEdit"):
    """Problems that patients have or had."""

    DiseaseNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True)
    DiseaseDefNum = ForeignKey(about="The problem.", needed=True)
    diseaseDefName = Lookup(DiseaseDefNum, "DiseaseName")
    PatNote = Text("What is to be said of this patient's.")
    ProbStatus = Enum(about="Whether it is still there.")
    DateStart = Date("Since when.")
    DateStop = Date("Until when.")

    single = GET("24.2.5")
    several = LIST("21.3", required=[PatNum.until("24.2.5").unless_zero()])
    create = POST(
        "21.3",
        required=[PatNum],
        optional=[DiseaseDefNum, _NAME, DateStart, DateStop, ProbStatus.but(default="Active"), PatNote],
        any_of=[(DiseaseDefNum, _NAME)],
        first_of=[(DiseaseDefNum, _NAME)],
    )
    update = PUT("22.1", optional=[DateStart, DateStop, ProbStatus, PatNote])
    delete = DELETE("22.1")


@Diseases.create.rule
def a_name_is_no_blank(call: Call) -> None:
    """Inferred: a name that is blank is as if it were missing."""
    if not call.sends(Diseases.DiseaseDefNum):
        refuse_blank(call, _NAME)


@Diseases.create.prepare
def the_problem_is_found_by_its_name_or_made(call: Call) -> None:
    """Documented: a DiseaseDef with that name is inserted where there is none.

    S: it is looked for as SQL's LIKE does.
    """
    if not call.sends(Diseases.DiseaseDefNum):
        name = call.sent["diseaseDefName"]
        call.values["DiseaseDefNum"] = made_by_name(
            call.records, "diseasedef", "DiseaseName", name, key="DiseaseDefNum"
        )


@Diseases.delete.rule
def the_exams_that_name_it_keep_it(call: Call) -> None:
    """S: a vital sign exam that names the problem keeps it; the sentence.

    Ours: how the days are written.
    """
    exams = call.records.rows("vitalsign", PregDiseaseNum=call.key)
    if exams:
        days = ", ".join(short_day(day) for day in sorted(row["DateTaken"] for row in exams))
        count = f"{len(exams)} vital sign exams with dates including: {days}"
        hint = f"a row of vitalsign has PregDiseaseNum {call.key}"
        raise Refusal(f"Not allowed to delete this problem. It is attached to {count}", hint=hint)
