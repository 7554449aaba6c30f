"""https://www.opendental.com/site/apiperiomeasures.html

Known deviations:
- An unknown PerioExamNum is refused by the field's name, as it was recorded, in the list too.
- -1, for no measurement, is taken of a site in every SequenceType; the page does not name it for BleedSupPlaqCalc,
  where it is the default all the same.
- Sentences that were recorded for one SequenceType are said of the others likewise. The sentence for a measure without
  a measurement, and the one for a measure that cannot be deleted, are ours.
- A PUT looks at what is sent, and deletes other measures of the same exam, SequenceType and tooth, as the data layer of
  the desktop program does.
- Rows of CAL and AttGing, which the database knows, are read and never made.
- The exam's DateTMeasureEdit follows.
"""

from mock_od.call import Call, Refusal, Row
from mock_od.declare import DELETE, LIST, POST, PUT, DateTime, Enum, ForeignKey, Int, Key, Resource
from mock_od.dentistry.perio import NONE, SURFACES

_DEPTHS = ((0, 19),)
_SITES = {
    "Mobility": (),
    "Furcation": _DEPTHS,
    "GingMargin": ((0, 19), (101, 119)),
    "MGJ": _DEPTHS,
    "Probing": _DEPTHS,
    "SkipTooth": (),
    "BleedSupPlaqCalc": ((0, 15),),
}
"""What a site may be besides -1, by SequenceType."""
_TOOTH = {"Mobility": (0, 19), "SkipTooth": (1, 1)}
"""What ToothValue must be; -1 for all others."""
_LAST_OF_UPPER_ARCH = 16


class PerioMeasures(Resource, table="periomeasure", path="/periomeasures", logs="PerioEdit"):
    """What was measured of one tooth in an examination of the gums."""

    PerioMeasureNum = Key()
    PerioExamNum = ForeignKey(about="The exam.", owner=True, needed=True, not_found="PerioExamNum not found.")
    SequenceType = Enum(about="What was measured.", was={"BleedSupPlaqCalc": ("Bleeding", "24.1")})
    IntTooth = Int("The tooth.", least=1, most=32)
    ToothValue = Int("Of the tooth as a whole.", default=NONE)
    MBvalue = Int("On its cheek's side, in front.", default=NONE)
    Bvalue = Int("On its cheek's side, in the middle.", default=NONE)
    DBvalue = Int("On its cheek's side, behind.", default=NONE)
    MLvalue = Int("On its tongue's side, in front.", default=NONE)
    Lvalue = Int("On its tongue's side, in the middle.", default=NONE)
    DLvalue = Int("On its tongue's side, behind.", default=NONE)
    SecDateTEdit = DateTime(stamp="edit")

    several = LIST("22.4.32", optional=[PerioExamNum.unless_zero()])
    create = POST(
        "22.4.37",
        required=[PerioExamNum, SequenceType.but(without=["CAL", "AttGing"]), IntTooth],
        optional=[
            ToothValue.but(default=NONE),
            MBvalue.but(default=NONE),
            Bvalue.but(default=NONE),
            DBvalue.but(default=NONE),
            MLvalue.but(default=NONE),
            Lvalue.but(default=NONE),
            DLvalue.but(default=NONE),
        ],
    )
    update = PUT("22.4.37", optional=[ToothValue, MBvalue, Bvalue, DBvalue, MLvalue, Lvalue, DLvalue])
    delete = DELETE("23.3.27")


def _called(call: Call, kind: str) -> str:
    """A SequenceType as the office's version calls it."""
    before, since = PerioMeasures.SequenceType.was.get(kind, (kind, ""))
    return kind if not since or call.at_least(since) else before


