"""The address of the real API, answered by an office."""

import asyncio
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
import requests
import urllib3

REAL = "https://api.opendental.com/api/v1"
KEYS = {"Authorization": "ODFHIR acme/their-production-key"}
PLAN = {"PatNum": 31, "Heading": "Intercepted"}


def by_requests(verb, url, **more):
    got = requests.request(verb, url, timeout=5, **more)
    return got.status_code, dict(got.headers), got.content


def by_a_session(verb, url, **more):
    with requests.Session() as session:
        got = session.request(verb, url, timeout=5, stream=True, **more)
        return got.status_code, dict(got.headers), b"".join(got.iter_content(100))


def by_urllib3(verb, url, **more):
    with urllib3.PoolManager() as pool:
        got = pool.request(verb, url, timeout=5, **more)
        return got.status, dict(got.headers), got.data


def by_a_pool(verb, url, **more):
    with urllib3.connection_from_url(url) as pool:
        got = (
            pool.urlopen(verb, url, headers=more.get("headers"))
            if "json" not in more
            else pool.request(verb, url, **more)
        )
        return got.status, dict(got.headers), got.data


def by_httpx(verb, url, **more):
    got = httpx.request(verb, url, timeout=5, **more)
    return got.status_code, dict(got.headers), got.content


def by_async_httpx(verb, url, **more):
    async def ask():
        async with httpx.AsyncClient(timeout=5) as client, client.stream(verb, url, **more) as got:
            return got.status_code, dict(got.headers), await got.aread()

    return asyncio.run(ask())


CLIENTS = [by_requests, by_a_session, by_urllib3, by_a_pool, by_httpx, by_async_httpx]
every_client = pytest.mark.parametrize("ask", CLIENTS)


@pytest.fixture
def office(mock_od_server):
    with mock_od_server.office(world="small") as office:
        yield office


