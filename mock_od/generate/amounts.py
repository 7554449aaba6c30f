"""The amounts of treatment plans, worked out by the API's own functions on a store with the practice's rows in it.

So a Saved plan has what POST /treatplans/Saved would copy on its day.
May not: know a rule of treatment planning itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from itertools import chain

from mock_od.call import Call
from mock_od.call import Row as Words
from mock_od.dentistry.discounts import keep_amounts, subscription
from mock_od.engine.records import Shapes, StoredRecords
from mock_od.engine.sql import indexes_schema, table_schema, tables_schema
from mock_od.generate.rows import Row, Tables
from mock_od.office.seeding import Seeder
from mock_od.opendental import catalog
from mock_od.resources.treatment_planning.saving import copy_procedures, estimate_patient
from mock_od.resources.treatplans import TreatPlans
from mock_od.store import Store
from mock_od.versions import NEWEST


class Amounts:
    """The practice as an office would have it: what was set up, and for a while the rows of one family.

    :param tables: what was set up, and what will be added.
    :param today: the practice's day.
    """

    def __init__(self, tables: Tables, today: date) -> None:
        shapes = Shapes(catalog())
        # Tables that a family were the first to need would be created anew for each, for they are taken back with it.
        start = chain(tables_schema(shapes.catalog, tables.rows), indexes_schema(shapes.catalog, tables.rows))
        self._store = Store(start, partial(table_schema, shapes.catalog))
        self._records = StoredRecords(shapes, self._store)
        self._seeder = Seeder(shapes)
        self._tables = tables
        self._today = today
        self._entered = dict.fromkeys(tables.rows, 0)
        self._enter()
        self._entered = tables.counts()

    @contextmanager
    def of_a_family(self) -> Iterator[None]:
        """Know the rows that were added since; they are forgotten when it ends."""
        with self._store.rehearsal():
            self._enter()
            yield
        self._entered = self._tables.counts()

    def _enter(self) -> None:
        there: Mapping[str, Sequence[Row]] = {
            table: rows[self._entered[table] :]
            for table, rows in self._tables.rows.items()
            if len(rows) > self._entered[table]
        }
        for table in self._seeder.in_order(there):
            self._seeder.insert_checked(self._records, table, there[table])

    def keep_discounts(self, patient: int) -> dict[int, float]:
        """DiscountPlanAmt of a patient's planned procedures by their keys."""
        call = self._call(self._today)
        keep_amounts(call, patient, subscription(call, patient))
        planned = self._records.rows("procedurelog", PatNum=patient, ProcStatus="TP")
        return {row["ProcNum"]: row["DiscountPlanAmt"] for row in planned}

    def copies(self, source: int, saved: int, day: date) -> list[Words]:
        """The proctp rows of a plan that is saved on a day.

        :param source: TreatPlanNum of the Active or Inactive plan.
        :param saved: TreatPlanNum of the Saved one.
        """
        call = self._call(day)
        copy_procedures(call, self._records.get("treatplan", source), saved)
        return self._records.rows("proctp", TreatPlanNum=saved)

    def _call(self, day: date) -> Call:
        return call_at(self._records, datetime(day.year, day.month, day.day))  # noqa: DTZ001  # no zone


def estimated(tables: Tables, names: Iterable[str], today: date) -> list[Words]:
    """The claimprocs of all that is planned for insured patients, as a day's look at their Active plans leaves them.

    :param names: the tables that an estimate needs.
    """
    records = records_of(tables, names)
    call = call_at(records, datetime(today.year, today.month, today.day))  # noqa: DTZ001  # no zone
    for patient in sorted({row["PatNum"] for row in records.rows("patplan")}):
        estimate_patient(call, patient)
    return records.rows("claimproc")


def records_of(tables: Tables, names: Iterable[str]) -> StoredRecords:
    """The rows of some tables, as the API's functions read and write them."""
    shapes = Shapes(catalog())
    records = StoredRecords(shapes, Store((), partial(table_schema, shapes.catalog)))
    seeder = Seeder(shapes)
    for name in seeder.in_order(name for name in names if tables.rows.get(name)):
        seeder.insert_checked(records, name, tables.rows[name])
    return records


def call_at(records: StoredRecords, now: datetime) -> Call:
    """A call of that moment; what it writes has its stamp."""
    records.moment = now
    return Call(TreatPlans.save, records=records, now=now, developer="", version=NEWEST, choices={})
