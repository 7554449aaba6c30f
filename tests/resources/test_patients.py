"""https://www.opendental.com/site/apipatients.html"""

from urllib.parse import quote

import pytest

JANE = {
    "PatNum": 48,
    "LName": "Smith",
    "FName": "Jane",
    "MiddleI": "",
    "Preferred": "",
    "PatStatus": "Patient",
    "Gender": "Female",
    "Position": "Single",
    "Birthdate": "1976-05-24",
    "SSN": "",
    "Address": "125 Satin Heights",
    "Address2": "",
    "City": "San Jose",
    "State": "CA",
    "Zip": "97301",
    "HmPhone": "(536)624-5871",
    "WkPhone": "(536)987-4822",
    "WirelessPhone": "(536)987-4822",
    "Guarantor": 48,
    "Email": "smithfam@yahoo.com",
    "EstBalance": 0.0,
    "PriProv": 1,
    "priProvAbbr": "DOC1",
    "SecProv": 0,
    "secProvAbbr": "",
    "FeeSched": 0,
    "BillingType": "Standard Account",
    "ImageFolder": "SmithJane48",
    "FamFinUrgNote": "CC on file expiring soon",
    "ChartNumber": "",
    "MedicaidID": "",
    "BalTotal": 111.9,
    "EmployerNum": 0,
    "DateFirstVisit": "2021-12-16",
    "ClinicNum": 0,
    "clinicAbbr": "",
    "Premed": "false",
    "Ward": "",
    "PreferConfirmMethod": "None",
    "PreferContactMethod": "WirelessPh",
    "PreferRecallMethod": "TextMessage",
    "Language": "spa",
    "AdmitDate": "0001-01-01",
    "siteDesc": "",
    "DateTStamp": "2021-12-08 15:34:34",
    "SuperFamily": 0,
    "TxtMsgOk": "Unknown",
    "SecDateEntry": "2021-12-04",
}


def numbers(got):
    assert got.status == 200, got.json
    return [row["PatNum"] for row in got.json]


# --- single ---


def test_a_patient(api):
    got = api.get("/patients/48")
    assert (got.status, got.json) == (200, JANE)
    assert list(got.json) == list(JANE)


def test_there_is_no_such_patient(api):
    got = api.get("/patients/4711")
    assert (got.status, got.json) == (404, "Patient not found.")


def test_a_deleted_patient_can_still_be_read_by_number(api):
    assert api.get("/patients/60").json["PatStatus"] == "Deleted"


def test_companions_name_the_hygienist_the_clinic_and_the_site(api):
    api.seed(
        {
            "site": [{"SiteNum": 3, "Description": "Mill School"}],
            "patient": [{"PatNum": 5, "LName": "Ash", "SecProv": 4, "ClinicNum": 2, "SiteNum": 3}],
        }
    )
    row = api.get("/patients/5").json
    assert (row["secProvAbbr"], row["clinicAbbr"], row["siteDesc"]) == ("HYG2", "Southside", "Mill School")


# --- Simple ---


def test_simple_answers_the_whole_row_and_the_offices_time(api):
    api.freeze("2024-01-27 14:13:05")
    got = api.get("/patients/Simple?LName=smi&FName=ane&Guarantor=48")
    assert (got.status, got.json) == (200, [{"serverDateTime": "2024-01-27 14:13:05", **JANE}])
    assert next(iter(got.json[0])) == "serverDateTime"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("LName=MIT", [15, 16, 48, 49]),
        ("LName=_mit", []),
        ("LName=%25", []),
        ("FName=AN&LName=oo", [1906]),
        ("Birthdate=1976-05-24", [16, 48]),
        ("ClinicNum=2", [23, 2011]),
        ("ClinicNum=0&LName=m", [15, 16, 48, 49, 1245]),
        ("PatStatus=Inactive", [1310]),
        ("PatStatus=Archived", [2040]),
        ("DateTStamp=2024-01-22%2010:00:00", [8643]),
        ("DateTStamp=2024-01-22%2010:00:01", []),
        ("PriProv=9", [2011]),
        ("Gender=Unknown", [1310]),
        ("Position=Widowed", [2040]),
        ("Guarantor=15", [15, 16]),
        ("SuperFamily=48", []),
        ("LName=Smith&FName=J&Birthdate=1979-06-23", [15]),
        ("LName=Nobody", []),
    ],
)
def test_simple_finds(api, query, found):
    assert numbers(api.get(f"/patients/Simple?{query}")) == found


def test_simple_finds_by_employer_fee_schedule_and_super_family(api):
    api.seed(
        {
            "employer": [{"EmployerNum": 2, "EmpName": "Mill Works"}],
            "patient": [{"PatNum": 5, "LName": "Ash", "EmployerNum": 2, "FeeSched": 57, "SuperFamily": 48}],
        }
    )
    for query in ("EmployerNum=2", "FeeSched=57", "SuperFamily=48"):
        assert numbers(api.get(f"/patients/Simple?{query}")) == [5]


