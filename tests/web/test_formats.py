"""Formats of dates in any GET, the types and bodies that are read leniently, and the router's corners."""

import json

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

PLAN = {"Description": "Happy Smiles Club", "FeeSchedNum": 54, "DefNum": 336}
JSON = "application/json; charset=utf-8"


def settle(client, **settings):
    got = client.put(f"/__admin/offices/{client.key}", settings)
    assert got.status == 200, got.json


def refused(answer, status, sentence, hint):
    assert (answer.status, answer.json, answer.hint) == (status, sentence, hint)
    assert answer.headers["Content-Type"] == JSON


def plain(client, path):
    answer = client.get(path)
    assert answer.status == 200, answer.json
    return answer.json


# --- dates and date-times ---------------------------------------------------------------------------


@pytest.fixture
def dated(api):
    """An office whose rows have moments that tell day from month and hour from minute."""
    settle(api, timezone="America/Los_Angeles")
    api.freeze("2024-07-04 16:05:09")
    api.seed(
        {
            "treatplan": [
                {
                    "TreatPlanNum": 9,
                    "PatNum": 48,
                    "DateTP": "2022-07-01",
                    "DateTSigned": "2022-12-31 23:59:58",
                    "SecDateTEdit": "2023-01-02 03:04:05",
                }
            ],
            "fee": [{"FeeNum": 7, "SecDateEntry": "2019-02-03", "SecDateTEdit": "2019-02-03 14:05:06"}],
            "patient": [{"PatNum": 15, "Birthdate": "1990-02-01", "DateTStamp": "2022-05-06 07:08:09"}],
            "procedurelog": [{"ProcNum": 25, "ProcDate": "2022-03-04", "SecDateEntry": "2022-03-04 12:00:01"}],
            "discountplansub": [
                {"DiscountSubNum": 7, "PatNum": 31, "DiscountPlanNum": 2, "DateEffective": "2021-09-08"}
            ],
        }
    )
    return api


READS = [
    ("/treatplans?PatNum=48&", "DateTP", "2022-07-01", "07/01/2022"),
    ("/treatplans?PatNum=48&", "DateTSigned", "2022-12-31 23:59:58", "31/12/2022 11:59 PM -08:00"),
    ("/treatplans?PatNum=48&", "SecDateTEdit", "2023-01-02 03:04:05", "02/01/2023 03:04 AM -08:00"),
    ("/treatplans?PatNum=48&", "DateTPracticeSigned", "0001-01-01 00:00:00", "01/01/0001 12:00 AM -07:52"),
    ("/fees/7?", "SecDateEntry", "2019-02-03", "02/03/2019"),
    ("/fees/7?", "SecDateTEdit", "2019-02-03 14:05:06", "03/02/2019 02:05 PM -08:00"),
    ("/patients/15?", "Birthdate", "1990-02-01", "02/01/1990"),
    ("/patients/15?", "AdmitDate", "0001-01-01", "01/01/0001"),
    ("/patients/15?", "DateTStamp", "2022-05-06 07:08:09", "06/05/2022 07:08 AM -07:00"),
    ("/patients/Simple?Limit=1&", "serverDateTime", "2024-07-04 16:05:09", "04/07/2024 04:05 PM -07:00"),
    ("/procedurelogs/25?", "ProcDate", "2022-03-04", "03/04/2022"),
    ("/procedurelogs/25?", "SecDateEntry", "2022-03-04 12:00:01", "04/03/2022 12:00 PM -08:00"),
    ("/discountplansubs?PatNum=31&", "DateEffective", "2021-09-08", "09/08/2021"),
]