@PerioMeasures.create.rule
@PerioMeasures.update.rule
def a_tooth_has_a_value_where_its_kind_has_one(call: Call) -> None:
    """Recorded: both sentences, one of them for Furcation.

    Documented: what Mobility and SkipTooth take.
    """
    if call.method.verb == "PUT" and not call.sends(PerioMeasures.ToothValue):
        return
    row: Row = {**call.row, **call.values}
    kind, value = row["SequenceType"], row["ToothValue"]
    least, most = _TOOTH.get(kind, (NONE, NONE))
    if least <= value <= most:
        return
    called = _called(call, kind)
    hint = f"ToothValue is {value}; in a measure of {called} it is {least}{f' to {most}' * (most > least)}"
    spoken = "ToothValue is invalid." if kind in _TOOTH else f"ToothValue must be {NONE} for SequenceType of {called}."
    raise Refusal(spoken, hint=hint)


@PerioMeasures.create.rule
@PerioMeasures.update.rule
def a_site_is_measured_as_its_kind_is(call: Call) -> None:
    """Recorded: the sentence, for Mobility and GingMargin.

    Documented: what each SequenceType takes; MGJ takes none on the tongue's side of the upper teeth.
    """
    row: Row = {**call.row, **call.values}
    kind = row["SequenceType"]
    called = _called(call, kind)
    for name in SURFACES:
        value = call.values.get(name, NONE)
        upper_lingual = kind == "MGJ" and row["IntTooth"] <= _LAST_OF_UPPER_ARCH and "L" in name
        spans = () if upper_lingual else _SITES.get(kind, ())
        if value != NONE and not any(least <= value <= most for least, most in spans):
            taken = " or ".join(f"{least}-{most}" for least, most in spans) or NONE
            where = f" of tooth {row['IntTooth']}" * upper_lingual
            hint = f"{name}{where} is {value}; {NONE} stands for no measurement"
            raise Refusal(f"{name} is invalid. Value must be {taken} for SequenceType of {called}.", hint=hint)
    if _SITES.get(kind) and all(row[name] == NONE for name in SURFACES):
        hint = f"send one of {', '.join(SURFACES)}"
        raise Refusal(f"At least one surface value is required for SequenceType of {called}.", hint=hint)


@PerioMeasures.create.rule
def a_tooth_has_one_of_a_kind(call: Call) -> None:
    """Recorded: the sentence."""
    alike = {name: call.values[name] for name in ("PerioExamNum", "SequenceType", "IntTooth")}
    for there in call.records.rows("periomeasure", **alike):
        kind, tooth = _called(call, alike["SequenceType"]), alike["IntTooth"]
        hint = f"change periomeasure {there['PerioMeasureNum']} by a PUT"
        raise Refusal(f"A PerioMeasure with SequenceType {kind} already exists for IntTooth {tooth}.", hint=hint)


@PerioMeasures.update.after
def others_of_its_kind_go(call: Call) -> None:
    """S: a change deletes other rows of the same exam, SequenceType and tooth."""
    alike = {name: call.row[name] for name in ("PerioExamNum", "SequenceType", "IntTooth")}
    for other in call.records.rows("periomeasure", **alike):
        if other["PerioMeasureNum"] != call.key:
            call.records.delete("periomeasure", PerioMeasureNum=other["PerioMeasureNum"])


@PerioMeasures.delete.rule
def only_what_is_of_the_tooth_goes(call: Call) -> None:
    """Documented: Mobility and SkipTooth can be deleted, and no others.

    Ours: the sentence.
    """
    kind = call.row["SequenceType"]
    if kind not in _TOOTH:
        called = _called(call, kind)
        hint = f"a measure of {called} can be changed by a PUT; {' and '.join(_TOOTH)} can be deleted"
        raise Refusal(f"PerioMeasure cannot be deleted. SequenceType is {called}.", hint=hint)


@PerioMeasures.create.after
@PerioMeasures.update.after
@PerioMeasures.delete.after
def the_exam_was_edited(call: Call) -> None:
    """Inferred: from the name DateTMeasureEdit."""
    exam = {**call.row, **call.values}["PerioExamNum"]
    call.records.update("perioexam", exam, {"DateTMeasureEdit": call.moment})
