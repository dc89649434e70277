"""Shapes: what they check is what their JSON Schema says.

Known differences, each with a test: JSON has no NaN and no infinity; it rounds numbers to doubles; and Python's `$`, which
the validator uses where ECMA 262 is meant, lets a line feed follow.
"""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from slo_gate.core.checking import Place, Shape, Violation
from slo_gate.core.constraints import AtLeastOne, AtMostOne, Constraint, ExactlyOne, IfThen
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Boolean, Choice, Forbidden, Number, Text
from slo_gate.core.shape import Either, Field, ListOf, MapOf, Record
from tests.core.trees import plain, spans, tree
from tests.support.properties import tried

KEYS = ("a", "b", "c", "name")
WORD = r"^[a-z]{1,3}$"

DECIMALS = st.integers(-300, 300).map(lambda hundredths: Decimal(hundredths) / 100)
BOUNDS = st.none() | DECIMALS
SCALARS = (
    st.none() | st.booleans() | st.integers(-4, 4) | DECIMALS | st.sampled_from(["", "a", "b", "abcd", "A", "1", "ä"])
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from((*KEYS, "other", "")), inner, max_size=4)
    ),
    max_leaves=12,
)

SCALAR_SHAPES: st.SearchStrategy[Shape] = st.one_of(
    st.builds(Text, st.sampled_from(["", WORD]), max_length=st.integers(0, 3), min_length=st.integers(0, 2)),
    st.sampled_from([("a",), ("a", "b", "")]).map(Choice),
    st.builds(Number, st.just("a number"), BOUNDS, BOUNDS, BOUNDS, BOUNDS, st.booleans()),
    st.none().map(Boolean) | st.booleans().map(Boolean),
)


def some_keys(least: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(KEYS), min_size=least, max_size=3, unique=True).map(tuple)


def constraints(inner: st.SearchStrategy[Shape]) -> st.SearchStrategy[Constraint]:
    partial = st.builds(Record, fields(inner), st.just(()), st.just(True))
    return st.one_of(
        st.builds(ExactlyOne, some_keys(1)),
        st.builds(AtLeastOne, some_keys(1)),
        st.builds(AtMostOne, some_keys(2)),
        st.builds(IfThen, partial, partial),
    )


def fields(inner: st.SearchStrategy[Shape]) -> st.SearchStrategy[dict[str, Field]]:
    shapes = inner | st.just(Forbidden("has no place here"))
    return st.dictionaries(st.sampled_from(KEYS), st.builds(Field, shapes, st.booleans()), max_size=3)


def collections(inner: st.SearchStrategy[Shape]) -> st.SearchStrategy[Shape]:
    most = st.none() | st.integers(0, 3)
    return st.one_of(
        st.builds(ListOf, inner, st.integers(0, 2), most),
        st.builds(MapOf, inner, st.sampled_from([Text(), Text(pattern=WORD)]), st.integers(0, 2)),
        st.builds(Record, fields(inner), st.lists(constraints(inner), max_size=2).map(tuple), st.booleans()),
    )


SHAPES: st.SearchStrategy[Shape] = st.recursive(
    SCALAR_SHAPES | st.just(Anything()),
    lambda inner: (
        collections(inner) | st.builds(Either, SCALAR_SHAPES, collections(inner)) | st.builds(OrNothing, inner)
    ),
    max_leaves=6,
)


def violations(shape: Shape, document: object) -> list[Violation]:
    root = tree(document)
    return list(shape.check(root, Place("", root.span)))


class TestAgreement:
    @tried(400)
    @given(SHAPES, DOCUMENTS)
    def test_nothing_is_found_iff_the_schema_accepts(self, shape: Shape, document: object) -> None:
        schema = shape.schema()
        Draft7Validator.check_schema(schema)
        assert (violations(shape, document) == []) is Draft7Validator(schema).is_valid(plain(document))

    @tried(400)
    @given(st.data(), collections(SHAPES))
    def test_near_its_own_kind(self, data: st.DataObject, shape: Shape) -> None:
        """The same for documents that are nearly right, so that both answers are common; and whoever is asked again, of
        what it has seen and of what not, says the same as at first.
        """
        document, other = data.draw(nearly(shape)), data.draw(nearly(shape))
        right = Draft7Validator(shape.schema()).is_valid(plain(document))
        takes = shape.takes
        takes(tree(other))
        assert [takes(tree(document)), takes(tree(document)), shape.takes(tree(document))] == [right] * 3
        assert (violations(shape, document) == []) is right

    @tried(150)
    @given(SHAPES, DOCUMENTS)
    def test_what_is_found_stands_in_the_document_and_says_something(self, shape: Shape, document: object) -> None:
        root = tree(document)
        places = set(spans(root))
        for violation in shape.check(root, Place("", root.span)):
            assert violation.span in places
            assert violation.rule.startswith("SLO1")
            assert violation.message


