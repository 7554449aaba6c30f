"""Sixteen clients over real sockets, five thousand writes: keys are unique, nothing is lost, nobody sees half a write."""

import json
import socket
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from conversation import Client

from mock_od.web.asgi_app import server_of

# What it runs is covered by other tests; to count its lines would take as long as all of them.
pytestmark = pytest.mark.no_cover

CLIENTS = 16
ROUNDS = 79  # of four writes each
assert CLIENTS * ROUNDS * 4 > 5000
PATIENT, SOURCE, COPIES = 15, 138, 3


class Link:
    """A client with one connection that it keeps."""

    def __init__(self, port, key):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")
        self.head = f"HTTP/1.1\r\nHost: localhost\r\nAuthorization: ODFHIR developer/{key}\r\nContent-Type: application/json\r\n"

    def ask(self, verb, path, body=None):
        content = b"" if body is None else json.dumps(body).encode()
        self.socket.sendall(
            f"{verb} /api/v1{path} {self.head}Content-Length: {len(content)}\r\n\r\n".encode() + content
        )
        status = int(self.stream.readline().split()[1])
        length = 0
        while (line := self.stream.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            assert (name.lower(), value.strip()) != (b"connection", b"close")
            if name.lower() == b"content-length":
                length = int(value)
        text = self.stream.read(length)
        return status, json.loads(text) if text else None

    def close(self):
        self.stream.close()
        self.socket.close()


@pytest.fixture
def served():
    client = Client()
    server = server_of(client.offices)
    server.listen()
    server.start()
    yield client, server.port
    server.stop()


def at_once(works):
    """All of these at the same moment; what each gave."""
    start = threading.Barrier(len(works))

    def one(work):
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(one, work) for work in works]]


class Crowd:
    """Sixteen clients of one office and two readers, and what they saw."""

    def __init__(self, port, key, before):
        self.port = port
        self.key = key
        self.before = before
        self.kept, self.deleted, self.saved, self.looks = {}, [], [], []
        self.done = threading.Event()
        self.lock = threading.Lock()
        self.alive = CLIENTS

    def run(self):
        at_once([*((lambda at=at: self.write(at)) for at in range(CLIENTS)), self.read, self.read])

    def write(self, at):
        link = Link(self.port, self.key)
        try:
            mine = self.written(link, at)
            with self.lock:
                assert not self.kept.keys() & mine[0].keys()
                self.kept |= mine[0]
                self.deleted += mine[1]
                self.saved += mine[2]
        finally:
            link.close()
            with self.lock:
                self.alive -= 1
                if not self.alive:
                    self.done.set()

    @staticmethod
    def written(link, at):
        """Four writes a round, each answered as if nobody else were there."""
        kept, deleted, saved = {}, [], []
        for turn in range(ROUNDS):
            word = f"{at}.{turn}"
            status, plan = link.ask("POST", "/treatplans", {"PatNum": 9000 + at, "Heading": word})
            assert status == 201
            number = plan["TreatPlanNum"]
            status, plan = link.ask("PUT", f"/treatplans/{number}", {"Note": f"note {word}"})
            assert (status, plan["Heading"], plan["Note"]) == (200, word, f"note {word}")
            kept[number] = plan
            status, plan = link.ask("POST", "/treatplans/Saved", {"TreatPlanNum": SOURCE, "Heading": word})
            assert (status, plan["TPStatus"], plan["Heading"]) == (201, "Saved", word)
            saved.append(plan["TreatPlanNum"])
            assert len(link.ask("GET", f"/proctps?TreatPlanNum={saved[-1]}")[1]) == COPIES
            victim = saved.pop(0) if turn % 2 else number
            assert link.ask("DELETE", f"/treatplans/{victim}") == (200, None)
            deleted.append(victim)
            kept.pop(victim, None)
        return kept, deleted, saved

    def read(self):
        """A plan that is listed has all its copies, or has gone with all of them meanwhile."""
        link = Link(self.port, self.key)
        try:
            while not self.done.is_set():
                _, plans = link.ask("GET", f"/treatplans?PatNum={PATIENT}&TPStatus=Saved&Limit=1000")
                listed = [plan["TreatPlanNum"] for plan in plans]
                for plan in [number for number in listed if number not in self.before][-3:]:
                    status, copies = link.ask("GET", f"/proctps?TreatPlanNum={plan}")
                    self.looks.append(len(copies) if status == 200 else (status, copies))
        finally:
            link.close()


