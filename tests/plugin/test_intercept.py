"""The address of the real API, answered by an office."""

import asyncio
import gc
import http.client
import json as json_module
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

import aiohttp
import httpx
import pytest
import requests
import trustme
import urllib3
import yarl

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


def by_aiohttp(verb, url, **more):
    async def ask():
        async with aiohttp.ClientSession() as session, session.request(verb, aiohttp_url(url), **more) as got:
            return got.status, dict(got.headers), await got.read()

    return asyncio.run(ask())


def aiohttp_url(url):
    """As it is written: aiohttp would write /%61pi as /api."""
    return yarl.URL(url, encoded=True) if "%" in url else url


def by_urllib(verb, url, headers=None, json=None):
    content = None if json is None else json_module.dumps(json).encode()
    typed = {"Content-Type": "application/json"} if content else {}
    request = urllib.request.Request(url, content, {**typed, **(headers or {})}, method=verb)
    try:
        with urllib.request.urlopen(request, timeout=5) as got:
            return got.status, dict(got.headers), got.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, dict(refused.headers), refused.read()


def by_http_client(verb, url, headers=None, json=None):
    parts = urllib.parse.urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    content = None if json is None else json_module.dumps(json)
    typed = {"Content-Type": "application/json"} if content else {}
    connection = kind(parts.netloc, timeout=5)
    try:
        connection.request(verb, parts._replace(scheme="", netloc="").geturl(), content, {**typed, **(headers or {})})
        got = connection.getresponse()
        return got.status, dict(got.headers), got.read()
    finally:
        connection.close()


CLIENTS = [
    by_requests,
    by_a_session,
    by_urllib3,
    by_a_pool,
    by_httpx,
    by_async_httpx,
    by_aiohttp,
    by_urllib,
    by_http_client,
]
every_client = pytest.mark.parametrize("ask", CLIENTS)


@pytest.fixture(scope="module", autouse=True)
def few_certificates(tmp_path_factory):
    """Clients read a file with one certificate: to read those of the machine takes longer than all that is tested."""
    with pytest.MonkeyPatch.context() as patch:
        file = tmp_path_factory.mktemp("certificates") / "one.pem"
        trustme.CA().cert_pem.write_to_path(str(file))
        patch.setenv("SSL_CERT_FILE", str(file))
        patch.setenv("SSL_CERT_DIR", str(file.parent))
        yield


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
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
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
    told = {"connection"} if ask is by_urllib else set()  # it asks for a connection of its own, which ends
    assert {name.lower() for name in headers} == {name.lower() for name in direct.headers} | told
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


@pytest.fixture
def no_network(monkeypatch):
    """Whatever a client would send raises Sent."""

    def sent(*_, **__):
        raise Sent

    async def sent_async(*_, **__):
        raise Sent

    monkeypatch.setattr(urllib3.HTTPConnectionPool, "urlopen", sent)
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", sent)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", sent_async)
    monkeypatch.setattr(aiohttp.BaseConnector, "connect", sent_async)
    monkeypatch.setattr(http.client.HTTPConnection, "connect", sent)
    monkeypatch.setattr(http.client.HTTPSConnection, "connect", sent)


ERRORS = {by_requests: requests.ConnectionError, by_urllib3: urllib3.exceptions.HTTPError, by_httpx: httpx.ConnectError, by_async_httpx: httpx.ConnectError, by_aiohttp: aiohttp.ClientConnectionError, by_urllib: urllib.error.URLError, by_http_client: ConnectionError}  # fmt: skip
each_library = pytest.mark.parametrize("ask", ERRORS)


@each_library
def test_another_host_is_called_as_ever(office, no_network, ask):
    with office.intercept(), pytest.raises(Sent):
        ask("GET", "https://opendental.com/api/v1/fees", headers=KEYS)


NOT_THE_API = [
    "https://api.opendental.com/fhir/v2/patient",
    "https://api.opendental.com/api/v10/fees",
    "https://api.opendental.com/",
    "https://api.opendental.com",
    "https://api.opendental.com/api",
    "https://api.opendental.com/api%2Fv1/fees",
    "https://api.opendental.com:8443/api/v1/fees",
    "http://api.opendental.com:443/api/v1/fees",
    "https://API.OpenDental.com.:8443/api/v1/fees",
]


@each_library
def test_what_goes_to_the_real_host_and_is_not_the_api_is_refused(office, no_network, ask):
    for url in NOT_THE_API:
        with office.intercept(), pytest.raises(ERRORS[ask]) as refused:
            ask("GET", url, headers=KEYS)
        told = "mock_od did not let this call out: while an office answers for https://api.opendental.com/api/v1,"
        assert told in str(refused.value), url
    assert len(office.requests) == 0


