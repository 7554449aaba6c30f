"""SQL as MySQL understands it: each function, and each of its ways to compare."""

import pytest
from conversation import Client

NOW = "2025-06-02 09:30:05"
DAYS = (
    "WITH RECURSIVE d AS (SELECT CURDATE() AS x UNION ALL SELECT DATE_ADD(x, INTERVAL 1 DAY) FROM d "
    "WHERE x < '2025-06-04') SELECT x FROM d"
)


@pytest.fixture(scope="module")
def office():
    api = Client(world="empty")
    api.freeze(NOW)
    people = [("Smith", "Ann", "1980-02-29"), ("smith", "Bob", "2001-12-31"), ("Élan", "Cy", "0001-01-01")]
    api.seed(
        {
            "patient": [
                {"PatNum": number, "LName": last, "FName": first, "Birthdate": born, "Zip": f"0973{number}"}
                for number, (last, first, born) in enumerate(people, 1)
            ]
        }
    )
    return api


def answer(office, command):
    got = office.put("/queries/ShortQuery", {"SqlCommand": command})
    assert got.status == 200, got.text + got.hint
    return [list(row.values()) for row in got.json]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("CURDATE()", "2025-06-02T00:00:00"),
        ("CURRENT_DATE", "2025-06-02T00:00:00"),
        ("NOW()", "2025-06-02T09:30:05"),
        ("CURRENT_TIMESTAMP", "2025-06-02T09:30:05"),
        ("CURTIME()", "09:30:05"),
        ("DATE_ADD(CURDATE(), INTERVAL 1 DAY)", "2025-06-03T00:00:00"),
        ("DATE_ADD(CURDATE(), INTERVAL 2 HOUR)", "2025-06-02T02:00:00"),
        ("DATE_ADD('2024-01-31', INTERVAL 1 MONTH)", "2024-02-29"),
        ("DATE_ADD(NOW(), INTERVAL '1:30' HOUR_MINUTE)", "2025-06-02T11:00:05"),
        ("DATE_SUB(CURDATE(), INTERVAL 1 YEAR)", "2024-06-02T00:00:00"),
        ("ADDDATE(CURDATE(), 3)", "2025-06-05T00:00:00"),
        ("CURDATE() - INTERVAL 2 WEEK", "2025-05-19T00:00:00"),
        ("INTERVAL 1 DAY + NOW()", "2025-06-03T09:30:05"),
        ("DATE_ADD('9999-12-31', INTERVAL 1 DAY)", None),
        ("TIMESTAMPADD(MONTH, 1, CURDATE())", "2025-07-02T00:00:00"),
        ("DATE_FORMAT(NOW(), '%Y-%m-%d')", "2025-06-02"),
        ("DATE_FORMAT('2024-07-04 15:04:09', '%W %M %D %e %c %y %h:%i %p %T %r %j %%')",
         "Thursday July 4th 4 7 24 03:04 PM 15:04:09 03:04:09 PM 186 %"),
        ("DATEDIFF('2025-01-10', '2024-12-31 23:00:00')", 10),
        ("TIMESTAMPDIFF(YEAR, '1980-02-29', '2025-02-28')", 44),
        ("TIMESTAMPDIFF(MONTH, '2025-01-31', '2025-02-28')", 0),
        ("TIMESTAMPDIFF(DAY, '2025-01-02', '2025-01-01')", -1),
        ("TIMESTAMPDIFF(MINUTE, '2025-01-01 10:00', '2025-01-01 11:29:59')", 89),
        ("YEAR('2025-06-02')", 2025),
        ("MONTH(NOW())", 6),
        ("QUARTER(NOW())", 2),
        ("DAYOFWEEK('2025-06-01')", 1),
        ("WEEKDAY('2025-06-01')", 6),
        ("WEEK('2025-01-05')", 1),
        ("WEEK('2024-12-30', 3)", 1),
        ("YEARWEEK('2025-06-02', 1)", 202523),
        ("LAST_DAY('2024-02-10')", "2024-02-29T00:00:00"),
        ("DAYNAME('2025-06-02')", "Monday"),
        ("EXTRACT(YEAR_MONTH FROM '2025-06-02')", 202506),
        ("STR_TO_DATE('6/2/2025', '%m/%d/%Y')", "2025-06-02T00:00:00"),
        ("STR_TO_DATE('x', '%m')", None),
        ("DATE('2025-06-02 10:00:00')", "2025-06-02T00:00:00"),
        ("TIME('2025-06-02 10:00:01')", "10:00:01"),
        ("TIMEDIFF('10:00:00', '11:30:00')", "-01:30:00"),
        ("SEC_TO_TIME(3725)", "01:02:05"),
        ("TO_DAYS('2007-10-07')", 733321),
        ("YEAR('nonsense')", None),
        ("CONCAT('a', 1, 2.5)", "a12.5"),
        ("CONCAT('a', NULL)", None),
        ("CONCAT_WS(', ', 'a', NULL, 'b')", "a, b"),
        ("IF(1 > 2, 'yes', 'no')", "no"),
        ("IFNULL(NULL, 'x')", "x"),
        ("COALESCE(NULL, NULL, 3)", 3),
        ("NULLIF('a', 'A')", None),
        ("SUBSTRING_INDEX('www.mysql.com', '.', 2)", "www.mysql"),
        ("SUBSTRING_INDEX('www.mysql.com', '.', -2)", "mysql.com"),
        ("SUBSTRING('Quadratically', 5, 6)", "ratica"),
        ("SUBSTRING('Sakila' FROM -4 FOR 2)", "ki"),
        ("LEFT('hello', 2)", "he"),
        ("RIGHT('hello', 2)", "lo"),
        ("TRIM(LEADING 'x' FROM 'xxbarxx')", "barxx"),
        ("TRIM('  a ')", "a"),
        ("LPAD('7', 3, '0')", "007"),
        ("REPLACE('a-b-c', '-', '+')", "a+b+c"),
        ("UPPER('abc')", "ABC"),
        ("CHAR_LENGTH('é')", 1),
        ("LENGTH('é')", 2),
        ("LOCATE('bar', 'foobarbar', 5)", 7),
        ("INSTR('foobarbar', 'BAR')", 4),
        ("FIND_IN_SET('b', 'a,b,c')", 2),
        ("FIELD('c', 'a', 'b', 'c')", 3),
        ("REPEAT('x', 2000000000)", None),
        ("FORMAT(1234567.891, 2)", "1,234,567.89"),
        ("MD5('a')", "0cc175b9c0f1b6a831c399e269772661"),
        ("ROUND(2.5)", 3.0),
        ("ROUND(-1.005, 2)", -1.01),
        ("ROUND(1234, -2)", 1200),
        ("ROUND(7)", 7),
        ("TRUNCATE(1.999, 1)", 1.9),
        ("FLOOR(-1.5)", -2),
        ("CEIL(1.1)", 2),
        ("MOD(-7, 3)", -1),
        ("GREATEST(2, 10, 3)", 10),
        ("LEAST('b', 'A')", "A"),
        ("POW(2, 10)", 1024.0),
        ("SQRT(-1)", None),
        ("CAST('12abc' AS SIGNED)", 12),
        ("CAST('3.7' AS UNSIGNED)", 3),
        ("CAST(1.005 AS DECIMAL(10,2))", 1.01),
        ("CAST(5 AS CHAR)", "5"),
        ("CAST('2025-1-2 10:00' AS DATE)", "2025-01-02T00:00:00"),
        ("CONVERT('2025-01-02', DATETIME)", "2025-01-02T00:00:00"),
        ("1 / 3", 0.3333),
        ("10 / 4", 2.5),
        ("6 / 2", 3.0),
        ("7 DIV 2", 3),
        ("-7 DIV 2", -3),
        ("7 % 3", 1),
        ("1 / 0", None),
        ("5 MOD 0", None),
        ("'5 apples' + 1", 6.0),
        ("'a' = 'A'", 1),
        ("'a' = 'a   '", 1),
        ("'é' = 'E'", 1),
        ("BINARY 'a' = 'A'", 0),
        ("2 = '2.0'", 1),
        ("'abc' = 0", 1),
        ("NULL = NULL", None),
        ("NULL <=> NULL", 1),
        ("3 || 0", 1),
        ("1 && 0", 0),
        ("1 XOR 1", 0),
        ("5 ^ 1", 4),
        ("!0", 1),
        ("'Smith' LIKE 'sm_t%'", 1),
        ("'50%' LIKE '50\\%'", 1),
        ("'500' LIKE '50|%' ESCAPE '|'", 0),
        ("'Smith' NOT LIKE 'x%'", 1),
        ("'Smith' REGEXP '^s.*h$'", 1),
        ("'Smith' RLIKE '[[:digit:]]'", 0),
        ("'b' BETWEEN 'A' AND 'C'", 1),
        ("'B' IN ('a', 'b')", 1),
        ("2 IN ('1', '2')", 1),
        ("CASE 'a' WHEN 'A' THEN 1 ELSE 2 END", 1),
        ("CURDATE() = '2025-06-02'", 1),
        ("CURDATE() = '2025/6/2'", 1),
        ("CURDATE() = 20250602", 1),
        ("NOW() > CURDATE()", 1),
        ("NOW() >= '2025-06-02'", 1),
        ("DATE(NOW()) = CURDATE()", 1),
        ("CURDATE() + 0", 20250602),
        ("0x41", "A"),
        ("'it''s'", "it's"),
        ('"text"', "text"),
    ],
)  # fmt: skip
def test_an_expression(office, expression, value):
    got = answer(office, f"SELECT {expression}")
    assert got == [[value]]
    assert type(got[0][0]) is type(value)


