"""https://www.opendental.com/site/apiqueries.html: what it answers, and to whom it says no."""

import pytest
from conversation import refuses

refused = refuses("patient", "securitylog")
NOT_READ_ONLY = "Query is not read-only"
SYNTAX = (
    "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right "
    "syntax to use"
)
STOPPED = "Query execution was interrupted, maximum statement execution time exceeded"


def ask(api, command, offset=""):
    return api.put(f"/queries/ShortQuery{offset}", {"SqlCommand": command})


def rows(api, command, offset=""):
    got = ask(api, command, offset)
    assert got.status == 200, got.text + got.hint
    return got.json


# --- the examples of the page --------------------------------------------------------------------------


def test_patients_by_their_numbers(empty):
    empty.seed(
        {"patient": [{"PatNum": 876, "LName": "Smith", "FName": "Ann", "HmPhone": "(503)363-5432"}, {"PatNum": 5}]}
    )
    command = "SELECT LName, FName, HmPhone, WkPhone, WirelessPhone, Email\n FROM patient\n WHERE PatNum IN(876,2456)"
    assert rows(empty, command) == [
        {"LName": "Smith", "FName": "Ann", "HmPhone": "(503)363-5432", "WkPhone": "", "WirelessPhone": "", "Email": ""}
    ]


def test_patients_of_each_clinic(empty):
    empty.seed({"clinic": [{"ClinicNum": 1, "Description": "Main"}, {"ClinicNum": 2, "Description": "East"}]})
    empty.seed(
        {"patient": [{"PatNum": 1, "ClinicNum": 1}, {"PatNum": 2, "ClinicNum": 1}, {"PatNum": 3, "ClinicNum": 2}]}
    )
    command = (
        "SELECT clinic.Description, COUNT(*) AS NumberOfPatients \nFROM patient,clinic \n"
        "WHERE patient.ClinicNum=clinic.ClinicNum \nGROUP BY clinic.ClinicNum"
    )
    assert rows(empty, command) == [
        {"Description": "Main", "NumberOfPatients": 2},
        {"Description": "East", "NumberOfPatients": 1},
    ]