SPELLINGS = [
    "https://api.opendental.com//api/v1/treatplans",
    "https://api.opendental.com///api//v1/treatplans",
    "https://api.opendental.com./api/v1/treatplans",
    "https://API.OPENDENTAL.COM/API/V1/treatplans",
    "https://api.opendental.com/%61pi/v%31/treatplans",
    "https://api.opendental.com:443/api/v1/treatplans",
    "http://api.opendental.com:80/api/v1/treatplans",
    "HTTPS://api.opendental.com/x/../api/v1/treatplans",
]
AS_THEY_ARE = (by_urllib, by_http_client)  # they send a path with dots as it is, and no server has to understand that


@each_library
def test_the_api_however_its_address_is_written(office, no_network_but_here, ask):
    understood = [url for url in SPELLINGS if "/../" not in url or ask not in AS_THEY_ARE]
    for url in SPELLINGS:
        with office.intercept():
            if url in understood:
                assert ask("GET", f"{url}?Offset=1", headers=KEYS)[0] == 200, url
                continue
            with pytest.raises(OSError, match="mock_od did not let this call out"):
                ask("GET", url, headers=KEYS)
    served = [(one.path, one.query) for one in office.requests]
    assert served == [("/treatplans", {"Offset": "1"})] * len(understood)


@pytest.fixture
def no_network_but_here(monkeypatch):
    """No name but this machine's has an address."""

    def here(host, *more, find=socket.getaddrinfo, **named):
        assert host in ("127.0.0.1", b"127.0.0.1"), f"{host!r} was looked up"
        return find(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", here)


def by_requests_and_a_proxy(verb, url, proxy, **more):
    return by_requests(verb, url, proxies={"http": proxy, "https": proxy}, **more)


def by_a_session_and_a_proxy(verb, url, proxy, **more):
    with requests.Session() as session:
        session.proxies = {"all": proxy.replace("//", "//user:password@")}
        got = session.request(verb, url, timeout=5, **more)
        return got.status_code, dict(got.headers), got.content


def by_urllib3_and_a_proxy(verb, url, proxy, **more):
    with urllib3.ProxyManager(proxy) as pool:
        got = pool.request(verb, url, timeout=5, **more)
        return got.status, dict(got.headers), got.data


def by_httpx_and_a_proxy(verb, url, proxy, **more):
    return by_httpx(verb, url, proxy=proxy, **more)


def by_httpx_and_mounts(verb, url, proxy, **more):
    with httpx.Client(mounts={"all://": httpx.HTTPTransport(proxy=proxy)}, timeout=5) as client:
        got = client.request(verb, url, **more)
        return got.status_code, dict(got.headers), got.content


def by_async_httpx_and_a_proxy(verb, url, proxy, **more):
    async def ask():
        async with httpx.AsyncClient(timeout=5, proxy=proxy) as client:
            got = await client.request(verb, url, **more)
            return got.status_code, dict(got.headers), got.content

    return asyncio.run(ask())


def by_async_httpx_and_mounts(verb, url, proxy, **more):
    async def ask():
        mounts = {"all://api.opendental.com": httpx.AsyncHTTPTransport(proxy=proxy)}
        async with httpx.AsyncClient(timeout=5, mounts=mounts) as client:
            got = await client.request(verb, url, **more)
            return got.status_code, dict(got.headers), got.content

    return asyncio.run(ask())


def by_aiohttp_and_a_proxy(verb, url, proxy, **more):
    return by_aiohttp(verb, url, proxy=proxy.replace("//", "//user:password@"), **more)


def by_urllib_and_a_proxy(verb, url, proxy, **more):
    before = urllib.request._opener
    handler = urllib.request.ProxyHandler({"http": proxy, "https": proxy})
    urllib.request.install_opener(urllib.request.build_opener(handler))
    try:
        return by_urllib(verb, url, **more)
    finally:
        urllib.request.install_opener(before)


PROXIED = {
    by_aiohttp_and_a_proxy: aiohttp.ClientConnectionError,
    by_urllib_and_a_proxy: urllib.error.URLError,
    by_requests_and_a_proxy: requests.ConnectionError,
    by_a_session_and_a_proxy: requests.ConnectionError,
    by_urllib3_and_a_proxy: urllib3.exceptions.HTTPError,
    by_httpx_and_a_proxy: httpx.ConnectError,
    by_httpx_and_mounts: httpx.ConnectError,
    by_async_httpx_and_a_proxy: httpx.ConnectError,
    by_async_httpx_and_mounts: httpx.ConnectError,
}


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("ask", PROXIED)
def test_a_proxy_is_not_asked(office, elsewhere, ask, scheme):
    proxy, asked = elsewhere
    with office.intercept():
        made = ask("POST", f"{scheme}://api.opendental.com/api/v1/treatplans", proxy, json=PLAN, headers=KEYS)
        again = ask("GET", f"{scheme}://api.opendental.com.//API/v1/treatplans?Offset=1", proxy, headers=KEYS)
        with pytest.raises(PROXIED[ask], match="mock_od did not let this call out"):
            ask("GET", f"{scheme}://api.opendental.com/fhir", proxy, headers=KEYS)
    assert (made[0], again[0]) == (201, 200)
    assert [(one.verb, one.path) for one in office.requests] == [("POST", "/treatplans"), ("GET", "/treatplans")]
    assert asked == []


@pytest.mark.parametrize("ask", [ask for ask in PROXIED if ask is not by_async_httpx_and_mounts])
def test_another_host_is_asked_through_its_proxy(office, elsewhere, ask):
    proxy, asked = elsewhere
    with office.intercept():
        assert ask("GET", "http://other.example/api/v1/treatplans", proxy, headers=KEYS)[0] == 299
    ((path, keys),) = asked
    assert (path, keys) == ("http://other.example/api/v1/treatplans", KEYS["Authorization"])


@pytest.mark.parametrize("scheme", ["http", "https"])
@each_library
def test_proxies_of_the_environment_are_not_asked(office, elsewhere, monkeypatch, ask, scheme):
    proxy, asked = elsewhere
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
        monkeypatch.setenv(name.lower(), proxy)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with office.intercept():
        assert ask("GET", f"{scheme}://api.opendental.com/api/v1/treatplans", headers=KEYS)[0] == 200
    assert (len(office.requests), asked) == (1, [])


def test_a_library_that_is_not_met_finds_no_address(office, elsewhere):
    url, _ = elsewhere
    said = (
        "mock_od did not let this call out: an office answers for api.opendental.com, "
        "for requests, urllib3, httpx, aiohttp and http.client"
    )
    with office.intercept():
        with pytest.raises(socket.gaierror, match=said):
            socket.create_connection(("api.opendental.com.", 443), timeout=5)
        with urllib.request.urlopen(f"{url}/other", timeout=5) as other:
            assert other.status == 299


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
        (by_aiohttp, aiohttp.ServerDisconnectedError),
        (by_urllib, ConnectionError),
        (by_http_client, ConnectionError),
    ],
)
def test_a_dropped_connection_is_one(office, ask, error):
    office.faults.add(then={"dropConnection": "before"})
    with office.intercept(), pytest.raises(error):
        ask("POST", f"{REAL}/treatplans", json=PLAN, headers=KEYS)


