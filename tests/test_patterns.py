"""Paths with stars in them."""

import pytest

from mock_od.patterns import fits, path_fits


@pytest.mark.parametrize(
    ("text", "pattern", "does"),
    [
        ("/books", "/books", True),
        ("/books", "/book", False),
        ("/books", "*", True),
        ("", "*", True),
        ("/books/7", "/books*", True),
        ("/books", "/books/*", False),
        ("/books/7/Lend", "/books/*/Lend", True),
        ("/books/7/Lend", "*/7/*", True),
        ("/books/7/Lend", "*/8/*", False),
        ("/aba", "/ab*ba", False),
        ("/abba", "/ab*ba", True),
        ("/a.b", "/a?b", False),
        ("/axb", "/a.b", False),
        ("/a[b]", "/a[b]", True),
        ("/xayb", "/*a*b", True),
        ("/xbya", "/*a*b", False),
        ("/" + "a" * 50_000, "/" + "a*" * 1000 + "b", False),
    ],
)
def test_a_star_stands_for_anything_and_nothing_else_does(text, pattern, does):
    assert fits(text, pattern) is does


@pytest.mark.parametrize("path", ["/books", "/books/", "books//"])
@pytest.mark.parametrize("pattern", ["/books", "/books/", "/b*"])
def test_a_slash_at_the_end_makes_no_difference(path, pattern):
    assert path_fits(path, pattern)
    assert not path_fits(path + "/7", "/books")
    assert path_fits("/", "/")
