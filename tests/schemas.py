"""A database's schema for the toy pages of tests: their own columns, and those that they do not show."""

from mock_od.opendental import schema
from mock_od.schema import Schema


def _tables(tables, hidden):
    return {
        table.table: {
            "key": table.key.column,
            "columns": {column: field.sql for column, field in table.columns.items()} | hidden.get(table.table, {}),
        }
        for table in tables
        if table.table
    }


def schema_of(*tables, **hidden):
    """The schema of these tables, with columns by table -> name -> type that no page shows."""
    return Schema(_tables(tables, hidden))


def schema_with(*tables):
    """Open Dental's schema, and these tables."""
    there = schema()
    return Schema({**there._tables, **_tables(tables, {})}, there._enums, there._defaults)
