"""A perio exam as it is typed in."""

import pytest

from mock_od.dentistry.perio import begins_well, measures, parse


@pytest.mark.parametrize(
    ("region", "first", "middle", "last"),
    [
        ("UpperFacial", (1, "DBvalue"), [(8, "MBvalue"), (9, "MBvalue")], (16, "DBvalue")),
        ("UpperLingual", (1, "DLvalue"), [(8, "MLvalue"), (9, "MLvalue")], (16, "DLvalue")),
        ("LowerLingual", (32, "DLvalue"), [(25, "MLvalue"), (24, "MLvalue")], (17, "DLvalue")),
        ("LowerFacial", (32, "DBvalue"), [(25, "MBvalue"), (24, "MBvalue")], (17, "DBvalue")),
    ],
)
def test_a_region_runs_from_the_right_side_of_the_mouth_to_the_left(region, first, middle, last):
    sites = [(site.tooth, site.surface) for site in parse("3" * 48, region)]
    assert (len(sites), len(set(sites))) == (48, 48)
    assert sites[0] == first
    assert sites[23:25] == middle
    assert sites[-1] == last


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("323b", [(1, "DBvalue", 3, 0), (1, "Bvalue", 2, 0), (1, "MBvalue", 3, 1)]),
        ("3b2s4", [(1, "DBvalue", 3, 1), (1, "Bvalue", 2, 2), (1, "MBvalue", 4, 0)]),
        ("1spc", [(1, "DBvalue", 1, 14)]),
        ("1bspcb", [(1, "DBvalue", 1, 15)]),
        ("1, b-2", [(1, "DBvalue", 1, 1), (1, "Bvalue", 2, 0)]),
        ("4.xB9", [(1, "DBvalue", 4, 0), (1, "Bvalue", 9, 0)]),
        ("0\u0663", [(1, "DBvalue", 0, 0)]),
    ],
)
def test_a_digit_for_each_site_and_letters_for_what_was_seen(text, found):
    assert [tuple(site) for site in parse(text, "UpperFacial")] == found


def test_what_follows_a_whole_region_is_passed_over():
    sites = parse("3" * 47 + "4bp" + "9s9c", "LowerFacial")
    assert len(sites) == 48
    assert sites[-1] == (17, "DBvalue", 4, 5)


@pytest.mark.parametrize(
    ("text", "well"), [("", True), ("3b", True), ("0", True), ("b3", False), (" 3", False), ("\u0663", False)]
)
def test_a_text_begins_with_a_depth(text, well):
    assert begins_well(text) is well


def test_a_tooth_has_one_measure_of_a_kind():
    found = measures({"UpperFacial": "323b45", "UpperLingual": "2", "LowerLingual": "", "LowerFacial": "7sc"})
    blank = {"ToothValue": -1, **dict.fromkeys(["MBvalue", "Bvalue", "DBvalue", "MLvalue", "Lvalue", "DLvalue"], -1)}
    assert found == [
        {"SequenceType": "Probing", "IntTooth": 1, **blank, "DBvalue": 3, "Bvalue": 2, "MBvalue": 3, "DLvalue": 2},
        {"SequenceType": "Probing", "IntTooth": 2, **blank, "DBvalue": 4, "Bvalue": 5},
        {"SequenceType": "Probing", "IntTooth": 32, **blank, "DBvalue": 7},
        {"SequenceType": "BleedSupPlaqCalc", "IntTooth": 1, **blank, "MBvalue": 1},
        {"SequenceType": "BleedSupPlaqCalc", "IntTooth": 32, **blank, "DBvalue": 10},
    ]


def test_flags_as_they_were_recorded():
    found = measures({"UpperFacial": "3b2s4p5c6bs7pc8bspc"})
    assert [[row["DBvalue"], row["Bvalue"], row["MBvalue"]] for row in found if row["SequenceType"] == "Probing"] == [
        [3, 2, 4],
        [5, 6, 7],
        [8, -1, -1],
    ]
    seen = [row for row in found if row["SequenceType"] == "BleedSupPlaqCalc"]
    assert [[row["DBvalue"], row["Bvalue"], row["MBvalue"]] for row in seen] == [[1, 2, 4], [8, 3, 12], [15, -1, -1]]
    assert {row[name] for row in seen for name in ("MLvalue", "Lvalue", "DLvalue")} == {-1}