def test_sixteen_clients_write_five_thousand_times(served):
    office, port = served
    office.seed({"patient": [{"PatNum": 9000 + at} for at in range(CLIENTS)]})
    before = {plan["TreatPlanNum"] for plan in office.rows("treatplan")}
    crowd = Crowd(port, office.key, before)
    crowd.run()
    numbers = [*crowd.kept, *crowd.deleted, *crowd.saved]
    assert len(numbers) == len(set(numbers)) == CLIENTS * ROUNDS * 2  # every key was given once
    assert (min(numbers), max(numbers)) == (max(before) + 1, max(before) + len(numbers))  # and none was left out
    rows = {plan["TreatPlanNum"]: plan for plan in office.rows("treatplan")}
    assert set(rows) == before | set(crowd.kept) | set(crowd.saved)
    for number, plan in crowd.kept.items():
        assert all(rows[number][name] == plan[name] for name in ("PatNum", "Heading", "Note"))
    copies = Counter(copy["TreatPlanNum"] for copy in office.rows("proctp"))
    assert {copies[plan] for plan in crowd.saved} == {COPIES}
    assert not copies.keys() & set(crowd.deleted)
    assert Counter(entry["LogText"].split()[0] for entry in office.rows("securitylog")) == {
        "Created": CLIENTS * ROUNDS * 2,
        "Updated": CLIENTS * ROUNDS,
        "Deleted": CLIENTS * ROUNDS,
    }
    assert len(crowd.looks) > 20
    assert COPIES in crowd.looks
    assert set(crowd.looks) <= {COPIES, (404, "TreatPlan not found.")}


def test_offices_of_two_keys_are_written_at_once_and_stay_two(served):
    office, port = served
    other = office.at()
    keys = [office.key, other.key]

    def write(at):
        link = Link(port, keys[at % 2])
        try:
            return [link.ask("POST", "/treatplans", {"PatNum": PATIENT, "Heading": f"{at}"})[1] for _ in range(15)]
        finally:
            link.close()

    results = at_once([lambda at=at: write(at) for at in range(CLIENTS)])
    for which, client in enumerate((office, other)):
        made = [plan["TreatPlanNum"] for plans in results[which::2] for plan in plans]
        assert sorted(made) == list(range(9088, 9088 + 15 * CLIENTS // 2))
        headings = {plan["Heading"] for plan in client.rows("treatplan") if plan["TreatPlanNum"] in made}
        assert headings == {f"{at}" for at in range(which, CLIENTS, 2)}


def test_snapshots_seeds_and_resets_between_writers_come_whole(served):
    """A seed of twenty rows in two tables, a restore, a reset: a reader never counts anything between."""
    client, port = served
    start = {name: len(client.get(f"/{name}").json) for name in ("feescheds", "discountplans")}
    client.post(f"/__admin/offices/{client.key}/snapshots", {"name": "a"})
    done, seen = threading.Event(), {"feescheds": set(), "discountplans": set()}

    def change():
        try:
            for _ in range(25):
                client.seed({table: [{"Description": "x"}] * 20 for table in ("feesched", "discountplan")})
                client.post(f"/__admin/offices/{client.key}/snapshots/a/restore")
                client.seed({table: [{"Description": "x"}] * 20 for table in ("feesched", "discountplan")})
                client.post("/__admin/reset", {"office": client.key})
        finally:
            done.set()

    def read(name):
        link = Link(port, client.key)
        try:
            while not done.is_set():
                seen[name].add(len(link.ask("GET", f"/{name}")[1]))
        finally:
            link.close()

    at_once([change, lambda: read("feescheds"), lambda: read("discountplans")])
    for name, counts in seen.items():
        assert counts <= {start[name], start[name] + 20}
        assert counts
