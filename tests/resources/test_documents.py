"""https://www.opendental.com/site/apidocuments.html"""

import pytest

PICTURE = {
    "DocNum": 7,
    "Description": "1-26-2009",
    "DateCreated": "2009-01-26 00:00:00",
    "DocCategory": 190,
    "docCategory": "Patient Pictures",
    "PatNum": 15,
    "FileName": "SmithJohn7.jpg",
    "ImgType": "Photo",
    "ToothNumbers": "",
    "DateTStamp": "2010-03-01 12:44:26",
    "ProvNum": 0,
    "PrintHeading": "false",
}
LISTED = {
    "DocNum": 7,
    "MountNum": 0,
    "filePath": "\\\\server\\OpenDentImages\\S\\SmithJohn15\\SmithJohn7.jpg",
    "Description": "1-26-2009",
    "PatNum": "15",
    "Note": "",
    "DateCreated": "2009-01-26 00:00:00",
    "docCategory": "Patient Pictures",
    "DocCategory": 190,
    "ToothNumbers": "",
    "ProvNum": "0",
    "PrintHeading": "false",
    "DateTStamp": "2010-03-01 12:44:26",
    "serverDateTime": "2021-05-20 13:30:54",
}


def test_a_document(api):
    got = api.get("/documents/7")
    assert (got.status, got.json) == (200, PICTURE)
    assert list(got.json) == list(PICTURE)


def test_there_is_no_such_document(api):
    got = api.get("/documents/4711")
    assert (got.status, got.json) == (404, "Document not found.")


def test_a_patients_documents(api):
    api.freeze("2021-05-20 13:30:54")
    got = api.get("/documents?PatNum=15")
    assert got.status == 200
    assert [row["DocNum"] for row in got.json] == [7, 389]
    assert got.json[0] == LISTED
    assert list(got.json[0]) == list(LISTED)
    assert got.json[1]["ProvNum"] == "1"


def test_the_oldest_comes_first(api):
    api.seed({"document": [{"DocNum": 900, "PatNum": 15, "DateCreated": "2001-02-03 00:00:00"}]})
    assert [row["DocNum"] for row in api.get("/documents?PatNum=15").json] == [900, 7, 389]


def test_what_is_part_of_a_mount_is_not_listed_beside_it(api):
    api.seed(
        {
            "document": [{"DocNum": 900, "PatNum": 48, "MountItemNum": 3}, {"DocNum": 901, "PatNum": 48}],
            "mount": [{"MountNum": 4, "PatNum": 48, "Description": "4BW"}],
        }
    )
    got = api.get("/documents?PatNum=48").json
    assert [(row["DocNum"], row["MountNum"]) for row in got] == [(901, 0), (0, 4)]
    assert api.get("/documents/900").status == 200


def test_the_note_shows_in_the_list(api):
    api.seed({"document": [{"DocNum": 900, "PatNum": 29, "Note": "ask again", "PrintHeading": "true"}]})
    row = api.get("/documents?PatNum=29").json[0]
    assert (row["Note"], row["PrintHeading"]) == ("ask again", "true")


def test_a_patient_without_documents(api):
    got = api.get("/documents?PatNum=48")
    assert (got.status, got.json) == (200, [])


def test_a_file_in_the_database_has_no_path(api):
    api.prefer(AtoZfolderUsed="0")
    assert {row["filePath"] for row in api.get("/documents?PatNum=15").json} == {""}


@pytest.mark.parametrize("folder", ["D:\\Images", "D:\\Images\\"])
def test_the_path_is_in_the_offices_folder(api, folder):
    api.prefer(DocPath=folder)
    path = api.get("/documents?PatNum=15").json[0]["filePath"]
    assert path == "D:\\Images\\S\\SmithJohn15\\SmithJohn7.jpg"


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 400, "PatNum is required."),
        ("?PatNum=", 400, "PatNum is required."),
        ("?PatNum=smith", 400, "PatNum is invalid."),
        ("?PatNum=4711", 404, "Patient not found."),
    ],
)
def test_the_patient_must_be_named(api, query, status, sentence):
    got = api.get(f"/documents{query}")
    assert (got.status, got.json) == (status, sentence)


def test_before_24_2_32_the_number_in_the_url_is_ignored(api):
    got = api.at(version="24.2.31").get("/documents/7")
    assert (got.status, got.json) == (400, "PatNum is required.")
    assert api.at(version="24.2.32").get("/documents/7").json == PICTURE


def test_since_21_2(api):
    got = api.at(version="21.1.30").get("/documents?PatNum=15")
    assert (got.status, got.json) == (400, "documents GET  is not a valid method.")