def patched():
    """What stands where a context patches."""
    return (
        urllib3.HTTPConnectionPool.urlopen,
        httpx.HTTPTransport.handle_request,
        httpx.AsyncHTTPTransport.handle_async_request,
        socket.getaddrinfo,
        aiohttp.BaseConnector.connect,
        http.client.HTTPConnection.putrequest,
        http.client.HTTPConnection.putheader,
        http.client.HTTPConnection.connect,
        http.client.HTTPSConnection.connect,
    )


ORIGINALS = patched()


@pytest.fixture(scope="module", autouse=True)
def little_to_look_through():
    """What earlier tests have left is none of these tests' garbage, and takes long to look through after each."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def originals():
    """Whatever a test does, the classes are as they were."""
    yield
    gc.collect()
    assert patched() == ORIGINALS


def test_afterwards_nothing_is_left(office):
    with office.intercept():
        assert not set(patched()) & set(ORIGINALS)
    assert patched() == ORIGINALS
    with pytest.raises(ZeroDivisionError), office.intercept():
        _ = 1 / 0
    assert patched() == ORIGINALS


def test_contexts_may_end_in_any_order(office, mock_od_server):
    with mock_od_server.office(world="small") as other:
        first, second = office.intercept(), other.intercept()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert by_requests("GET", f"{REAL}/treatplans", headers=KEYS)[0] == 200
        assert by_httpx("GET", f"{REAL}/treatplans", headers=KEYS)[0] == 200
        assert (len(office.requests), len(other.requests)) == (0, 2)
        second.__exit__(None, None, None)
        assert patched() == ORIGINALS


@pytest.mark.parametrize("ask", [by_requests, by_urllib3, by_httpx, by_aiohttp, by_urllib, by_http_client])
def test_threads_with_contexts_that_overlap_have_an_office_each(mock_od_server, ask):
    begun, asked = threading.Barrier(4), threading.Barrier(4)
    seen = {}

    def work(number):
        with mock_od_server.office(world="small") as office:
            with office.intercept():
                begun.wait(10)  # all four are open
                for _ in range(5):
                    assert ask("GET", f"{REAL}/treatplans", headers=KEYS)[0] == 200
                asked.wait(10)
            seen[number] = len(office.requests)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert seen == dict.fromkeys(range(4), 5)
    assert patched() == ORIGINALS


def test_tasks_with_contexts_that_overlap_have_an_office_each(mock_od_server):
    async def work(turn, others):
        office = mock_od_server.office(world="small")
        with office.intercept():
            turn.set()
            await others.wait()
            async with httpx.AsyncClient() as client:
                asked = [client.get(f"{REAL}/treatplans", headers=KEYS) for _ in range(3)]
                assert [got.status_code for got in await asyncio.gather(*asked)] == [200] * 3
                assert (await asyncio.to_thread(by_requests, "GET", f"{REAL}/treatplans", headers=KEYS))[0] == 200
        return office

    async def both():
        one, other = asyncio.Event(), asyncio.Event()
        return await asyncio.gather(work(one, other), work(other, one))

    for office in asyncio.run(both()):
        assert len(office.requests) == 4
        office.close()
    assert patched() == ORIGINALS


def test_a_thread_without_a_context_calls_the_office_of_the_last_one(office):
    with office.intercept():
        thread = threading.Thread(target=by_requests, args=("GET", f"{REAL}/treatplans"), kwargs={"headers": KEYS})
        thread.start()
        thread.join(10)
    assert len(office.requests) == 1


def test_contexts_that_come_and_go_in_many_threads_let_nothing_out(office, no_network_but_here):
    failures = []

    def work():
        for _ in range(30):
            with office.intercept():
                try:
                    assert by_urllib3("GET", f"{REAL}/treatplans", headers=KEYS)[0] == 200
                except (AssertionError, urllib3.exceptions.HTTPError) as failure:
                    failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert len(office.requests) == 180


def test_a_patch_of_the_test_within_a_context_may_end_after_it(office, monkeypatch):
    with monkeypatch.context() as patch:
        with office.intercept():
            patch.setattr(urllib3.HTTPConnectionPool, "urlopen", lambda *_, **__: "theirs")
            with urllib3.PoolManager() as pool:
                assert pool.connection_from_url(REAL).urlopen("GET", "/api/v1/fees") == "theirs"
        assert urllib3.HTTPConnectionPool.urlopen() == "theirs"
    with office.intercept():  # what the patch put back was ours, and still is no obstacle
        assert by_requests("GET", f"{REAL}/treatplans", headers=KEYS)[0] == 200
    assert patched() == ORIGINALS


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


def test_a_connection_of_http_client_that_outlives_the_context(office, elsewhere):
    """It asks one office after the other, and then whatever the name stands for."""
    connection = http.client.HTTPSConnection("api.opendental.com", timeout=5)
    with office.intercept():
        connection.connect()
        for number in range(2):
            connection.request("GET", f"/api/v1/treatplans?Offset={number}", headers=KEYS)
            with connection.getresponse() as got:
                assert (got.status, got.read()[:1]) == (200, b"[")
        with pytest.raises(ConnectionError, match="mock_od did not let this call out"):
            connection.request("GET", "/fhir")
        connection.request("GET", "/api/v1/treatplans?Offset=2", headers=KEYS)
        with connection.getresponse() as got:
            assert (got.status, got.read()[:1]) == (200, b"[")
    connection.host, connection.port = "127.0.0.1", 1
    with pytest.raises(ConnectionRefusedError):
        connection.request("GET", "/api/v1/treatplans?Offset=3", headers=KEYS)
    connection.close()
    assert [one.query["Offset"] for one in office.requests] == ["0", "1", "2"]


def test_a_proxy_is_asked_for_a_whole_address_by_http_client(office, elsewhere):
    proxy, asked = elsewhere
    connection = http.client.HTTPConnection(proxy.removeprefix("http://"), timeout=5)
    with office.intercept():
        connection.request("GET", "http://other.example/x")
        with connection.getresponse() as got:
            assert got.read() == b"else"
        connection.request("GET", "http://api.opendental.com/api/v1/treatplans", headers=KEYS)
        with connection.getresponse() as got:
            assert got.status == 200
        connection.close()
        connection.set_tunnel("api.opendental.com", 80)
        connection.request("GET", "/api/v1/treatplans", headers={**KEYS, "Proxy-Authorization": "Basic x"})
        with connection.getresponse() as got:
            assert got.status == 200
        connection.close()
    assert (len(office.requests), len(asked)) == (2, 1)


def test_a_body_in_parts_by_aiohttp(office):
    async def parts():
        yield b'{"PatNum": 31, '
        yield b'"Heading": "In parts"}'

    async def ask():
        headers = {**KEYS, "Content-Type": "application/json"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(f"{REAL}/treatplans", data=parts()) as made,
        ):
            return made.status, str(made.url)

    with office.intercept():
        assert asyncio.run(ask()) == (201, f"{REAL}/treatplans")
    assert office.rows("treatplan")[-1]["Heading"] == "In parts"