@pytest.mark.parametrize(("path", "field", "usual", "written"), READS, ids=lambda part: part[:24])
def test_single_reads_and_lists_write_dates_as_asked(dated, path, field, usual, written):
    def shown(query):
        found = plain(dated, path + query)
        return found[0] if isinstance(found, list) else found

    before = shown("")
    assert before[field] == usual
    after = shown("DateFormatString=MM/dd/yyyy&DateTimeFormatString=dd/MM/yyyy%20hh:mm%20tt%20zzz")
    assert after[field] == written
    assert list(after) == list(before)
    for name, value in before.items():  # whatever is no date stays as it is
        assert after[name] == value or "/" in str(after[name])
    one, other = ("DateFormatString", "DateTimeFormatString")[:: 1 if len(usual) == 10 else -1]
    assert shown(f"{other}=yyyy")[field] == usual  # each has its own kind
    assert shown(f"{one}=")[field] == usual  # empty is not sent
    assert shown(f"{one}=yyyy")[field] == usual[:4]


@pytest.mark.parametrize(
    "path", ["/patients", "/patients/Simple", "/procedurelogs", "/fees", "/treatplans", "/documents?PatNum=15"]
)
def test_every_row_of_a_list_is_written_so(dated, path):
    mark = "&" if "?" in path else "?"
    before = plain(dated, path)
    query = "DateFormatString='D'yyyyMMdd&DateTimeFormatString='T'yyyyMMddHHmmss"
    after = plain(dated, f"{path}{mark}{query}")
    assert len(after) == len(before) > 0
    turned = 0
    for usual, written in zip(before, after, strict=True):
        for name, value in usual.items():
            if written[name] != value:
                digits = "".join(letter for letter in value if letter.isdigit())
                assert written[name] == ("D" if len(value) == 10 else "T") + digits
                turned += 1
    assert turned >= len(before)


def test_reads_without_dates_take_the_formats_too(api):
    query = "?DateFormatString=yyyy&DateTimeFormatString=yyyy"
    for path in ("/clinics", "/discountplans", "/discountplans/2", "/preferences", "/userods", "/securityperms"):
        answer = api.get(path + query)
        assert (answer.status, answer.hint) == (200, "")
        assert answer.json == plain(api, path)


@pytest.mark.parametrize(
    ("zone", "moment", "written"),
    [
        ("America/Los_Angeles", "2024-01-27 14:13:05", "2024-01-27 14:13:05 -08:00"),
        ("America/Los_Angeles", "2024-07-27 14:13:05", "2024-07-27 14:13:05 -07:00"),
        ("Asia/Kolkata", "2024-07-27 14:13:05", "2024-07-27 14:13:05 +05:30"),
        ("UTC", "2024-07-27 14:13:05", "2024-07-27 14:13:05 +00:00"),
        ("Pacific/Kiritimati", "9999-12-31 23:59:59", "9999-12-31 23:59:59 +14:00"),
        ("Pacific/Kiritimati", "0001-01-01 00:00:00", None),
    ],
)
def test_the_offset_is_the_offices(api, zone, moment, written):
    settle(api, timezone=zone)
    api.freeze(moment)
    path = "/patients/Simple?Limit=1&DateTimeFormatString"
    shown = plain(api, f"{path}=yyyy-MM-dd%20HH:mm:ss%20zzz")[0]["serverDateTime"]
    if written:
        assert shown == written
    assert shown.startswith(moment)
    assert plain(api, f"{path}=u")[0]["serverDateTime"].endswith("Z")


@pytest.mark.parametrize("name", ["DateFormatString", "DateTimeFormatString"])
@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("%25", ""),
        ("x", ""),
        ("Q", ""),
        ("yyyy%5C", ""),
        ("'yyyy", ""),
        ("y" * 501, "is longer than 500 characters"),
        ("fffffffff", ""),
    ],
)
def test_a_format_that_is_none(api, name, pattern, says):
    for path in ("/treatplans", "/patients", "/patients/15", "/discountplans/2"):
        answer = api.get(f"{path}?{name}={pattern}")
        assert (answer.status, answer.json) == (400, f"{name} is invalid.")
        assert answer.hint.startswith(f"{name} is" + (f" {says[3:]}" if says else " no .NET format: "))
    answer = api.get(f"/patients/999?{name}={pattern}")
    assert answer.status in (400, 404)


