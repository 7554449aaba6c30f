"""The signature that the API puts under a text."""

from desk import call_of

from mock_od.dentistry.signing import note_signature, signature, signed_line


def test_the_line_says_whose_program_signed_and_when(api):
    api.freeze("2024-09-10 15:06:29")
    made = signature(call_of(api, developer="Acme"), ["a", "b"])
    assert signed_line(made) == "Digitally Signed by Acme Date Signed: 09/10/2024 15:06:29 PM"


def test_it_covers_the_texts(api):
    api.freeze("2024-09-10 15:06:29")
    call = call_of(api)
    assert signature(call, ["a", "b"]) == signature(call, ["a", "b"])
    assert signature(call, ["a", "b"]) != signature(call, ["a", "c"])


def test_a_notes_line_breaks_do_not_matter_and_its_user_does(api):
    api.freeze("2024-09-10 15:06:29")
    call = call_of(api)
    assert note_signature(call, "one\r\ntwo") == note_signature(call, "one\ntwo")
    assert note_signature(call, "one") != note_signature(call, "one", 5)


def test_what_was_not_made_here_shows_as_it_is():
    assert signed_line("Signed by hand") == "Signed by hand"
