"""SQL in MySQL's dialect over an office's tables.

:mod:`~mock_od.sql.run` runs a command. Nothing here is imported before the first query: the parser takes its time.
"""