def nearly(shape: Shape) -> st.SearchStrategy[object]:
    """Documents of about the right kind."""
    match shape:
        case ListOf(item=item):
            return st.lists(nearly(item), max_size=3)
        case MapOf(value=value):
            return st.dictionaries(st.sampled_from(("a", "b", "A")), nearly(value), max_size=3)
        case Record(fields=known):
            allowed = {key: field.shape for key, field in known.items() if not isinstance(field.shape, Forbidden)}
            return st.fixed_dictionaries(
                {}, optional={key: nearly(shape) for key, shape in allowed.items()} | {"c": SCALARS}
            )
        case Either(scalar=scalar, other=other):
            return nearly(scalar) | nearly(other)
        case OrNothing(shape=inner):
            return st.none() | nearly(inner)
    return nearly_scalar(shape)


def nearly_scalar(shape: Shape) -> st.SearchStrategy[object]:
    match shape:
        case Text():
            return st.sampled_from(["", "a", "ab", "abcd"])
        case Choice(options=options):
            return st.sampled_from((*options, "z"))
        case Number():
            return st.integers(-3, 3) | DECIMALS
        case Boolean():
            return st.booleans()
    return SCALARS


class TestBounds:
    @pytest.mark.parametrize(
        ("shape", "accepted", "refused"),
        [
            pytest.param(Number(above=Decimal("0.5")), "0.51", "0.5", id="above"),
            pytest.param(Number(minimum=Decimal("0.5")), "0.5", "0.49", id="from"),
            pytest.param(Number(below=Decimal("0.5")), "0.49", "0.5", id="below"),
            pytest.param(Number(maximum=Decimal("0.5")), "0.5", "0.51", id="up to"),
            pytest.param(Number(integer=True), "2.0", "2.5", id="whole"),
        ],
    )
    def test_of_numbers(self, shape: Number, accepted: str, refused: str) -> None:
        schema = Draft7Validator(shape.schema())
        for text, right in ((accepted, True), (refused, False)):
            assert shape.takes(tree(Decimal(text))) is right
            assert schema.is_valid(float(text)) is right

    @pytest.mark.parametrize(
        ("shape", "lengths"),
        [
            pytest.param(Text(min_length=2, max_length=3), {1: False, 2: True, 3: True, 4: False}, id="of texts"),
            pytest.param(ListOf(Anything(), 2, 3), {1: False, 2: True, 3: True, 4: False}, id="of lists"),
            pytest.param(ListOf(Anything(), 0, 0), {0: True, 1: False}, id="of lists that must be empty"),
            pytest.param(MapOf(Anything(), minimum=2), {1: False, 2: True, 5: True}, id="of mappings"),
        ],
    )
    def test_of_lengths(self, shape: Shape, lengths: dict[int, bool]) -> None:
        schema = Draft7Validator(shape.schema())
        for length, right in lengths.items():
            document = _of_length(shape, length)
            assert shape.takes(tree(document)) is right
            assert schema.is_valid(document) is right


def _of_length(shape: Shape, length: int) -> object:
    if isinstance(shape, Text):
        return "ä" * length
    return [None] * length if isinstance(shape, ListOf) else {str(index): None for index in range(length)}


