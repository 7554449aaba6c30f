"""What the rules of the pages rest on, and how ``mock-od show`` says it."""

import pytest

from mock_od import declare as d
from mock_od.engine.evidence import MARKS, Evidence, Rule, Unmarked, rules_of
from mock_od.engine.show import page
from mock_od.opendental import catalog

METHODS = [method for resource in catalog().resources.values() for method in resource.methods]


def of(docstring):
    def only_a_book_is_lent(call):
        pass

    only_a_book_is_lent.__doc__ = docstring
    return Rule("only a book is lent", only_a_book_is_lent)


def test_there_are_rules_of_every_kind():
    assert sum(len([*rules_of(method)]) for method in METHODS) > 50
    kinds = ("rules", "fills", "wheres", "sorts", "gives", "prepares", "acts", "afters", "reshapes")
    assert [kind for kind in kinds if not any(getattr(method, kind) for method in METHODS)] == []


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.spoken)
def test_every_rule_of_every_page_says_what_it_rests_on(method):
    for rule in rules_of(method):
        parts = rule.evidence()
        assert {one.mark for one in parts} <= set(MARKS)
        assert all(one.text for one in parts), rule.name


def test_a_docstring_says_what_each_part_rests_on():
    rule = of("""Documented: a book that is
        lent comes back.

        S: within a month: no later.
        Ours: the sentence.
        """)
    assert rule.evidence() == [
        Evidence("documented", "a book that is lent comes back."),
        Evidence("S", "within a month: no later."),
        Evidence("ours", "the sentence."),
    ]


@pytest.mark.parametrize(
    "docstring",
    [None, "", "A book is lent.", "Guessed: a book is lent.", "documented: a book.", "A book.\n\nOurs: it."],
)
def test_a_rule_without_a_mark_that_is_known_is_refused(docstring):
    with pytest.raises(Unmarked) as caught:
        of(docstring).evidence()
    told = "only a book is lent: its docstring begins with a mark: recorded, documented, S, inferred, ours"
    assert str(caught.value) == told


class Books(d.Resource, table="book", path="/books"):
    """What is lent."""

    BookNum = d.Key()
    Title = d.Text()

    at_night = d.Choice("Books are lent at night.", default=False)

    create = d.POST("1.0", required=[Title])


@Books.create.rule
def nobody_said_why(call):
    """Books are lent."""


def test_show_says_of_a_rule_that_it_has_no_mark():
    shown = page(Books)
    assert "\n  Rules\n    nobody said why  unmarked\n" in shown
    assert "\nChoices: ours, where no source decides\n  at_night  off  Books are lent at night.\n" in shown


def test_show_prints_a_page_with_what_its_rules_rest_on():
    assert page(catalog().resources["treatplans"]) == TREATPLANS


