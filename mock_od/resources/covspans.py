"""https://www.opendental.com/site/apicovspans.html

Known deviations:
- Codes are compared as texts, in any case. The page wants FromCode to be less than ToCode; the desktop program takes
  equal ones, too. Both sentences are the desktop program's, a guess.
- CovCatNum=0 finds the spans of no category: the function that the API calls.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, GET, LIST, POST, PUT, ForeignKey, Key, Resource, Text


class CovSpans(Resource, table="covspan", path="/covspans"):
    """Which procedure codes a coverage category has: spans, from a code to a code."""

    CovSpanNum = Key()
    CovCatNum = ForeignKey("covcat", "The category.")
    FromCode = Text("The first code; it need not exist.")
    ToCode = Text("The last code; it need not exist.")

    single = GET("24.1.19")
    several = LIST("24.1.19", optional=[CovCatNum])
    create = POST("24.1.22", permission="ApiSetup", required=[CovCatNum, FromCode, ToCode])
    update = PUT("24.1.22", permission="ApiSetup", optional=[FromCode, ToCode])
    delete = DELETE("24.1.22", permission="ApiSetup")


@CovSpans.create.rule
@CovSpans.update.rule
def a_span_runs_forwards(call: Call) -> None:
    """Documented: FromCode is alphabetically less than ToCode.

    S: both sentences, and that neither code is blank.
    """
    if not call.sends(CovSpans.FromCode, CovSpans.ToCode):
        return
    span = {**call.row, **call.values}
    first, last = span["FromCode"], span["ToCode"]
    if not first.strip() or not last.strip():
        raise Refusal("Codes not allowed to be blank.", hint=f"FromCode is {first!r}, ToCode is {last!r}")
    if first.casefold() >= last.casefold():
        raise Refusal(
            "From Code must be less than To Code.  Remember that the comparison is alphabetical, not numeric.  "
            "For instance, 100 would come before 2, but after 02.",
            hint=f"FromCode is {first!r}, ToCode is {last!r}",
        )
