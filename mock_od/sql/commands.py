"""A command as it was sent: its statements, and what of it is refused before anything is run.

May not: import anything of mock_od but its own package and call. Imported only when a query is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from mock_od.call import Refusal
from mock_od.sql.dialect import Asked

NOT_READ_ONLY = "Query is not read-only"
COMMENTED = "Validation failed. Please remove mid-query comments and try again."
EMPTY = "Query was empty"
TOO_MANY = "Too many tables; MySQL can only use 61 tables in a join"
DATABASE = "opendental"
"""What the office's database is called."""
LONGEST = 200_000
"""Characters that a command may have."""
_MOST_OPEN_JOINS = 8
"""JOINs one after another whose ON is still to come: the parser tries for each whether the next ones belong to it."""
READS = ("SELECT", "WITH", "SET")
WRITES = ("CREATE", "DROP", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
_ENDS = {
    TokenType.FROM, TokenType.WHERE, TokenType.GROUP_BY, TokenType.HAVING, TokenType.ORDER_BY, TokenType.LIMIT,
    TokenType.UNION, TokenType.EXCEPT, TokenType.INTERSECT, TokenType.INTO, TokenType.FOR, TokenType.WINDOW,
    TokenType.SEMICOLON,
}  # fmt: skip
_MODIFIERS = {"DISTINCT", "ALL", "DISTINCTROW", "STRAIGHT_JOIN", "HIGH_PRIORITY", "SQL_CALC_FOUND_ROWS"}
_MODIFIERS |= {"SQL_NO_CACHE", "SQL_CACHE", "SQL_BIG_RESULT", "SQL_SMALL_RESULT", "SQL_BUFFER_RESULT"}


class Statement(NamedTuple):
    """One statement of a command.

    :param text: as it is written.
    :param tokens: its words and signs, their places counted in the whole command.
    """

    text: str
    tokens: Sequence[Token]
    begins: int

    @property
    def verb(self) -> str:
        """What it begins with, in capitals, brackets passed over."""
        return next((one.text.upper() for one in self.tokens if one.token_type is not TokenType.L_PAREN), "")

    def between(self, first: Token, last: Token) -> str:
        """The text from one token to another."""
        return self.text[first.start - self.begins : last.end + 1 - self.begins]


def not_read_only(hint: str) -> Refusal:
    """401 for what would write."""
    return Refusal(NOT_READ_ONLY, 401, hint=hint)


def syntax_error(near: str, hint: str) -> Refusal:
    """400 in the database's words."""
    sentence = (
        "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the "
        f"right syntax to use near '{near[:80]}' at line 1"
    )
    return Refusal(sentence, hint=hint)


def no_function(name: str) -> Refusal:
    """400 for a function that is not there."""
    return Refusal(f"FUNCTION {DATABASE}.{name[:60]} does not exist", hint="docs/queries.md lists the functions")


def statements(command: str, *, comments: bool) -> list[Statement]:
    """The statements of a command.

    :param comments: whether a comment may stand inside a statement.
    :raises Refusal: 400 or 401.
    """
    if "SCHEMA" in command.upper():
        raise not_read_only("a query with the letters SCHEMA is refused, whatever it is about")
    if len(command) > LONGEST:
        raise Refusal(EMPTY.replace("empty", "too long"), hint=f"mock_od reads {LONGEST} characters of SQL")
    if "\0" in command:
        raise syntax_error(command.partition("\0")[2], "the text has a null character; the page says to use CHAR(0)")
    try:
        tokens = Asked().tokenize(command)
    except SqlglotError as error:
        raise syntax_error(command, f"{error}".partition("\n")[0]) from error
    if "/*!" in _outside(command, tokens):
        raise not_read_only("/*! ... */ is no comment but a command")
    found = list(_split(command, tokens))
    if not found:
        raise Refusal(EMPTY, hint="SqlCommand has no statement")
    _refuse_open_joins(tokens)
    for one in found:
        _refuse_others(one)
    if not comments:
        for one in found:
            _refuse_comments(command, one)
    return found


def _refuse_open_joins(tokens: Sequence[Token]) -> None:
    still_open = 0
    for before, one in zip([None, *tokens], tokens, strict=False):
        if one.token_type is TokenType.JOIN and not (before and before.token_type is TokenType.CROSS):
            still_open += 1
        elif one.token_type in (TokenType.ON, TokenType.USING):
            still_open = max(0, still_open - 1)
        if still_open > _MOST_OPEN_JOINS:
            hint = f"mock_od reads {_MOST_OPEN_JOINS} JOINs without ON in a row; write CROSS JOIN or a comma"
            raise Refusal(TOO_MANY, hint=hint)


def _refuse_others(statement: Statement) -> None:
    bracketed = statement.tokens[0].token_type is TokenType.L_PAREN
    if statement.verb not in (READS if bracketed else (*READS, *WRITES)):
        raise not_read_only(f"{statement.verb[:30]} is neither SELECT nor SET")


def _split(command: str, tokens: Iterable[Token]) -> Iterator[Statement]:
    held: list[Token] = []
    for token in tokens:
        if token.token_type is not TokenType.SEMICOLON:
            held.append(token)
        elif held:
            yield _statement(command, held)
            held = []
    if held:
        yield _statement(command, held)


def _statement(command: str, tokens: list[Token]) -> Statement:
    begins = tokens[0].start
    return Statement(command[begins : tokens[-1].end + 1], tokens, begins)


def _outside(command: str, tokens: Sequence[Token]) -> str:
    """What of a command is no token: blanks and comments."""
    places = [0, *(place for one in tokens for place in (one.start, one.end + 1)), len(command)]
    return "".join(command[begin:end] for begin, end in zip(places[::2], places[1::2], strict=True))


def _refuse_comments(command: str, statement: Statement) -> None:
    for one, following in zip(statement.tokens, statement.tokens[1:], strict=False):
        if command[one.end + 1 : following.start].strip():
            hint = "a comment may stand before or after a statement; Queries.comments_inside_are_refused is our choice"
            raise Refusal(COMMENTED, hint=hint)


def at_depth(tokens: Iterable[Token]) -> Iterator[tuple[int, Token]]:
    """Each token with the number of brackets around it."""
    depth = 0
    for token in tokens:
        depth -= token.token_type is TokenType.R_PAREN
        yield depth, token
        depth += token.token_type is TokenType.L_PAREN


def parts(tokens: Iterable[Token]) -> list[list[Token]]:
    """Tokens, parted where commas stand outside of brackets."""
    found: list[list[Token]] = [[]]
    for depth, token in at_depth(tokens):
        if depth == 0 and token.token_type is TokenType.COMMA:
            found.append([])
        else:
            found[-1].append(token)
    return found


def written_columns(statement: Statement) -> list[str]:
    """The columns of the first SELECT as they are written, which is what MySQL calls them without a name."""
    tokens = list(statement.tokens)
    while tokens and tokens[0].token_type is TokenType.L_PAREN:
        tokens = tokens[1:]
    begin = next((at for at, (depth, one) in enumerate(at_depth(tokens)) if not depth and _is(one, "SELECT")), None)
    if begin is None:
        return []
    rest = tokens[begin + 1 :]
    while rest and rest[0].text.upper() in _MODIFIERS and rest[0].token_type is not TokenType.STRING:
        rest = rest[1:]
    columns = []
    for depth, token in at_depth(rest):
        if depth < 0 or (depth == 0 and token.token_type in _ENDS):
            break
        columns.append(token)
    return [statement.between(part[0], part[-1]) if part else "" for part in parts(columns)]


def _is(token: Token, word: str) -> bool:
    return token.token_type is TokenType.SELECT and word == "SELECT"