def test_simple_lists_everybody_but_the_deleted(api):
    found = numbers(api.get("/patients/Simple"))
    assert len(found) == 21
    assert 60 not in found
    assert 2040 in found


def test_simple_cannot_ask_for_the_deleted(api):
    got = api.get("/patients/Simple?PatStatus=Deleted")
    assert (got.status, got.json) == (400, "PatStatus is invalid.")
    may_be = "PatStatus is one of Patient, NonPatient, Inactive, Archived, Deceased, Prospective"
    assert got.headers["X-Mock-Od-Hint"] == may_be


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("PatStatus=3", 400, "PatStatus is invalid."),
        ("Gender=female", 400, "Gender is invalid."),
        ("Birthdate=05/24/1976", 400, "Birthdate format must be yyyy-MM-dd."),
        ("DateTStamp=2021-07-01", 400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss."),
        ("ClinicNum=99", 404, "Clinic not found."),
        ("PriProv=99", 404, "Provider not found."),
        ("Guarantor=99", 404, "Patient not found."),
        ("SuperFamily=99", 404, "Patient not found."),
        ("EmployerNum=99", 404, "Employer not found."),
        ("FeeSched=99", 404, "FeeSched not found."),
        ("ClinicNum=two", 400, "ClinicNum is invalid."),
    ],
)
def test_simple_refuses(api, query, status, sentence):
    got = api.get(f"/patients/Simple?{query}")
    assert (got.status, got.json) == (status, sentence)


@pytest.mark.parametrize(
    ("query", "before", "since"),
    [
        ("PriProv=9", "21.2.30", "21.3"),
        ("Gender=Unknown", "22.3.5", "22.3.6"),
        ("Position=Widowed", "22.3.5", "22.3.6"),
        ("Guarantor=15", "22.4.18", "22.4.19"),
        ("SuperFamily=48", "22.4.37", "22.4.38"),
        ("EmployerNum=0", "24.3.29", "24.3.30"),
        ("FeeSched=53", "25.2.18", "25.2.19"),
    ],
)
def test_simple_hears_a_parameter_from_its_version_on(api, query, before, since):
    name = query.split("=")[0]
    old = api.at(version=before).get(f"/patients/Simple?{query}")
    assert len(old.json) == 21
    assert old.hint == f"{name} was added in {since}; this office runs {before}"
    new = api.at(version=since).get(f"/patients/Simple?{query}")
    assert new.status == 200
    assert new.hint == ""


def test_simple_came_with_21_2(api):
    got = api.at(version="21.1.20").get("/patients/Simple")
    assert (got.status, got.json) == (400, "patients GET Simple is not a valid method.")


# --- multiple ---


def test_the_columns_of_the_patient_select_window(api):
    got = api.get("/patients?LName=hoo&FName=ty")
    assert got.status == 200
    assert got.json == [
        {
            "PatNum": 8643,
            "LName": "Hoovey",
            "FName": "Tyler",
            "MiddleI": "",
            "Preferred": "",
            "PatStatus": "Patient",
            "Birthdate": "2004-10-31",
            "SSN": "",
            "Address": "48 Ridge Rd",
            "Address2": "",
            "City": "Keizer",
            "State": "OR",
            "Zip": "97303",
            "HmPhone": "",
            "WkPhone": "",
            "WirelessPhone": "(503)555-0186",
            "Email": "",
            "priProvAbbr": "DOC3",
            "secProvAbbr": "",
            "BillingType": "Standard Account",
            "ChartNumber": "",
            "ClinicNum": 3,
            "clinicAbbr": "Northside",
            "siteDesc": "",
            "TxtMsgOk": "Unknown",
        }
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("LName=SMI", [16, 48, 15, 49]),
        ("LName=mith", []),
        ("LName=smi&FName=j&Birthdate=1976-05-24&hideInactive=true", [16, 48]),
        ("FName=ti", [49]),
        ("FName=im", []),
        ("Phone=5036245871", []),
        ("Phone=624-58", [16, 48, 15, 49]),
        ("Phone=(536)%20265.8587", [15]),
        ("Phone=0186", [8643]),
        ("Phone=unlisted", []),
        ("Address=SATIN", [16, 48, 15, 49]),
        ("City=KEI&LName=b", [56]),
        ("City=eize&LName=b", []),
        ("State=ca", [16, 48, 15, 49]),
        ("LName=quinn", [1310]),
        ("LName=quinn&hideInactive=true", []),
        ("LName=quinn&hideInactive=false", [1310]),
        ("LName=hoovey&guarOnly=true", [712]),
        ("LName=hoovey&guarOnly=false", [712, 8643]),
        ("LName=garrett", []),
        ("LName=garrett&showArchived=true", [2040]),
        ("LName=garrett&showArchived=false", []),
        ("LName=mistake&showArchived=true", []),
        ("Birthdate=2004-10-31", [8643]),
        ("SubscriberId=86451", [1245]),
        ("SubscriberId=45101", []),
        ("SubscriberId=8645393", [1897, 1898]),
        ("SubscriberId=none", []),
        ("Email=YAHOO", [48]),
        # those of no clinic too
        ("clinicNums=1&City=salem", [1906, 67, 1901, 1245, 29, 31, 1310, 12]),
        ("clinicNums=1,%202&City=salem", [1906, 67, 1901, 23, 1245, 29, 31, 1310, 2011, 12]),
        ("clinicNums=0&LName=s", [16, 48, 15, 49]),
        ("clinicNums=99&LName=h", []),
        ("clinicAbbr=south", [23, 2011]),
        ("invoiceNumber=12", []),
        ("SiteNum=9", []),
        # a leading 1 is the country's, in four digits or more
        ("Phone=1%20(503)%20555-0186", [8643]),
        ("Phone=10186", [8643]),
        ("Phone=186", [8643]),
        # anything may stand for blanks and punctuation
        ("Address=125%20heights", [16, 48, 15, 49]),
        ("Address=125.satin", [16, 48, 15, 49]),
        ("Address=48%20ridge%20Rd.", [712, 8643]),
        # no day on which somebody was born
        ("Birthdate=0001-01-01&LName=hoo", [712, 8643]),
        ("Birthdate=1879-12-31&LName=hoo", [712, 8643]),
        ("Birthdate=1880-01-01&LName=hoo", []),
        ("Birthdate=2100-12-31&LName=hoo", []),
        ("SiteNum=0&LName=hoo", [712, 8643]),
    ],
)
def test_it_finds(api, query, found):
    assert numbers(api.get(f"/patients?{query}")) == found


