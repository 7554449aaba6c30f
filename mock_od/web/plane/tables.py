"""The rows of an office, table by table.

May not: know a resource.
"""

from __future__ import annotations

from flask import Blueprint

from mock_od.office.office import Office
from mock_od.web.plane import answers
from mock_od.web.plane.binding import Answer, Needs, call
from mock_od.web.plane.errors import Refused

routes = Blueprint("tables", __name__)


@routes.get("/offices/<key>/tables/<table>")
@call(answer=answers.RowsShown, office=Needs.OPEN)
def list_rows(office: Office, table: str) -> Answer:
    """The rows of a table, hidden columns included, as a seed takes them back."""
    if table not in office.tables:
        raise Refused(f"there is no table {table!r}", 404, known=sorted(office.tables))
    return {"office": office.key, "table": table, "rows": office.seed_rows(table)}