class TestKnownDifferences:
    @pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
    def test_numbers_json_does_not_have_are_refused(self, text: str) -> None:
        assert violations(Number(), Decimal(text))

    def test_numbers_are_compared_as_written_not_as_doubles(self) -> None:
        below = Number(below=Decimal(1))
        nearly_one = Decimal("0.99999999999999999999")
        assert not violations(below, nearly_one)
        assert not Draft7Validator(below.schema()).is_valid(plain(nearly_one))

    def test_numbers_beyond_doubles_are_numbers(self) -> None:
        assert not violations(Number(minimum=Decimal(1), integer=True), Decimal("1e400"))

    def test_no_line_feed_may_follow_a_pattern(self) -> None:
        word = Text(pattern=WORD)
        assert violations(word, "abc\n")
        assert violations(MapOf(Anything(), key=word), {"abc\n": 1})
        assert Draft7Validator(word.schema()).is_valid("abc\n")


METADATA = Record({"name": Field(Text(min_length=1, meaning="a name"), required=True, doc="What it is called.")})
SERVICE = Record({"kind": Field(Choice(("Service", "SLO"))), "metadata": Field(METADATA, required=True, doc="Who.")})


@pytest.mark.parametrize(
    ("shape", "document", "expected"),
    [
        pytest.param(Text(), 5, ("SLO103", 1, "`the document` is a number; it must be a string", 'put it in quotes: "5"'), id="a number for a string"),
        pytest.param(Text(), None, ("SLO103", 1, "`the document` is nothing (null); it must be a string", "give it a value, or remove the key"), id="nothing for a string"),
        pytest.param(Text(), [], ("SLO103", 1, "`the document` is a list; it must be a string", ""), id="a list for a string"),
        pytest.param(Text(max_length=2), "abc", ("SLO106", 1, "`the document` has 3 characters; at most 2 are allowed", "shorten it"), id="too long"),
        pytest.param(METADATA, {"name": ""}, ("SLO106", 3, "`name` is empty", "it must be a name"), id="an empty string"),
        pytest.param(Text(WORD, "a word"), "A b", ("SLO104", 1, "`the document` is 'A b'", "it must be a word"), id="a pattern not met"),
        pytest.param(SERVICE, {"kind": "slo", "metadata": {"name": "a"}}, ("SLO104", 3, "`kind` is 'slo'", "did you mean `SLO`? it must be one of Service, SLO"), id="another case"),
        pytest.param(Choice(("lte",)), "most", ("SLO104", 1, "`the document` is 'most'", "it must be one of lte"), id="no such option"),
        pytest.param(Choice(("lte",)), {}, ("SLO103", 1, "`the document` is a mapping; it must be one of lte", ""), id="a mapping for an option"),
        pytest.param(Number("a ratio below 1", below=Decimal(1)), Decimal("99.9"), ("SLO104", 1, "`the document` is 99.9", "it must be a ratio below 1"), id="a number out of bounds"),
        pytest.param(Number(), "5", ("SLO103", 1, "`the document` is a string; it must be a number", "write it without quotes: 5"), id="a string for a number"),
        pytest.param(Number(), True, ("SLO103", 1, "`the document` is true or false; it must be a number", ""), id="a truth for a number"),
        pytest.param(Boolean(only=True), False, ("SLO104", 1, "`the document` is false", "it must be true"), id="the other truth"),
        pytest.param(SERVICE, {"metadata": {}}, ("SLO102", 2, "`metadata` has no `name`", "What it is called."), id="a missing key is shown at its owner's key"),
        pytest.param(SERVICE, {}, ("SLO102", 1, "`the document` has no `metadata`", "Who."), id="a missing key of the whole document"),
        pytest.param(SERVICE, {"metadata": {"nmae": "a", "name": "b"}}, ("SLO101", 4, "unknown key `nmae` in `metadata`", "did you mean `name`?"), id="a misspelt key"),
        pytest.param(METADATA, {"name": "a", "colour": 1}, ("SLO101", 4, "unknown key `colour` in `the document`", "known keys: name"), id="an unknown key"),
        pytest.param(Record({"a": Field(ListOf(METADATA))}), {"a": [{"name": "x"}, {}]}, ("SLO102", 7, "`a[1]` has no `name`", "What it is called."), id="an item is named by its index"),
        pytest.param(Record({"a": Field(ListOf(Text(), minimum=1))}), {"a": []}, ("SLO106", 2, "`a` has 0 items", "it must have at least 1"), id="too few items"),
        pytest.param(ListOf(Text(), maximum=1), ["x", "y"], ("SLO106", 1, "`the document` has 2 items", "it must have at most 1"), id="too many items"),
        pytest.param(ListOf(Text(), 1, 1), [], ("SLO106", 1, "`the document` has 0 items", "it must have exactly 1"), id="not exactly so many items"),
        pytest.param(MapOf(Text(), minimum=1), {}, ("SLO106", 1, "`the document` is empty", "it needs at least 1 key"), id="an empty mapping"),
        pytest.param(MapOf(Text(), Text(WORD, "a word")), {"A": "x"}, ("SLO104", 2, "the key `A` of `the document` is not allowed", "a key must be a word"), id="a key's pattern"),
        pytest.param(MapOf(Text()), [], ("SLO103", 1, "`the document` is a list; it must be a mapping", ""), id="a list for a mapping"),
        pytest.param(Record({"a": Field(Forbidden("is set elsewhere"))}), {"a": 1}, ("SLO105", 2, "`a` is set elsewhere", "remove it"), id="a key that has no place"),
        pytest.param(Record({}, (ExactlyOne(("a", "b")),), open=True), {}, ("SLO102", 1, "`the document` needs one of `a`, `b`", ""), id="none of which one is needed"),
        pytest.param(Record({}, (ExactlyOne(("a", "b")),), open=True), {"a": 1, "b": 2}, ("SLO105", 4, "`the document` has `a` and `b` at the same time", "keep exactly one of `a`, `b`"), id="two of which one is needed"),
        pytest.param(Record({}, (AtMostOne(("a", "b"), "choose"),), open=True), {"a": 1, "b": 2}, ("SLO105", 4, "`the document` has `a` and `b` at the same time", "choose"), id="two of which one is allowed"),
        pytest.param(Record({}, (AtLeastOne(("a", "b"), "add one"),), open=True), {}, ("SLO102", 1, "`the document` has no `a` or `b`", "add one"), id="none of which some are needed"),
    ],
)  # fmt: skip
def test_says_what_where_and_what_to_write(shape: Shape, document: object, expected: tuple[str, int, str, str]) -> None:
    rule, line, message, hint = expected
    assert [tuple(violation[:4]) for violation in violations(shape, document)] == [
        (rule, (line, 1, line, 2), message, hint)
    ]