def test_it_finds_by_ssn_chart_country_and_site(api):
    api.seed(
        {
            "site": [{"SiteNum": 3, "Description": "Mill School"}],
            "patient": [
                {"PatNum": 5, "SSN": "632458956", "ChartNumber": "AB77", "Country": "Canada", "SiteNum": 3},
            ],
        }
    )
    for query in ("SSN=6324", "ChartNumber=ab", "Country=ANAD", "SiteNum=3", "SiteNum=0&SSN=6324"):
        assert numbers(api.get(f"/patients?{query}")) == [5]


def test_an_invoice_is_found_by_how_its_number_starts(api):
    statements = [(1204, 48, "true"), (12, 15, "true"), (1299, 49, "false"), (912, 16, "true")]
    api.seed(
        {"statement": [{"StatementNum": key, "PatNum": patient, "IsInvoice": so} for key, patient, so in statements]}
    )
    assert numbers(api.get("/patients?invoiceNumber=12")) == [48, 15]
    assert numbers(api.get("/patients?invoiceNumber=120")) == [48]
    assert numbers(api.get("/patients?invoiceNumber=12%25")) == []


def test_who_is_called_otherwise_is_found_where_a_preference_has_it_so(api):
    api.seed({"patient": [{"PatNum": 5, "LName": "Ash", "FName": "Robert", "Preferred": "Bob"}]})
    assert numbers(api.get("/patients?FName=bo")) == []
    api.prefer(PatientSelectUseFNameForPreferred="1")
    assert numbers(api.get("/patients?FName=bo")) == [5]
    assert numbers(api.get("/patients?FName=ro&LName=ash")) == [5]
    assert numbers(api.get("/patients?FName=ob")) == []


def test_telephone_numbers_in_a_table_of_their_own_are_found_there_alone(api):
    api.prefer(PatientPhoneUsePhonenumberTable="1")
    assert numbers(api.get("/patients?Phone=0186")) == []
    row = {"PatNum": 8643, "PhoneType": "WirelessPhone", "PhoneNumberVal": "(503)555-0186"}
    api.seed({"phonenumber": [{**row, "PhoneNumberDigits": "5035550186"}]})
    assert numbers(api.get("/patients?Phone=(503)%20555")) == [8643]
    assert numbers(api.get("/patients?Phone=1-503-555")) == [8643]
    assert numbers(api.get("/patients?Phone=0186")) == []


