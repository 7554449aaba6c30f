"""POST /queries: the file, the outbox, a real SFTP server on this machine."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager

import asyncssh
import pytest

FILE = {
    "SftpAddress": "MySftpSite/myUsername/Patient Plans/PatPlans-35.csv",
    "SftpUsername": "me",
    "SftpPassword": "secret",
}
PLANS = "SELECT PatPlanNum, PatNum, InsSubNum FROM patplan"


def outbox(api):
    return api.get(f"/__admin/offices/{api.key}/outbox").json


class Users(asyncssh.SSHServer):
    def begin_auth(self, username):
        return True

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return (username, password) == ("me", "secret")


@contextmanager
def site(folder):
    """An SFTP server on this machine; its port."""
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), []

    async def serve():
        key = asyncssh.generate_private_key("ssh-ed25519")
        sftp = lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder).encode())
        server = await asyncssh.listen("127.0.0.1", 0, server_host_keys=[key], server_factory=Users, sftp_factory=sftp)
        found.append(server)
        ready.set()

    def run():
        loop.run_until_complete(serve())
        loop.run_forever()

    async def end():
        found[0].close()
        await found[0].wait_closed()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(10)
        yield found[0].get_port()
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def test_a_file_for_another_machine_is_kept_in_the_outbox(empty):
    empty.freeze("2025-06-02 09:30:05")
    empty.seed({"patplan": [{"PatPlanNum": 1, "PatNum": 2, "InsSubNum": 3}, {"PatPlanNum": 4, "PatNum": 5}]})
    got = empty.post("/queries", {"SqlCommand": PLANS, "SftpPort": 25, **FILE})
    assert (got.status, got.text) == (201, "")
    assert "Location" not in got.headers
    assert "outbox" in got.hint
    assert outbox(empty) == {
        "office": empty.key,
        "files": [
            {
                "id": 1,
                "at": "2025-06-02 09:30:05",
                "host": "MySftpSite",
                "port": 25,
                "path": "/myUsername/Patient Plans/PatPlans-35.csv",
                "username": "me",
                "content": "PatPlanNum,PatNum,InsSubNum\r\n1,2,3\r\n4,5,0\r\n",
            }
        ],
    }
    assert empty.delete(f"/__admin/offices/{empty.key}/outbox").json == {"office": empty.key, "files": []}
    assert outbox(empty)["files"] == []


def test_the_other_examples_of_the_page(empty):
    empty.seed({"patient": [{"PatNum": 1, "Birthdate": "1990-06-22"}, {"PatNum": 2, "Birthdate": "1990-06-23"}]})
    birthdays = {**FILE, "SftpAddress": "MySftpSite/myUsername/Birthdays/Jun22.csv"}
    command = " SELECT PatNum, Birthdate FROM patient WHERE Birthdate LIKE '%-06-22' "
    assert empty.post("/queries", {"SqlCommand": command, **birthdays}).status == 201
    expired = {**FILE, "SftpAddress": "MySftpSite/myUsername/Insurance Subscriptions/Expired2021.csv"}
    command = "SELECT * FROM InsSub WHERE DateTerm < '2021-01-01'"
    assert empty.post("/queries", {"SqlCommand": command, **expired}).status == 201
    files = outbox(empty)["files"]
    assert [(one["port"], one["content"]) for one in files] == [
        (22, "PatNum,Birthdate\r\n1,1990-06-22\r\n"),
        (22, "OK"),
    ]


@pytest.mark.parametrize("missing", ["SqlCommand", "SftpAddress", "SftpUsername", "SftpPassword"])
def test_what_is_required(empty, missing):
    body = {"SqlCommand": PLANS, **FILE}
    del body[missing]
    got = empty.post("/queries", body)
    assert (got.status, got.json) == (400, f"{missing} is required.")


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"SqlCommand": "DELETE FROM patient"}, 401, "Query is not read-only"),
        ({"SqlCommand": "SELECT * FROM nope"}, 400, "Table 'opendental.nope' doesn't exist"),
        ({"SftpAddress": "MySftpSite"}, 400, "SftpAddress is invalid."),
        ({"SftpAddress": "MySftpSite/folder/"}, 400, "SftpAddress is invalid."),
        ({"SftpPort": 0}, 400, "SftpPort is invalid."),
        ({"IsAsync": "maybe"}, 400, "IsAsync is invalid."),
    ],
)
def test_what_is_refused_leaves_no_file(empty, change, status, sentence):
    got = empty.post("/queries", {"SqlCommand": PLANS, **FILE, **change})
    assert (got.status, got.json) == (status, sentence)
    assert got.hint
    assert outbox(empty)["files"] == []


def test_a_file_on_a_site_of_this_machine(empty, tmp_path):
    empty.seed({"patient": [{"PatNum": 1, "LName": "Smith, John"}]})
    there = tmp_path / "home" / "New Folder" / "plans.csv"
    with site(tmp_path) as port:
        body = {**FILE, "SftpAddress": "127.0.0.1/home/New Folder/plans.csv", "SftpPort": port}
        got = empty.post("/queries", {"SqlCommand": "SELECT PatNum, LName FROM patient", **body})
        assert (got.status, got.text, got.hint) == (201, "", "")
        assert there.read_bytes() == b'PatNum,LName\r\n1,"Smith, John"\r\n'
        assert empty.post("/queries", {"SqlCommand": "SELECT * FROM patplan", **body}).status == 201
        assert there.read_bytes() == b"OK"
        refused = empty.post("/queries", {"SqlCommand": "SELECT 1", **body, "SftpPassword": "wrong"})
        assert (refused.status, refused.json) == (400, "Could not connect to the SFTP site.")
        assert "PermissionDenied" in refused.hint
        assert refused.headers["X-Mock-Od-Generation"] == got.headers["X-Mock-Od-Generation"]
    assert outbox(empty)["files"] == []


def test_nobody_waits_for_an_asynchronous_transfer(empty):
    body = {"SqlCommand": "SELECT 1", **FILE, "SftpAddress": "127.0.0.1/x.csv", "SftpPort": 1}
    refused = empty.post("/queries", body)
    assert (refused.status, refused.json) == (400, "Could not connect to the SFTP site.")
    assert empty.post("/queries", {**body, "IsAsync": "true"}).status == 201
    old = empty.at(version="23.3.25")
    got = old.post("/queries", {**body, "IsAsync": "true"})
    assert got.status == 400


def test_a_setting_lets_files_out(empty, monkeypatch):
    sent = []
    monkeypatch.setattr("mock_od.sftp.send", sent.append)
    empty.put(f"/__admin/offices/{empty.key}", {"sftpHosts": ["mysftpsite"]})
    assert empty.post("/queries", {"SqlCommand": PLANS, **FILE}).status == 201
    assert [(one.host, one.path, one.content) for one in sent] == [
        ("MySftpSite", "/myUsername/Patient Plans/PatPlans-35.csv", b"OK")
    ]
    assert outbox(empty)["files"] == []


def test_the_outbox_keeps_the_last_hundred(empty):
    for number in range(103):
        assert empty.post("/queries", {"SqlCommand": f"SELECT {number}", **FILE}).status == 201
    assert [one["id"] for one in outbox(empty)["files"]] == [*range(4, 104)]
