"""https://www.opendental.com/site/apiperioexams.html

Known deviations:
- PatNum 0 finds all exams: so in the data layer of the desktop program, by the function that the API calls.
- The depths of a new exam become one measure of Probing for each tooth, and what was seen one of BleedSupPlaqCalc for
  each tooth where anything was: so it was recorded, with -1 on sites that have no depth either. Here it is -1 on all
  sites where nothing was seen. They are in this order, by tooth; no source says in which.
- Letters that follow the last depth of a region count; the next digit, and all after it, does not.
- The desktop program gives a new exam the teeth that are skipped, as SkipTooth. The page does not speak of it, and the
  exams that were recorded had none; so there are none here.
- DateTMeasureEdit follows each change of the exam, and of its measures: no source says it of the measures.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, GET, LIST, POST, PUT, Date, DateTime, ForeignKey, Key, Resource, Text
from mock_od.dentistry.perio import REGIONS, begins_well, measures


def _typed(region: str, about: str) -> Text:
    """What is typed in for a region; it stands in no column of its own."""
    return Text(about, sql="text").called(region)


class PerioExams(Resource, table="perioexam", path="/perioexams", logs="PerioEdit"):
    """Examinations of the gums."""

    PerioExamNum = Key()
    PatNum = ForeignKey(about="The patient.", owner=True)
    ExamDate = Date("Its day.")
    ProvNum = ForeignKey(about="Who examined.")
    DateTMeasureEdit = DateTime("When it or one of its measures was last changed.", stamp="edit")
    Note = Text("What is to be said of it.")

    single = GET("22.4.36")
    several = LIST("22.4.36", optional=[PatNum.unless_zero(), ExamDate.at_or_after()])
    create = POST(
        "23.1.20",
        required=[PatNum],
        optional=[
            _typed("UpperFacial", "Facial sites of teeth 1 to 16.").but(default=""),
            _typed("UpperLingual", "Lingual sites of teeth 1 to 16.").but(default=""),
            _typed("LowerLingual", "Lingual sites of teeth 32 to 17.").but(default=""),
            _typed("LowerFacial", "Facial sites of teeth 32 to 17.").but(default=""),
            ExamDate.but(since="23.3.27"),
            ProvNum.but(since="23.3.27"),
            Note.but(since="23.3.27"),
        ],
    )
    update = PUT("23.3.27", optional=[ExamDate, ProvNum, Note])
    delete = DELETE("23.3.27", cascades={"periomeasure": "PerioExamNum"})


@PerioExams.create.rule
def a_region_begins_with_a_depth(call: Call) -> None:
    """Recorded: the sentence."""
    for region in REGIONS:
        if not begins_well(call.sent.get(region, "")):
            hint = f"each depth is a digit, followed by b, s, p, c for what was seen there; {region} begins otherwise"
            raise Refusal(f"{region} must start with a number from 0-9.", hint=hint)


@PerioExams.create.fill(PerioExams.ExamDate)
def today(call: Call) -> str:
    """Documented: today."""
    return call.today


@PerioExams.create.fill(PerioExams.ProvNum)
def the_usual_provider(call: Call) -> int:
    """Documented: the patient's primary provider."""
    patient = call.records.get("patient", call.sent["PatNum"])
    return int(patient["PriProv"])


@PerioExams.create.after
def what_was_typed_in_becomes_measures(call: Call) -> None:
    """Documented: depths become Probing, the letters after them flags of the same site.

    Recorded: one measure of each for a tooth, -1 where nothing was seen.
    Ours: the order of the rows.
    """
    for measure in measures({region: call.sent.get(region, "") for region in REGIONS}):
        call.records.insert("periomeasure", {"PerioExamNum": call.key, **measure})
