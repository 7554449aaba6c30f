"""Sixteen clients over real sockets, five thousand writes: keys are unique, nothing is lost, nobody sees half a write."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from conftest import Client

from mock_od.web.server import Server

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
        self.socket.sendall(f"{verb} /api/v1{path} {self.head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
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
    server = Server(client.app)
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


def test_sixteen_clients_write_five_thousand_times(served):
    office, port = served
    office.seed({"patient": [{"PatNum": 9000 + at} for at in range(CLIENTS)]})
    before = {plan["TreatPlanNum"] for plan in office.rows("treatplan")}
    done, alive, looks = threading.Event(), [CLIENTS], []
    gone = threading.Lock()

    def write(at):
        link = Link(port, office.key)
        kept, deleted, saved = {}, [], []
        try:
            for turn in range(ROUNDS):
                status, plan = link.ask("POST", "/treatplans", {"PatNum": 9000 + at, "Heading": f"{at}.{turn}"})
                assert status == 201
                number = plan["TreatPlanNum"]
                status, plan = link.ask("PUT", f"/treatplans/{number}", {"Note": f"note {at}.{turn}"})
                assert (status, plan["Heading"], plan["Note"]) == (200, f"{at}.{turn}", f"note {at}.{turn}")
                kept[number] = plan
                status, plan = link.ask("POST", "/treatplans/Saved", {"TreatPlanNum": SOURCE, "Heading": f"{at}.{turn}"})
                assert (status, plan["TPStatus"]) == (201, "Saved")
                saved.append(plan["TreatPlanNum"])
                assert len(link.ask("GET", f"/proctps?TreatPlanNum={saved[-1]}")[1]) == COPIES
                victim = saved.pop(0) if turn % 2 else number
                assert link.ask("DELETE", f"/treatplans/{victim}") == (200, None)
                deleted.append(victim)
                kept.pop(victim, None)
            return kept, deleted, saved
        finally:
            link.close()
            with gone:
                alive[0] -= 1
                if not alive[0]:
                    done.set()

    def read():
        """A plan that is listed has all its copies, or has gone with all of them meanwhile."""
        link = Link(port, office.key)
        try:
            while not done.is_set():
                _, plans = link.ask("GET", f"/treatplans?PatNum={PATIENT}&TPStatus=Saved&Limit=1000")
                for plan in [plan["TreatPlanNum"] for plan in plans if plan["TreatPlanNum"] not in before][-3:]:
                    status, copies = link.ask("GET", f"/proctps?TreatPlanNum={plan}")
                    looks.append(len(copies) if status == 200 else (status, copies))
        finally:
            link.close()

    began = monotonic()
    results = at_once([*((lambda at=at: write(at)) for at in range(CLIENTS)), read, read])
    took = monotonic() - began
    kept, deleted, saved = {}, [], []
    for mine, dropped, copied in results[:CLIENTS]:
        assert not kept.keys() & mine.keys()
        kept |= mine
        deleted += dropped
        saved += copied
    numbers = [*kept, *deleted, *saved]
    assert len(numbers) == len(set(numbers)) == CLIENTS * ROUNDS * 2  # every key was given once
    assert min(numbers) == max(before) + 1
    assert max(numbers) == max(before) + len(numbers)  # and none was left out
    rows = {plan["TreatPlanNum"]: plan for plan in office.rows("treatplan")}
    assert set(rows) == before | set(kept) | set(saved)
    for number, plan in kept.items():
        assert {name: rows[number][name] for name in ("PatNum", "Heading", "Note")} == {
            name: plan[name] for name in ("PatNum", "Heading", "Note")
        }
    copies = [copy["TreatPlanNum"] for copy in office.rows("proctp")]
    assert {copies.count(plan) for plan in saved} == {COPIES}
    assert not set(copies) & set(deleted)
    log = [entry["LogText"].split()[0] for entry in office.rows("securitylog")]
    assert {word: log.count(word) for word in set(log)} == {
        "Created": CLIENTS * ROUNDS * 2,
        "Updated": CLIENTS * ROUNDS,
        "Deleted": CLIENTS * ROUNDS,
    }
    assert len(looks) > 20
    assert set(looks) <= {COPIES, (404, "TreatPlan not found.")}
    assert COPIES in looks
    assert took < 60


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