@pytest.fixture
def elsewhere():
    """A server that is none of ours, and the paths that it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked.append((self.path, self.headers.get("Authorization")))
            self.send_response(299)
            self.send_header("Content-Length", "4")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"else")

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


@every_client
def test_the_office_answers(office, ask):
    with office.intercept():
        status, headers, content = ask("POST", f"{REAL}/treatplans", json=PLAN, headers=KEYS)
        read = ask("GET", f"{REAL}/treatplans?PatNum=31&Offset=0", headers=KEYS)
    headers = {name.lower(): value for name, value in headers.items()}
    assert (status, office.rows("treatplan")[-1]["Heading"]) == (201, "Intercepted")
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["x-mock-od-generation"] == str(office.generation)
    assert headers["location"].endswith("://api.opendental.com/api/v1/treatplans/9088")
    assert b'"Heading":"Intercepted"' in content
    assert read[0] == 200
    made, got = office.requests
    assert (made.verb, made.path, made.body) == ("POST", "/treatplans", PLAN)
    assert got.query == {"PatNum": "31", "Offset": "0"}


@every_client
def test_the_answer_is_the_very_answer(office, ask):
    direct = requests.get(f"{office.url}/treatplans?PatNum=0&Nothing=1", headers=office.headers, timeout=5)
    with office.intercept():
        status, headers, content = ask("GET", f"{REAL}/treatplans?PatNum=0&Nothing=1", headers=KEYS)
    assert (status, content) == (direct.status_code, direct.content)
    assert {name.lower() for name in headers} == {name.lower() for name in direct.headers}
    headers = {name.lower(): value for name, value in headers.items()}
    assert headers["x-mock-od-hint"] == direct.headers["X-Mock-Od-Hint"]


@every_client
def test_a_refusal_too(office, ask):
    with office.intercept():
        status, _headers, content = ask("GET", f"{REAL}/nothing", headers=KEYS)
        nobody = ask("GET", f"{REAL}/treatplans")
    assert status == 404
    assert content.startswith(b'"')
    assert nobody[0] == 400


@every_client
def test_what_has_another_address_passes_through(office, elsewhere, ask):
    url, asked = elsewhere
    with office.intercept():
        assert ask("GET", f"{url}/api/v1/treatplans?x=1", headers=KEYS)[0::2] == (299, b"else")
    ((path, keys),) = asked
    assert (path.removeprefix(url), keys) == ("/api/v1/treatplans?x=1", KEYS["Authorization"])
    assert len(office.requests) == 0


class Sent(Exception):
    """A call went on to the real thing."""


@pytest.mark.parametrize(
    "url",
    ["https://api.opendental.com/fhir/v2/patient", "https://api.opendental.com/api/v10/fees", "https://api.opendental.com:8443/api/v1/fees", "https://opendental.com/api/v1/fees"],
)  # fmt: skip
@pytest.mark.parametrize("ask", [by_requests, by_urllib3, by_httpx, by_async_httpx])
def test_what_is_not_the_api_passes_through(office, monkeypatch, url, ask):
    def sent(*_, **__):
        raise Sent

    async def sent_async(*_, **__):
        raise Sent

    monkeypatch.setattr(urllib3.HTTPConnectionPool, "urlopen", sent)
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", sent)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", sent_async)
    with office.intercept(), pytest.raises(Sent):
        ask("GET", url, headers=KEYS)


@every_client
def test_a_key_of_ours_stays(office, mock_od_server, ask):
    with mock_od_server.office(world="small") as other, office.intercept():
        ask("POST", f"{REAL}/treatplans", json=PLAN, headers={"Authorization": f"ODFHIR acme/{other.customer_key}"})
        assert len(other.requests) == 1
        assert len(office.requests) == 0


@every_client
def test_the_inner_office_decides_and_the_outer_one_after_it(office, mock_od_server, ask):
    with mock_od_server.office(world="small") as inner, office.intercept():
        with inner.intercept():
            ask("GET", f"{REAL}/treatplans", headers=KEYS)
        ask("GET", f"{REAL}/treatplans?Offset=1", headers=KEYS)
        assert [len(inner.requests), len(office.requests)] == [1, 1]


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (by_requests, requests.ConnectionError),
        (by_urllib3, urllib3.exceptions.HTTPError),
        (by_httpx, httpx.RemoteProtocolError),
        (by_async_httpx, httpx.RemoteProtocolError),
    ],
)
def test_a_dropped_connection_is_one(office, ask, error):
    office.faults.add(then={"dropConnection": "before"})
    with office.intercept(), pytest.raises(error):
        ask("POST", f"{REAL}/treatplans", json=PLAN, headers=KEYS)


def test_afterwards_nothing_is_left(office):
    before = (
        urllib3.HTTPConnectionPool.urlopen,
        httpx.HTTPTransport.handle_request,
        httpx.AsyncHTTPTransport.handle_async_request,
    )
    with pytest.raises(ZeroDivisionError), office.intercept():
        _ = 1 / 0
    after = (
        urllib3.HTTPConnectionPool.urlopen,
        httpx.HTTPTransport.handle_request,
        httpx.AsyncHTTPTransport.handle_async_request,
    )
    assert after == before


def test_clients_that_were_made_before(office):
    with requests.Session() as session, httpx.Client() as client, office.intercept():
        assert session.get(f"{REAL}/treatplans", headers=KEYS, timeout=5).status_code == 200
        assert client.get(f"{REAL}/treatplans", headers=KEYS).status_code == 200


def test_a_body_in_parts(office):
    def parts():
        yield b'{"PatNum": 31, '
        yield b'"Heading": "In parts"}'

    headers = {**KEYS, "Content-Type": "application/json"}
    with office.intercept():
        by_requests("POST", f"{REAL}/treatplans", data=parts(), headers=headers)
        by_httpx("POST", f"{REAL}/treatplans", content=parts(), headers=headers)
    assert [row["Heading"] for row in office.rows("treatplan")[-2:]] == ["In parts", "In parts"]


def test_headers_in_bytes_and_proxies_of_the_environment(office, monkeypatch, unused_url):
    monkeypatch.setenv("HTTPS_PROXY", unused_url)
    headers = {"Authorization": KEYS["Authorization"].encode(), "Content-Type": b"application/json"}
    with office.intercept():
        assert by_requests("GET", f"{REAL}/treatplans", headers=headers)[0] == 200
        assert by_httpx("GET", f"{REAL}/treatplans", headers=headers)[0] == 200


def test_many_at_once(office):
    async def ask():
        async with httpx.AsyncClient() as client:
            asked = [client.get(f"{REAL}/treatplans", headers=KEYS) for _ in range(20)]
            return [got.status_code for got in await asyncio.gather(*asked)]

    with office.intercept():
        assert asyncio.run(ask()) == [200] * 20
        assert asyncio.run(ask()) == [200] * 20  # in another event loop