def test_a_pattern_of_500_characters_is_none_too_long(api):
    assert plain(api, f"/patients/15?DateFormatString={'d' * 0}{'-' * 500}")["Birthdate"] == "-" * 500


@pytest.mark.parametrize(
    ("name", "since", "before"),
    [("DateFormatString", "22.2.26", "22.2.25"), ("DateTimeFormatString", "22.2.14", "22.2.13")],
)
def test_formats_from_the_version_that_added_them(api, name, since, before):
    field, usual = ("Birthdate", 10) if name == "DateFormatString" else ("DateTStamp", 19)
    api.freeze("2024-01-27 14:13:05")
    settle(api, version=since)
    for path in ("/patients/15", "/patients/Simple", "/patients"):
        found = plain(api, f"{path}?{name}=yyyy")
        if (path, field) == ("/patients", "DateTStamp"):
            continue  # it is taken, though no date-time is shown there
        assert len((found if isinstance(found, dict) else found[0])[field]) == 4
    settle(api, version=before)
    for path in ("/patients/15", "/patients/Simple", "/procedurelogs"):
        answer = api.get(f"{path}?{name}=yyyy")
        assert (answer.status, answer.json) == (200, plain(api, path))
        assert name in answer.hint
        assert api.get(f"{path}?{name}=%25").json == answer.json  # a bad one as little
    assert len(plain(api, "/patients/15")[field]) == usual
    answer = api.get(f"/patients?{name}=yyyy")
    assert (answer.status, answer.json) == (400, f"'{name}' is not a valid parameter.")
    assert name in answer.hint


def test_a_format_changes_what_is_shown_and_not_what_is_asked_for(dated):
    found = plain(dated, "/patients?Birthdate=1990-02-01&DateFormatString=dd.MM.yyyy")
    assert [row["Birthdate"] for row in found if row["PatNum"] == 15] == ["01.02.1990"]
    answer = dated.get("/patients?Birthdate=01.02.1990&DateFormatString=dd.MM.yyyy")
    assert (answer.status, answer.json) == (400, "Birthdate format must be yyyy-MM-dd.")


def test_a_format_is_for_the_answer_of_a_write_too(dated):
    made = dated.post("/treatplans?DateTimeFormatString=yyyy", {"PatNum": 15})
    assert (made.status, made.json["SecDateTEdit"], made.json["SecDateEntry"]) == (201, "2024", "2024-07-04")
    kept = dated.put(f"/treatplans/{made.json['TreatPlanNum']}?DateFormatString=dd.MM.yyyy", {"Note": "x"})
    assert (kept.status, kept.json["SecDateEntry"], kept.json["Note"]) == (200, "04.07.2024", "x")
    before = dated.rows("treatplan")
    bad = dated.post("/treatplans?DateFormatString=q", {"PatNum": 15})
    assert (bad.status, bad.json) == (400, "DateFormatString is invalid.")
    assert dated.rows("treatplan") == before


# --- the type of a body -----------------------------------------------------------------------------


def raw(client, verb, path, content=b"", **environ):
    """A request through the WSGI app as it stands: status, headers, bytes."""
    path, _, query = path.partition("?")
    start = EnvironBuilder("/", method="GET").get_environ()
    start |= {"REQUEST_METHOD": verb, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_LENGTH": str(len(content))}
    start |= {"HTTP_AUTHORIZATION": client.headers["Authorization"], "wsgi.input": __import__("io").BytesIO(content)}
    body, status, headers = run_wsgi_app(client.app.wsgi_app, start | environ, buffered=True)
    return int(status.split()[0]), dict(headers), b"".join(body)


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8; odata=none",
        "APPLICATION/JSON",
        " application/json ;",
    ],
)
@pytest.mark.parametrize("faithful", [False, True])
def test_a_type_that_is_json(api, kind, faithful):
    settle(api, faithful=faithful)
    given = {"CONTENT_TYPE": kind}
    assert raw(api, "POST", "/api/v1/discountplans", json.dumps(PLAN).encode(), **given)[0] == 201
    assert raw(api, "PUT", "/api/v1/discountplans/2", b"{}", **given)[0] == 200
    assert raw(api, "GET", "/api/v1/discountplans/2", **given)[0] == 200
    assert raw(api, "DELETE", "/api/v1/treatplans/9", **given)[0] == 200


