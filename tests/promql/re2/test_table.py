"""RE2's verdict on regular expressions, as Go 1.26 gives it. `\\p{Old_Italic}` is taken as Go did until 1.24.

For a parenthesis without its other half Go names the whole expression, and here the parenthesis is.
"""

import pytest

from slo_gate.promql.re2 import judged
from slo_gate.promql.re2.wrong import Code, Wrong

TAKEN = (
    "5..",
    ".+",
    "2..|3..|404",
    r"[\w.]{253}",
    "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}",
    r"\d\D\s\S\w\W",
    r"[\d\S_-]",
    r"\pN\PL\p{Greek}\P{^Lu}\p{Old_Italic}",
    r"\p{Letter}\p{greek}\p{Any}",
    r"[\pL\p{Nd}]",
    "[[:alpha:][:^digit:]]",
    "[[:alpha]",
    "[a&&b]",
    "[]a]",
    "[^]a]",
    "[a-]",
    "[-a]",
    r"[a\-z]",
    "[a-z&&[^b]]",
    r"\_\-\/\.\"\ \&\~\#\<\>",
    r"\a\f\n\r\t\v",
    r"\x41\x{1F600}\x{0}\07\12\377\0",
    r"\Aa\z",
    r"\ba\B",
    r"\b{2}",
    r"\Q.*[\E+",
    r"\Qa",
    "a{,5}",
    "a{",
    "a{}",
    "{",
    "}",
    "]",
    "a{01}",
    "a{1,02}",
    "a{1000}",
    "a{2,}",
    "(a{10}){100}",
    "a*?b+?c??",
    "(?i)a(?-i)b",
    "(?ims-U:a)",
    "(?P<name>a)",
    "(?<name>a)",
    "(?P<n>a)(?P<n>b)",
    "a$b^",
    "é+",
    "[é-ü]",
    "日本|語",
    " a",
    "a b",
    "#a",
    "a/b",
    "x-y_z",
    "[[.a.]]x",
)
TAKING_NOTHING = (
    ".*",
    "",
    r"\Q\E",
    "a{0,1000}?",
    "(a{0,}){1000}",
    "(a*)*",
    "a(?i)*",
    "|",
    "||a",
    "()",
    "(|)",
    "(?:)",
    "(?)",
    "(?U)a*",
    "^*",
    "$+",
)
REFUSED = {
    Code.CLASS_RANGE: (
        "[«a--»b]",
        "[«z-a»]",
        r"[«b-\x61»]",
        "[«[:foo:]»]",
        "[«[:Alpha:]»]",
        r"«\p»",
        r"«\pX»",
        r"«\p{}»",
        r"«\p{Foo}»",
        r"«\p{Greek»",
        r"«\P{L&}»",
        r"«\p{Script=Greek}»",
    ),
    Code.ESCAPE: (
        r"«\C»",
        r"«\y»",
        r"«\Z»",
        r"«\é»",
        r"«\8»",
        r"«\1»",
        r"(a)«\1»",
        r"«\c»",
        r"«\k»<a>",
        r"«\G»",
        r"«\h»",
        r"«\X»",
        r"«\u»0041",
        r"«\x»",
        r"«\x4»",
        r"«\x4g»",
        r"«\x{}»",
        r"«\x{110000»}",
        r"«\x{41»",
        r"[«\b»]",
        r"[«\Q»]",
        r"[«\A»]",
        r"[a-«\d»]",
    ),
    Code.NAMED_CAPTURE: (
        "«(?<=a)b»",
        "«(?<!a)b»",
        "«(?<=a>»b)",
        "«(?P<n»",
        "«(?P<>»a)",
        "«(?P<n m>»a)",
        "«(?P<é>»a)",
        "«(?<n-m>»a)",
    ),
    Code.PERL: (
        "«(?»",
        "«(?i»",
        "«(?x»)a",
        "«(?x»:a)",
        "«(?#»a)",
        "«(?R»)",
        "«(?1»)",
        "«(?|»a)",
        "«(?>»a)",
        "«(?=»a)",
        "«(?!»a)",
        "«(?i-)»",
        "«(?-:»a)",
        "«(?--»i)",
        "«(?P»=n)",
        "«(?P»>n)",
        "«(?'»n'a)",
        "«(?P»",
        "«(?<»",
        "«(?a»)b",
    ),
    Code.NESTED_REPETITION: (
        "a«**»",
        "a«++»",
        "a«*+»",
        "a«{2}{3}»",
        "a«?{2}»",
        "a«*??»",
    ),
    Code.REPEAT_COUNT: (
        "((a{2})«{1000}»){0}",
        "a«{1001}»",
        "a«{2,1}»",
        "a«{1,1001}»",
        "a«{99999999999}»",
        "(a{100})«{11}»",
        "((a{10}){10})«{11}»",
        "(a{2,})«{501}»",
    ),
    Code.UTF8: (
        "\xab\udcff\xbb",
        "a\xab\udcc3\xbb",
        "[\xab\udcff\xbb]",
        "\\\xab\udcff\xbb",
        "\\Q\xab\udcff\xbb",
        "(?P<\xab\udcff\xbb>a)",
        "\xab\udced\xbb\udca0\udc80",
    ),
    Code.MISSING_BRACKET: (
        "«[a»",
        "«[»",
        "«[]»",
        "«[^]»",
        "«[[:alpha:]»",
    ),
    Code.MISSING_PARENTHESIS: (
        "«(»",
        "a«(»b",
        "«(»(a)",
    ),
    Code.NOTHING_TO_REPEAT: (
        "a|«*»b",
        "«*»",
        "a|«*»",
        "«+»a",
        "«?»",
        "(«*»)",
        "(?i)«*»",
        "«{2}»",
        "|«{2}»",
    ),
    Code.TRAILING_BACKSLASH: (
        r"a«\»",
        r"[a«\»",
    ),
    Code.UNEXPECTED_PARENTHESIS: (
        "«)»",
        "a«)»",
        "a«)»|(b",
    ),
}


def marked(expression: str) -> tuple[str, Code | None]:
    """The expression with what is wrong with it in angle quotes."""
    verdict = judged(expression)
    if not isinstance(verdict, Wrong):
        return expression, None
    start, end = verdict.start, verdict.end
    return f"{expression[:start]}«{expression[start:end]}»{expression[end:]}", verdict.code


@pytest.mark.parametrize("expression", TAKEN)
def test_is_taken(expression: str) -> None:
    assert judged(expression) is False


@pytest.mark.parametrize("expression", TAKING_NOTHING)
def test_is_taken_and_takes_nothing(expression: str) -> None:
    assert judged(expression) is True


@pytest.mark.parametrize(("code", "wanted"), [(code, one) for code, every in REFUSED.items() for one in every])
def test_is_refused(code: Code, wanted: str) -> None:
    assert marked(wanted.replace("«", "").replace("»", "")) == (wanted, code)