def test_the_pay_periods_of_the_page(empty):
    assert rows(empty, "SELECT * FROM payperiod") == []
    shown = [
        {"PayPeriodNum": 200, "DateStart": "2021-05-01", "DateStop": "2021-05-31", "DatePaycheck": "2021-06-04"},
        {"PayPeriodNum": 201, "DateStart": "2021-06-01", "DateStop": "2021-06-30", "DatePaycheck": "2021-07-05"},
    ]
    empty.seed({"payperiod": shown})
    got = ask(empty, "SELECT * FROM payperiod")
    assert (got.status, got.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert "Location" not in got.headers
    assert got.json == [
        {name: value if name == "PayPeriodNum" else f"{value}T00:00:00" for name, value in row.items()} for row in shown
    ]


def test_values_are_those_of_the_database(empty):
    empty.freeze("2025-06-02 09:30:05")
    empty.seed({"patient": [{"PatNum": 1, "LName": "Smith", "Gender": "Female", "EstBalance": 21.0, "Premed": "true"}]})
    command = "SELECT PatNum, LName, Gender, EstBalance, Premed, Birthdate, DateTimeDeceased, NULL FROM patient"
    assert rows(empty, command) == [
        {
            "PatNum": 1,
            "LName": "Smith",
            "Gender": 1,
            "EstBalance": 21.0,
            "Premed": 1,
            "Birthdate": "0001-01-01T00:00:00",
            "DateTimeDeceased": "0001-01-01T00:00:00",
            "NULL": None,
        }
    ]


def test_every_table_of_the_database_can_be_asked(empty):
    from mock_od.opendental import catalog

    tables = [*catalog().tables]
    assert len(tables) >= 422
    before = empty.office.store.tables
    for name in tables:
        assert isinstance(rows(empty, f"SELECT COUNT(*) AS n FROM `{name}`")[0]["n"], int)
    assert [name for name in empty.office.store.tables if name not in before] in ([], ["securitylog"])


def test_columns_come_in_the_databases_order_and_each_name_once(empty):
    empty.seed({"patient": [{"PatNum": 1}]})
    assert list(rows(empty, "SELECT * FROM patient")[0])[:5] == ["PatNum", "LName", "FName", "MiddleI", "Preferred"]
    twice = rows(empty, "SELECT p.PatNum, q.PatNum, q.patnum FROM patient p, patient q")
    assert twice == [{"PatNum": 1, "PatNum1": 1, "patnum2": 1}]


def test_a_hundred_rows_and_then_all_the_rest(empty):
    empty.seed({"patient": [{"PatNum": number} for number in range(1, 251)]})
    asked = "SELECT PatNum FROM patient ORDER BY PatNum"
    assert [row["PatNum"] for row in rows(empty, asked)] == [*range(1, 101)]
    assert [row["PatNum"] for row in rows(empty, asked, "?Offset=100")] == [*range(101, 251)]
    assert rows(empty, asked, "?Offset=250") == []
    empty.put(f"/__admin/offices/{empty.key}/choices", {"Queries.later_pages_have_all_the_rest": False})
    assert [row["PatNum"] for row in rows(empty, asked, "?Offset=100")] == [*range(101, 201)]


@pytest.mark.parametrize("offset", ["-1", "x", "1.5"])
def test_an_offset_that_is_none(empty, offset):
    refused(empty, lambda api: ask(api, "SELECT 1", f"?Offset={offset}"), 400, "Offset is invalid.")


def test_the_log_has_the_command(empty):
    empty.freeze("2025-06-02 09:30:05")
    rows(empty, "SELECT 1 AS one")
    assert empty.get("/securitylogs").json == [
        {
            "SecurityLogNum": 1,
            "PermType": "UserQuery",
            "UserNum": 0,
            "LogDateTime": "6/2/2025 9:30:05 AM",
            "LogText": "SELECT 1 AS one Run by developer through API.",
            "PatNum": 0,
            "CompName": "MOCKOD",
            "LogSource": "API",
        }
    ]


def test_who_may_ask_and_since_when(empty):
    got = ask(empty.at(version="21.1"), "SELECT 1")
    assert (got.status, got.json) == (400, "queries PUT ShortQuery is not a valid method.")
    empty.put(f"/__admin/offices/{empty.key}", {"permissions": ["ApiReadAll", "ApiAllOthers"]})
    refused(
        empty,
        lambda api: ask(api, "SELECT 1"),
        401,
        "Queries PUT ShortQuery requires the permission ApiQueries.",
        "ApiQueries",
    )


def test_what_is_missing(empty):
    refused(empty, lambda api: api.put("/queries/ShortQuery", {}), 400, "SqlCommand is required.")
    refused(empty, lambda api: ask(api, " ; -- nothing"), 400, "Query was empty")


# --- what is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "INSERT INTO patient (LName) VALUES ('x')",
        "UPDATE patient SET LName = 'x'",
        "DELETE FROM patient",
        "REPLACE INTO patient (PatNum) VALUES (1)",
        "TRUNCATE TABLE patient",
        "DROP TABLE patient",
        "ALTER TABLE patient ADD x INT",
        "RENAME TABLE patient TO tmpx",
        "CREATE TABLE x (a INT)",
        "CREATE INDEX tmpx ON patient (LName)",
        "CREATE VIEW tmpv AS SELECT 1",
        "CREATE TRIGGER tmpt AFTER INSERT ON patient FOR EACH ROW SET @a = 1",
        "DROP VIEW tmpv",
        "CREATE DATABASE tmpd",
        "SELECT 1; DELETE FROM patient",
        "SELECT 1;;DROP TABLE patient;",
        "DELETE FROM patient; SELECT 1",
        "(DELETE FROM patient)",
        "/* SELECT */ DELETE FROM patient",
        "-- SELECT\nDELETE FROM patient",
        "WITH x AS (SELECT 1) DELETE FROM patient",
        "WITH x AS (SELECT 1) UPDATE patient SET LName = 'x'",
        "WITH x AS (DELETE FROM patient RETURNING *) SELECT * FROM x",
        "SELECT 1 /*! ; DELETE FROM patient */",
        "INSERT INTO tmpx SELECT 1; DELETE FROM patient",
        "UPDATE tmpx, patient SET patient.LName = 'x'",
        "DELETE patient FROM patient JOIN tmpx",
        "INSERT INTO other.tmpx VALUES (1)",
        "ATTACH DATABASE '/tmp/x' AS tmpx",
        "DETACH DATABASE main",
        "PRAGMA writable_schema = 1",
        "PRAGMA table_info(patient)",
        "VACUUM INTO '/tmp/x'",
        "SHOW TABLES",
        "EXPLAIN SELECT 1",
        "DESCRIBE patient",
        "CALL x()",
        "DO SLEEP(1)",
        "LOCK TABLES patient WRITE",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT caller",
        "RELEASE caller",
        "GRANT ALL ON *.* TO x",
        "FLUSH TABLES",
        "KILL 1",
        "LOAD DATA INFILE '/etc/passwd' INTO TABLE tmpx",
        "HANDLER patient OPEN",
        "PREPARE x FROM 'DELETE FROM patient'",
        "EXECUTE x",
        "USE mysql",
        "SET GLOBAL x = 1",
        "SET PASSWORD = 'x'",
        "SELECT * FROM information_schema.tables",
        "SELECT 'Schema'",
        "SELECT SCHEMA()",
        "VALUES (1)",
        "TABLE patient",
    ],
)
def test_what_is_not_read_only(api, command):
    refused(api, lambda api: ask(api, command), 401, NOT_READ_ONLY)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("SELECT * FROM nope", "Table 'opendental.nope' doesn't exist"),
        ("SELECT * FROM mysql.user", "Table 'mysql.user' doesn't exist"),
        ("SELECT * FROM sqlite_master", "Table 'opendental.sqlite_master' doesn't exist"),
        ("SELECT * FROM temp.sqlite_master", "Table 'temp.sqlite_master' doesn't exist"),
        ("SELECT * FROM main.patient", "Table 'main.patient' doesn't exist"),
        ("SELECT Nope FROM patient", "Unknown column 'Nope' in 'field list'"),
        ("SELECT p.Nope FROM patient p", "Unknown column 'Nope' in 'field list'"),
        ("SELECT load_extension('x')", "FUNCTION opendental.load_extension does not exist"),
        ("SELECT LOAD_FILE('/etc/passwd')", "FUNCTION opendental.LOAD_FILE does not exist"),
        ("SELECT SLEEP(100)", "FUNCTION opendental.SLEEP does not exist"),
        ("SELECT BENCHMARK(1000000000, 1)", "FUNCTION opendental.BENCHMARK does not exist"),
        ("SELECT randomblob(1000000000)", "FUNCTION opendental.randomblob does not exist"),
        ("SELECT mysql_get('x')", "FUNCTION opendental.mysql_get does not exist"),
        ("SELECT @@version", "Unknown system variable 'version'"),
        ("DROP TABLE tmpx", "Table 'opendental.tmpx' doesn't exist"),
        ("INSERT INTO tmpx VALUES (1)", "Table 'opendental.tmpx' doesn't exist"),
        (
            "SELECT /* inside */ 1",
            "Validation failed. Please remove mid-query comments and try again.",
        ),
        (
            "SELECT FROM WHERE",
            f"{SYNTAX} near 'WHERE' at line 1",
        ),
    ],
)
def test_what_is_refused_in_the_databases_words(api, command, sentence):
    refused(api, lambda api: ask(api, command), 400, sentence)