@pytest.mark.parametrize(
    "kind", [None, "", "text/json", "application/jsonp", "application/json, text/plain", ";application/json"]
)
def test_where_all_is_faithful_every_request_says_that_it_is_json(api, kind):
    given = {} if kind is None else {"CONTENT_TYPE": kind}
    calls = [
        ("GET", "discountplans"),
        ("GET", "discountplans/2"),
        ("GET", "discountplans/999"),
        ("DELETE", "treatplans/9"),
    ]
    for verb, path in calls:
        assert raw(api, verb, f"/api/v1/{path}", **given)[0] in (200, 404)
    api.post("/__admin/reset", {"office": api.key})
    settle(api, faithful=True)
    for verb, path in [*calls, ("POST", "discountplans"), ("PUT", "discountplans/2")]:
        status, headers, content = raw(api, verb, f"/api/v1/{path}", json.dumps(PLAN).encode(), **given)
        assert (status, content) == (400, b'"Malformed API request."')
        assert headers["X-Mock-Od-Hint"] == "send Content-Type: application/json"
    assert raw(api, "GET", "/api/v1/nope", **given)[2] == b'"nope is not a valid resource."'
    settle(api, permissions=[])
    assert raw(api, "GET", "/api/v1/clinics", **given)[0] == 401  # the permission comes first


# --- lenient bodies, through the whole of the API ---------------------------------------------------

SENT = [
    (b'{"PlanNote": "x",}', "x"),
    (b'{"PlanNote": "x" /* why */, // so\n}', "x"),
    (b"{'PlanNote': 'it\\'s \"fine\"'}", 'it\'s "fine"'),
    (b'{PlanNote: "x"}', "x"),
    (b"{PlanNote: 'a, }', IsHidden: false,}", "a, }"),
    (b'{"PlanNote": "first", "PlanNote": "last"}', "last"),
    (b"{PlanNote: 'first', \"PlanNote\": 'last'}", "last"),
    (b'\xef\xbb\xbf{"PlanNote": "x"}', "x"),
    (b"\xef\xbb\xbf{PlanNote: 'x', /**/}", "x"),
    (b'/* first */ {"PlanNote": "// no comment /* none */"}', "// no comment /* none */"),
    (b'{"PlanNote": "a,]", "planNote": "y"}', "y"),  # both are the field: the last one counts
    (b'\r\n\t {"PlanNote"\n:\n"x"}\n\n', "x"),
    ('{"PlanNote": "Zahnärztin 歯 \\u00e9"}'.encode(), "Zahnärztin 歯 é"),
]


@pytest.mark.parametrize(("content", "note"), SENT, ids=lambda part: repr(part)[:30])
@pytest.mark.parametrize("verb", ["POST", "PUT"])
def test_a_lenient_body_is_read_and_done(api, content, note, verb):
    path = "/api/v1/discountplans/2"
    if verb == "POST":
        path = "/api/v1/discountplans"
        at = content.index(b"{") + 1
        content = content[:at] + b'"Description": "D", "FeeSchedNum": 54, "DefNum": 336, ' + content[at:]
    status, _, answer = raw(api, verb, path, content, CONTENT_TYPE="application/json")
    shown = json.loads(answer)
    assert (status, shown["PlanNote"]) == (201 if verb == "POST" else 200, note)
    assert api.get(f"/discountplans/{shown['DiscountPlanNum']}").json == shown


