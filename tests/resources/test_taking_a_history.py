"""What is wrong with a patient, told by names alone: allergies, problems, medications."""


def test_a_history_taken_by_names(empty):
    empty.seed({"patient": [{"PatNum": 12}, {"PatNum": 13}], "provider": [{"ProvNum": 1}]})
    empty.freeze("2025-01-21 11:20:34")

    # Nobody has said anything yet.
    for path in ("allergies", "diseases", "medicationpats"):
        assert empty.get(f"/{path}?PatNum=12")[:2] == (200, [])
    for path in ("allergydefs", "diseasedefs", "medications"):
        assert empty.get(f"/{path}")[:2] == (200, [])

    # Each name that is new makes its kind; a name that is there, in any case, does not.
    for patient, name in ((12, "Penicillin"), (13, "penicillin"), (12, "Latex")):
        got = empty.post("/allergies", {"PatNum": patient, "defDescription": name})
        assert (got.status, got.text) == (201, "")
    for patient, name in ((12, "Diabetes"), (13, "DIABETES")):
        assert empty.post("/diseases", {"PatNum": patient, "diseaseDefName": name}).status == 201
    assert empty.post("/medications", {"MedName": "Metformin"}).status == 201
    assert empty.post("/medications", {"MedName": "Glucophage", "genericName": "Metformin"}).status == 201
    for name in ("glucophage", "Ibuprofen"):
        body = {"PatNum": 12, "medName": name, "DateStart": "2024-11-02", "ProvNum": 1}
        assert empty.post("/medicationpats", body).status == 201

    # It is all in the chart, and in the lists to choose from.
    told = {"Reaction": "", "StatusIsActive": "true", "DateAdverseReaction": "0001-01-01"}
    assert empty.get("/allergies?PatNum=12").json == [
        {
            "AllergyNum": 1,
            "AllergyDefNum": 1,
            "PatNum": 12,
            "defDescription": "Penicillin",
            "defSnomedType": "None",
            **told,
        },
        {"AllergyNum": 3, "AllergyDefNum": 2, "PatNum": 12, "defDescription": "Latex", "defSnomedType": "None", **told},
    ]
    assert [row["Description"] for row in empty.get("/allergydefs").json] == ["Penicillin", "Latex"]
    diabetes = {
        "DiseaseNum": 1,
        "PatNum": 12,
        "DiseaseDefNum": 1,
        "diseaseDefName": "Diabetes",
        "PatNote": "",
        "ProbStatus": "Active",
        "DateStart": "0001-01-01",
        "DateStop": "0001-01-01",
    }
    assert empty.get("/diseases").json == [diabetes, diabetes | {"DiseaseNum": 2, "PatNum": 13}]
    assert [row["DiseaseName"] for row in empty.get("/diseasedefs").json] == ["Diabetes"]
    taken = {"PatNum": "12", "PatNote": "", "DateStart": "2024-11-02", "DateStop": "0001-01-01", "ProvNum": 1}
    assert empty.get("/medicationpats?PatNum=12").json == [
        {"MedicationPatNum": 1, "medName": "Glucophage", "MedicationNum": 2, **taken},
        {"MedicationPatNum": 2, "medName": "Ibuprofen", "MedicationNum": 3, **taken},
    ]
    generics = [(row["MedName"], row["genericName"]) for row in empty.get("/medications").json]
    assert generics == [("Metformin", "Metformin"), ("Glucophage", "Metformin"), ("Ibuprofen", "Ibuprofen")]

    # At the next visit: the problem is over, a medication was stopped, an allergy was a mistake.
    assert empty.put("/diseases/1", {"ProbStatus": "Resolved", "DateStop": "2025-01-20"}).status == 200
    assert empty.put("/medicationpats/2", {"DateStop": "2025-01-20"}).status == 200
    assert empty.delete("/allergies/3").status == 200
    assert [row["AllergyNum"] for row in empty.get("/allergies?PatNum=12").json] == [1]
    assert [row["Description"] for row in empty.get("/allergydefs").json] == ["Penicillin"]
    assert empty.get("/diseases/1").json == diabetes | {"ProbStatus": "Resolved", "DateStop": "2025-01-20"}
    assert [row["DateStop"] for row in empty.get("/medicationpats?PatNum=12").json] == ["0001-01-01", "2025-01-20"]