@pytest.mark.parametrize(
    "command",
    [
        "SELECT * FROM pragma_table_info('patient')",
        "SELECT * FROM json_each('[1]')",
        "SELECT * INTO OUTFILE '/tmp/x' FROM patient",
        "SELECT * FROM patient INTO OUTFILE '/tmp/x'",
        "SELECT PatNum FROM patient INTO DUMPFILE '/tmp/x'",
        "SELECT 'open",
        "SELECT ((1)",
        "SELECT 1 WITH ROLLUP",
        "SELECT LName, COUNT(*) FROM patient GROUP BY LName WITH ROLLUP",
        "SELECT 1\0",
    ],
)
def test_what_is_no_query(api, command):
    got = ask(api, command)
    assert got.status in (400, 401), got.json
    assert got.hint


@pytest.mark.parametrize(
    "command",
    [
        "WITH RECURSIVE d AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM d) SELECT COUNT(*) FROM d",
        "WITH RECURSIVE d AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM d) SELECT x FROM d WHERE x < 0",
        "SELECT COUNT(*) FROM preference a, preference b, preference c, preference d, preference e, preference f",
    ],
)
def test_a_query_without_end_is_stopped(api, command):
    refused(api, lambda api: ask(api, command), 400, STOPPED)
    assert rows(api, "SELECT 1 AS one") == [{"one": 1}]