# --- the router -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/treatplans/",
        "//treatplans",
        "//treatplans//",
        "/treatplans///",
        "/treat%70lans",
        "/%74%72%65atplans",
        "/treatplans%2F",
        "/treatplans?",
    ],
)
def test_slashes_and_percents_that_change_nothing(api, path):
    got = api.app.test_client().get(f"http://localhost/api/v1{path}", headers=api.headers)
    assert (got.status_code, got.json) == (200, plain(api, "/treatplans"))


def test_slashes_in_the_middle(api):
    for path in ("/treatplans//Saved", "/treatplans/Saved//", "//treatplans/Saved", "/treatplans/%53aved"):
        assert api.post(path, {"TreatPlanNum": 9}).status == 201
    assert api.get("/discountplans//2/").json["DiscountPlanNum"] == 2
    assert api.get("/discountplans/%32").json["DiscountPlanNum"] == 2


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/patients", "v1"),
        ("/v1", "v1"),
        ("/api/v1/patients", "api"),
        ("/patients%3FPatNum=15", "patients?PatNum=15"),
        ("/pat%20ients", "pat ients"),
        ("/%70atient", "patient"),
        ("/Patients", "Patients"),
        ("/../patients", ".."),
        ("/.", "."),
        ("/%25", "%"),
        ("/%E6%AD%AF", "歯"),
    ],
)
def test_paths_that_lead_nowhere(api, path, name):
    for verb in ("GET", "POST", "PUT", "DELETE"):
        got = api.app.test_client().open(f"/api/v1{path}", method=verb, headers=api.headers)
        assert (got.status_code, got.json) == (404, f"{name} is not a valid resource.")


def test_bytes_in_a_path_that_are_no_utf_8(api):
    status, headers, content = raw(api, "GET", "/api/v1/\xff\xfe")
    assert (status, headers["Content-Type"]) == (404, JSON)
    assert json.loads(content) == "\ufffd\ufffd is not a valid resource."


def test_outside_of_v1_there_is_no_api(api):
    for path in ("/api/v1x/patients", "/api/v2/patients", "/API/V1/patients", "/patients", "/api"):
        got = api.app.test_client().get(path, headers=api.headers)
        assert (got.status_code, got.json["api"]) == (404, "/api/v1")


@pytest.mark.parametrize("verb", ["OPTIONS", "TRACE", "PATCH", "CONNECT", "LINK"])
def test_verbs_that_no_method_has(api, verb):
    before = plain(api, "/discountplans")
    for path, words in (("discountplans", ""), ("discountplans/2", ""), ("treatplans/Saved", "Saved")):
        status, headers, content = raw(api, verb, f"/api/v1/{path}")
        sentence = f"{path.partition('/')[0]} {verb} {words} is not a valid method."
        assert status == 400
        assert content == json.dumps(sentence).encode()
        assert "Allow" not in headers
        assert headers["X-Mock-Od-Hint"].partition(" ")[0] in ("DiscountPlans", "TreatPlans")
    assert raw(api, verb, "/api/v1/nope")[0] == 404
    assert plain(api, "/discountplans") == before


@pytest.mark.parametrize(
    "query", ["PatNum=48", "PatNum=4%38", "%50atNum=48", "PatNum=7&PatNum=48", "&&PatNum=48&", "PatNum=%2048"]
)
def test_parameters_however_they_are_written(api, query):
    answer = api.get(f"/treatplans?{query}")
    if query == "PatNum=%2048" and answer.status == 400:
        assert answer.json == "PatNum is invalid."
    else:
        assert {plan["PatNum"] for plan in answer.json} == {48}


def test_plus_is_a_blank_and_bytes_that_are_no_utf_8_do_no_harm(api):
    api.seed({"preference": [{"PrefName": "a b", "ValueString": "1"}]})
    assert plain(api, "/preferences?PrefName=a+b") == plain(api, "/preferences?PrefName=a%20b") != []
    assert plain(api, "/preferences?PrefName=%FF%FE") == []