def test_finds_everything_at_once() -> None:
    found = violations(SERVICE, {"kind": "Pod", "metadata": {"name": 5, "x": 1}, "spec": 1})
    assert [(violation.rule, violation.span.line) for violation in found] == [
        ("SLO104", 3),
        ("SLO103", 7),
        ("SLO101", 8),
        ("SLO101", 10),
    ]


@pytest.mark.parametrize(
    ("condition", "document", "expected"),
    [
        pytest.param({"kind": "SLO"}, {"kind": "SLO"}, ["SLO102"], id="it holds, so the consequence must"),
        pytest.param({"kind": "SLO"}, {"kind": "SLO", "spec": 1}, [], id="both hold"),
        pytest.param({"kind": "SLO"}, {"kind": "Service"}, [], id="it does not hold"),
        pytest.param({"kind": "SLO"}, {}, ["SLO102"], id="a key that is missing cannot contradict it"),
    ],
)
def test_if_then(condition: dict[str, str], document: object, expected: Sequence[str]) -> None:
    when = Record({key: Field(Choice((value,))) for key, value in condition.items()}, open=True)
    then = Record({"spec": Field(Anything(), required=True)}, open=True)
    shape = Record({}, (IfThen(when, then),), open=True)
    assert [violation.rule for violation in violations(shape, document)] == expected


def test_messages_about_hostile_keys_stay_short() -> None:
    """A key of 60,000 characters above 1,000 wrong values must not be repeated in full a thousand times."""
    document = {"k" * 60_000: ["x"] * 1000}
    found = violations(MapOf(ListOf(Number())), document)
    assert len(found) == 1000
    assert max(len(violation.message) for violation in found) < 300


def test_a_field_tells_editors_its_sentence_and_default() -> None:
    shape = Record({"window": Field(Text(), doc="How long.", default="30d")}, doc="A promise.")
    assert shape.schema() == {
        "type": "object",
        "description": "A promise.",
        "properties": {"window": {"type": "string", "description": "How long.", "default": "30d"}},
        "additionalProperties": False,
    }