def test_a_deep_query_is_refused(api):
    assert ask(api, "SELECT " + "(" * 3000 + "1" + ")" * 3000).status == 400
    assert ask(api, "SELECT " + "-" * 3000 + "1").status in (200, 400)
    assert ask(api, "SELECT '" + "x" * 300_000 + "'").status == 400


def test_a_regular_expression_that_takes_years_does_not(api):
    got = ask(api, "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' REGEXP '^(a|aa)+$|^(a|a)*b$' AS found")
    assert got.status in (200, 400)
    assert rows(api, "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaa!' LIKE '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b' AS found") == [
        {"found": 0}
    ]


def test_comments_may_stand_around_a_statement_and_by_choice_inside(api):
    assert rows(api, "-- a first line\nSELECT 1 AS one; # done") == [{"one": 1}]
    api.put(f"/__admin/offices/{api.key}/choices", {"Queries.comments_inside_are_refused": False})
    assert rows(api, "SELECT /* inside */ 1 AS one") == [{"one": 1}]


# --- temporary tables ----------------------------------------------------------------------------------


def test_a_temporary_table_lives_as_long_as_its_command(empty):
    empty.seed({"patient": [{"PatNum": number, "LName": name} for number, name in enumerate(("Ash", "Elm", "Oak"), 1)]})
    before = empty.rows("patient")
    command = (
        "DROP TABLE IF EXISTS tmptree; CREATE TEMPORARY TABLE tmptree AS SELECT PatNum, LName FROM patient;"
        "UPDATE tmptree SET LName = 'Yew' WHERE LName = 'ash'; DELETE FROM tmptree WHERE PatNum = 2;"
        "INSERT INTO tmptree VALUES (9, 'Fir'), (10, CONCAT('P', 'ine')); SELECT * FROM tmptree ORDER BY LName"
    )
    assert rows(empty, command) == [
        {"PatNum": 9, "LName": "Fir"},
        {"PatNum": 3, "LName": "Oak"},
        {"PatNum": 10, "LName": "Pine"},
        {"PatNum": 1, "LName": "Yew"},
    ]
    assert empty.rows("patient") == before
    assert ask(empty, "SELECT * FROM tmptree").json == "Table 'opendental.tmptree' doesn't exist"


def test_a_temporary_table_with_columns_of_its_own(empty):
    command = (
        "CREATE TABLE tempa (n INT AUTO_INCREMENT PRIMARY KEY, day DATE);"
        "INSERT INTO tempa (day) VALUES ('2025-01-31'), (NULL); SELECT n, day FROM tempa; TRUNCATE tempa"
    )
    assert rows(empty, command) == [{"n": 1, "day": "2025-01-31T00:00:00"}, {"n": 2, "day": None}]


def test_a_question_changes_nothing(api):
    image = api.office.store.image()
    for command in (
        "SELECT * FROM patient",
        "CREATE TABLE tmpx AS SELECT * FROM patient; DELETE FROM tmpx",
        "SELECT * FROM eduresource",
        "DELETE FROM patient",
    ):
        ask(api, command)
    assert [*api.office.diff(image)] == ["securitylog"]