def test_patients_that_were_merged_into_another_one_are_left_out(api):
    # 29 into 31 and, by mistake, 31 into 67 and back; 12 is a clone, which is somebody else
    merged = [(29, 31, "Merge", "2023-01-01 10:00:00"), (31, 67, "Merge", "2023-01-02 10:00:00")]
    back = [(67, 31, "Merge", "2023-01-03 10:00:00"), (12, 31, "Clone", "2023-01-04 10:00:00")]
    rows = [
        {"PatNumFrom": one, "PatNumTo": other, "LinkType": kind, "DateTimeLink": at}
        for one, other, kind, at in merged + back
    ]
    names = "?clinicNums=1&City=salem"
    assert numbers(api.get(f"/patients{names}")) == [1906, 67, 1901, 1245, 29, 31, 1310, 12]
    api.seed({"patientlink": rows})
    assert numbers(api.get(f"/patients{names}")) == [1906, 1901, 1245, 31, 1310, 12]
    assert numbers(api.get(f"/patients{names}&showArchived=true")) == [1906, 2040, 1901, 1245, 31, 1310, 12]
    assert api.get("/patients/29").status == 200
    assert 29 in numbers(api.get("/patients/Simple"))


def test_deceased_patients_count_as_archived_and_those_of_hidden_clinics_do_not(api):
    api.seed(
        {
            "patient": [
                {"PatNum": 5, "LName": "Ash", "PatStatus": "Deceased"},
                {"PatNum": 6, "LName": "Ash", "ClinicNum": 6},
                {"PatNum": 7, "LName": "Ash", "PatStatus": "Deleted"},
            ]
        }
    )
    assert numbers(api.get("/patients?LName=ash")) == [6]
    assert numbers(api.get("/patients?LName=ash&showArchived=true")) == [5, 6]


def test_a_clinics_patients_are_those_with_an_appointment_there_too(api):
    assert numbers(api.get("/patients?clinicNums=1&LName=hoo")) == []
    api.seed({"appointment": [{"AptNum": 9, "PatNum": 8643, "ClinicNum": 1, "AptStatus": "Scheduled"}]})
    assert numbers(api.get("/patients?clinicNums=1&LName=hoo")) == [8643]


def test_who_is_meant_exactly_comes_first(api):
    names = [(5, "Ashford", "Al"), (6, "Ash", "Zoe"), (7, "ASH", "Al"), (8, "Ash", "Alan")]
    api.seed({"patient": [{"PatNum": key, "LName": last, "FName": first} for key, last, first in names]})
    assert numbers(api.get("/patients?LName=ash")) == [7, 8, 6, 5]
    assert numbers(api.get("/patients?LName=ash&FName=al")) == [7, 8, 5]


def test_they_come_by_name(api):
    names = [(5, "de Boer", "Al"), (6, "Deacon", "Al"), (7, "DE BOER", "Al"), (8, "Dean", "zoe"), (9, "dean", "Yan")]
    api.seed({"patient": [{"PatNum": key, "LName": last, "FName": first} for key, last, first in names]})
    assert numbers(api.get("/patients?LName=de")) == [5, 7, 6, 9, 8]
    found = [(row["LName"].lower(), row["FName"].lower(), row["PatNum"]) for row in api.get("/patients").json]
    assert found == sorted(found)


@pytest.mark.parametrize("query", ["LName=öz", "LName=ÖZDE", "City=ZÜR", "Country=Öst", "clinicAbbr=nör"])
def test_in_any_case_of_any_language(api, query):
    api.seed(
        {
            "clinic": [{"ClinicNum": 9, "Abbr": "NÖRD"}],
            "patient": [{"PatNum": 5, "LName": "Özdemir", "City": "Zürich", "Country": "österreich", "ClinicNum": 9}],
        }
    )
    assert numbers(api.get(f"/patients?{quote(query, safe='=')}")) == [5]


def test_everybody_who_is_not_gone(api):
    found = numbers(api.get("/patients"))
    assert len(found) == 20
    assert not {60, 2040} & set(found)


def test_page_by_page(api):
    assert numbers(api.get("/patients?Offset=2&Limit=3")) == [722, 67, 1897]
    assert api.get("/patients?Offset=700").json == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("DateTStamp=2021-07-01%2005:30:00", "'DateTStamp' is not a valid parameter."),
        ("search=smith", "'search' is not a valid parameter."),
        ("phone=0186", "'phone' is not a valid parameter."),
        ("LName=smi&lname=smi", "'lname' is not a valid parameter."),
        ("Birthdate=1976", "Birthdate format must be yyyy-MM-dd."),
        ("hideInactive=1", "hideInactive is invalid."),
        ("guarOnly=yes", "guarOnly is invalid."),
        ("showArchived=2", "showArchived is invalid."),
        ("SiteNum=home", "SiteNum is invalid."),
        ("clinicNums=1;2", "clinicNums is invalid."),
        ("clinicNums=1,", "clinicNums is invalid."),
    ],
)
def test_it_refuses(api, query, sentence):
    got = api.get(f"/patients?{query}")
    assert (got.status, got.json) == (400, sentence)


def test_the_api_deletes_no_patient(api):
    got = api.delete("/patients/48")
    assert (got.status, got.json) == (400, "patients DELETE  is not a valid method.")
