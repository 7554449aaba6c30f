"""https://www.opendental.com/site/apiemployers.html

Known deviations:
- The sentence that refuses to delete an employer in use is ours.
"""

from mock_od.call import Call, Refusal
from mock_od.declare import DELETE, GET, LIST, POST, PUT, Key, Resource, Text


class Employers(Resource, table="employer", path="/employers"):
    """The employers of patients."""

    EmployerNum = Key()
    EmpName = Text("The employer's name.")

    single = GET("23.3.22")
    several = LIST("23.3.22", strict=True)
    create = POST("21.4", required=[EmpName])
    update = PUT("21.4", required=[EmpName])
    delete = DELETE("23.3.22")


@Employers.delete.rule
def only_an_employer_of_nobody_goes(call: Call) -> None:
    """Documented: what a patient or an insurance plan has cannot be deleted.

    Ours: the sentence.
    """
    for table in ("patient", "insplan"):
        if call.records.rows(table, EmployerNum=call.key):
            hint = f"a row of {table} has EmployerNum {call.key}"
            raise Refusal("Employer cannot be deleted. It is associated with a patient or insurance plan.", hint=hint)