@pytest.mark.parametrize(
    ("command", "rows"),
    [
        ("SELECT COUNT(*) FROM patient WHERE LName = 'SMITH'", [[2]]),
        ("SELECT COUNT(*) FROM Patient WHERE lname LIKE 'e%'", [[1]]),
        ("SELECT `FName` FROM `patient` ORDER BY `LName`, `FName`", [["Cy"], ["Ann"], ["Bob"]]),
        ("SELECT LName, COUNT(*) FROM patient GROUP BY LName ORDER BY 2 DESC, 1", [["Smith", 2], ["Élan", 1]]),
        ("SELECT FName, COUNT(*) AS n FROM patient GROUP BY LName HAVING n > 1", [["Ann", 2]]),
        ("SELECT DISTINCT LName FROM patient ORDER BY LName", [["Élan"], ["Smith"]]),
        ("SELECT COUNT(DISTINCT LName), COUNT(DISTINCT LName, FName) FROM patient", [[2, 3]]),
        ("SELECT COUNT(*) FROM (SELECT LName FROM patient WHERE PatNum = 1 UNION SELECT 'SMITH') x", [[1]]),
        ("SELECT SUM(PatNum), AVG(PatNum), MIN(LName), MAX(Birthdate) FROM patient",
         [[6.0, 2.0, "Élan", "2001-12-31T00:00:00"]]),
        ("SELECT GROUP_CONCAT(FName ORDER BY FName DESC SEPARATOR '; ') FROM patient", [["Cy; Bob; Ann"]]),
        ("SELECT GROUP_CONCAT(DISTINCT LName ORDER BY LName) FROM patient", [["Élan,Smith"]]),
        ("SELECT GROUP_CONCAT(FName) FROM patient WHERE PatNum > 5", [[None]]),
        ("SELECT FName FROM patient WHERE Birthdate LIKE '%-02-29'", [["Ann"]]),
        ("SELECT FName FROM patient WHERE Birthdate < '1900-01-01'", [["Cy"]]),
        ("SELECT FName FROM patient WHERE Birthdate BETWEEN '1980-2-1' AND '1980-3-1'", [["Ann"]]),
        ("SELECT FName FROM patient WHERE YEAR(Birthdate) = '2001'", [["Bob"]]),
        ("SELECT FName FROM patient WHERE Zip = 9732", [["Bob"]]),
        ("SELECT FName FROM patient WHERE PatNum = '2'", [["Bob"]]),
        ("SELECT FName FROM patient WHERE PatNum IN (SELECT MAX(PatNum) FROM patient)", [["Cy"]]),
        ("SELECT a.FName FROM patient a LEFT JOIN patient b ON b.PatNum = a.PatNum + 1 WHERE b.PatNum IS NULL", [["Cy"]]),
        ("SELECT b.PatNum FROM patient a LEFT JOIN patient b ON b.PatNum = a.PatNum + 1 ORDER BY b.PatNum",
         [[None], [2], [3]]),
        ("SELECT FName FROM patient ORDER BY PatNum LIMIT 1, 1", [["Bob"]]),
        ("SELECT FName FROM patient ORDER BY PatNum LIMIT 1 OFFSET 2 FOR UPDATE", [["Cy"]]),
        ("SET @last = 'SMITH', @least := 1; SELECT FName FROM patient WHERE LName = @LAST AND PatNum > @least", [["Bob"]]),
        ("SET @from = '1980-02-29'; SELECT FName FROM patient WHERE Birthdate = @from", [["Ann"]]),
        ("SET @n = 0; SELECT @n := @n + 1, FName FROM patient ORDER BY PatNum", [[1, "Ann"], [2, "Bob"], [3, "Cy"]]),
        ("SET @day = (SELECT MAX(Birthdate) FROM patient); SELECT @day, @none", [["2001-12-31", None]]),
        ("SET NAMES utf8; SET SESSION group_concat_max_len = 5; SELECT 1; SELECT 2", [[1]]),
        ("SET @a = 1", []),
        ("WITH s AS (SELECT * FROM patient WHERE LName = 'smith') SELECT FName FROM s ORDER BY 1", [["Ann"], ["Bob"]]),
        (DAYS,
         [["2025-06-02T00:00:00"], ["2025-06-03T00:00:00"], ["2025-06-04T00:00:00"]]),
        ("SELECT FName, ROW_NUMBER() OVER (PARTITION BY LName ORDER BY PatNum DESC) AS n FROM patient ORDER BY PatNum",
         [["Ann", 2], ["Bob", 1], ["Cy", 1]]),
        ("SELECT LAG(FName) OVER (ORDER BY PatNum), SUM(PatNum) OVER (ORDER BY PatNum) FROM patient",
         [[None, 1.0], ["Ann", 3.0], ["Bob", 6.0]]),
        ("SELECT TIMESTAMPDIFF(YEAR, Birthdate, CURDATE()) FROM patient WHERE PatNum < 3 ORDER BY PatNum", [[45], [23]]),
        ("SELECT x.n FROM (SELECT COUNT(*) n FROM patient) x", [[3]]),
        ("SELECT STD(PatNum), BIT_OR(PatNum) FROM patient", [[0.816496580927726, 3]]),
        ("SELECT RAND() < 1, RAND(3) >= 0", [[1, 1]]),
        ("SELECT COUNT(DISTINCT x.r) FROM (SELECT RAND() AS r FROM patient) x", [[3]]),
        ("SELECT FName FROM patient WHERE PatNum = 2 ORDER BY RAND() LIMIT 1", [["Bob"]]),
        ("SELECT ANY_VALUE(Birthdate), COUNT(*) FROM patient WHERE PatNum = 1 GROUP BY LName",
         [["1980-02-29T00:00:00", 1]]),
        ("SELECT 1 + 1 FROM DUAL", [[2]]),
        ("SELECT 'x' FROM dual WHERE EXISTS (SELECT 1 FROM patient WHERE PatNum = 9)", []),
        ("SELECT 9 / 483 * 100, 1 / 3, SUM(PatNum) / 7 FROM patient", [[1.86, 0.3333, 0.8571]]),
        ("(SELECT 1)", [[1]]),
        ("((SELECT 1) UNION (SELECT 2)) ORDER BY 1 DESC LIMIT 1", [[2]]),
        ("SELECT 3 UNION (SELECT 2) ORDER BY 1", [[2], [3]]),
        ("(SELECT FName FROM patient ORDER BY PatNum DESC LIMIT 1) UNION ALL (SELECT FName FROM patient WHERE PatNum = 1)",
         [["Cy"], ["Ann"]]),
        ("SELECT 1 UNION (SELECT 1 UNION ALL SELECT 1)", [[1]]),
        ("SELECT 1 UNION ALL (SELECT 1 UNION SELECT 1)", [[1], [1]]),
        ("SELECT x.a FROM ((SELECT 1 AS a) UNION (SELECT 2)) x ORDER BY a DESC", [[2], [1]]),
        ("SELECT FName FROM patient WHERE PatNum IN ((SELECT 1) UNION (SELECT 3))", [["Ann"], ["Cy"]]),
    ],
)  # fmt: skip
def test_a_query(office, command, rows):
    assert answer(office, command) == rows


def test_columns_are_called_as_they_are_written(office):
    got = office.put(
        "/queries/ShortQuery", {"SqlCommand": "SELECT count(*), 1+1, 'a, b', p.lname, `FName`, (2) FROM patient p"}
    )
    assert list(got.json[0]) == ["count(*)", "1+1", "a, b", "lname", "FName", "(2)"]


def test_columns_of_a_union_are_called_as_in_its_first_part(office):
    first = "(SELECT COUNT(*), COUNT(*), LName AS x FROM patient GROUP BY LName ORDER BY x LIMIT 1)"
    got = office.put("/queries/ShortQuery", {"SqlCommand": f"{first} UNION ALL (SELECT 1, 2, 3)"})
    assert (got.status, [list(row) for row in got.json]) == (200, [["COUNT(*)", "COUNT(*)1", "x"]] * 2)
