"""What RE2 finds wrong with a regular expression, in the words of Go."""

from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """Source: Go, regexp/syntax/parse.go, `ErrorCode`."""

    CLASS_RANGE = "invalid character class range"
    ESCAPE = "invalid escape sequence"
    NAMED_CAPTURE = "invalid named capture"
    PERL = "invalid or unsupported Perl syntax"
    NESTED_REPETITION = "invalid nested repetition operator"
    REPEAT_COUNT = "invalid repeat count"
    UTF8 = "invalid UTF-8"
    MISSING_BRACKET = "missing closing ]"
    MISSING_PARENTHESIS = "missing closing )"
    NOTHING_TO_REPEAT = "missing argument to repetition operator"
    TRAILING_BACKSLASH = "trailing backslash at end of expression"
    UNEXPECTED_PARENTHESIS = "unexpected )"
    TOO_DEEP = "expression nests too deeply"
    TOO_LARGE = "expression too large"


class Wrong(NamedTuple):
    """The characters [start, end) of the expression are at fault."""

    code: Code
    start: int
    end: int


class WrongError(Exception):
    """Ends the reading of an expression."""

    def __init__(self, code: Code, start: int, end: int) -> None:
        super().__init__(code)
        self.wrong = Wrong(code, start, end)