TREATPLANS = """\
TreatPlans  https://www.opendental.com/site/apitreatplans.html

What the patient has accepted, is planned, or has declined; Saved plans are copies and keep.
Table treatplan: its name for seeds and rows.

Fields
  TreatPlanNum           key
  PatNum                 foreign key of patient     The patient.
  DateTP                 date                       The plan's date; none until it is Saved.
  Heading                text                       Shown at its top.
  Note                   text                       Shown at its bottom.
  SigIsTopaz             true or false              Signed on a Topaz pad. (since 24.1.10)
  ResponsParty           foreign key of patient     The patient who approves the treatment.
  DocNum                 foreign key of document    The PDF made when it was signed.
  TPStatus               Saved | Active | Inactive  Active is kept by the desktop program, one per patient.
  SecUserNumEntry        foreign key of userod      Who made it; 0 for the API.
  SecDateEntry           date
  SecDateTEdit           date-time
  UserNumPresenter       foreign key of userod      Who presents it to the patient.
  TPType                 Insurance | Discount       Whose estimates it shows.
  DateTSigned            date-time                  When the patient signed.
  DateTPracticeSigned    date-time                  When the practice signed.
  SignatureText          text                       Typed name of who signed for the patient.
  SignaturePracticeText  text                       Typed name of who signed for the practice.
  isSigned               true or false              The patient has signed. (since 24.1.10)
  isSignedPractice       true or false              The practice has signed. (since 24.1.10)

GET /treatplans  since 22.4.16, ApiReadAll
  PatNum                optional
  SecDateTEdit          optional
  TPStatus              optional
  Limit                 in the URL
  Offset                in the URL
  DateFormatString      in the URL  (since 22.2.26)
  DateTimeFormatString  in the URL  (since 22.2.14)

POST /treatplans  since 23.2.13, ApiAllOthers
  PatNum                required
  Heading               optional    default "Inactive Treatment Plan"
  Note                  optional
  TPType                optional
  DateFormatString      in the URL  (since 22.2.26)
  DateTimeFormatString  in the URL  (since 22.2.14)

  Rules
    the offices note (Note)                       documented  the preference TreatmentPlanNote.
    discount for a discount plan member (TPType)  documented  so for the subscriber of a discount plan.
                                                  S           also where the subscription has ended.
    a plan has a heading                          S           the desktop program refuses an empty one.
                                                  inferred    it is refused as if it were missing.

POST /treatplans/Saved  since 23.2.22, ApiAllOthers
  TreatPlanNum          required
  Heading               optional
  UserNumPresenter      optional
  DateFormatString      in the URL  (since 22.2.26)
  DateTimeFormatString  in the URL  (since 22.2.14)

  Rules
    a plan has a heading    S           the desktop program refuses an empty one.
                            inferred    it is refused as if it were missing.
    copy the plan as saved  documented  a Saved plan, unsigned, of an Active or Inactive one; where Heading and UserNumPresenter come from.
                            S           it is a new row, with today's date, the source's Note and TPType, and the patient's ResponsParty.
                            S           which procedures are copied, in what order, and with which texts and amounts.
                            S           the sentence for a plan that is Saved already begins so.
                            S           estimates are worked out anew, and kept where the plan is the Active one.
                            ours        a plan year after the second is counted right.

PUT /treatplans/{TreatPlanNum}  since 24.1.10, ApiAllOthers
  DateTP                 optional
  Heading                optional
  Note                   optional
  ResponsParty           optional
  TPType                 optional
  SignatureText          optional
  SignaturePracticeText  optional
  isSigned               optional
  isSignedPractice       optional
  DateFormatString       in the URL  (since 22.2.26)
  DateTimeFormatString   in the URL  (since 22.2.14)

  Rules
    a plan has a heading                 S           the desktop program refuses an empty one.
                                         inferred    it is refused as if it were missing.
    only a saved plan has a date         documented  DateTP can be set only where TPStatus is Saved.
                                         ours        the sentence.
    only a saved plan is signed          documented  it is a saved plan that is signed.
                                         S           the sentence.
    only what the sheet has a place for  documented  isSigned always; each of the others where the default sheet has its field.
                                         S           a clinic's default sheet comes before the office's; without one it is the built-in sheet.
                                         S           the built-in sheet has a place for isSigned alone.
                                         inferred    the clinic is the one of the plan's first procedure.
                                         ours        the sentences.
    sign or clear                        documented  true signs, in place of an older signature; false clears that signature.
                                         S           the typed name and the moment are cleared with it, and that the patient signed on a Topaz pad.
                                         S           which members a signature covers.
                                         inferred    what replaces a signature from a Topaz pad is none from there.
                                         ours        a later change is allowed, keeps the signature, and has a hint.
    keep a pdf of what was signed        documented  a PDF where the preference TreatPlanSaveSignedToPdf is on.
                                         S           one for each visible image category for treatment plans, else for the first visible one.
                                         S           DocNum is the first; how they are named; the refusal where no category is visible.
                                         ours        what it looks like; RawBase64 has it also where the office keeps files in a folder.

DELETE /treatplans/{TreatPlanNum}  since 24.4.26, ApiAllOthers

  Rules
    the active plan stays  S  the rule and its sentence.

What a rule rests on
  recorded    a real office answered so
  documented  the page says so
  S           the data layer of the desktop does so
  inferred    follows from what clients do, or from what is said elsewhere
  ours        no source says it"""
