"""Texts that other databases would read otherwise are told from those that all read alike."""

import pytest

from slo_gate.core.sql_portable import not_portable


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 'it''s', \"a \"\"name\", `b` FROM t -- a comment with a '\n WHERE a >= $start /* and another */",
        "SELECT '#1', 1 - -1, '' /* / * */ FROM t --\n",
        "--- a line\nSELECT 1",
        "SELECT '100 %', a::int, b->>'c', '?', '{\"a\": 1}', '{a: '",
    ],
)
def test_what_all_databases_read_alike(query: str) -> None:
    assert not_portable(query) is None


@pytest.mark.parametrize(
    ("query", "at"),
    [
        pytest.param(r"SELECT 'a\'' ; DROP TABLE x; --'", r"\\", id="a backslash before a quote"),
        pytest.param("SELECT 1 # '\n; DROP TABLE x -- '", "#", id="a comment of MySQL and BigQuery"),
        pytest.param("SELECT 1 /*! INTO OUTFILE 'x' */", "/*!", id="a comment that MySQL runs"),
        pytest.param("SELECT 1 /* /* */ ; DROP TABLE x /* */ */", "/* /*", id="a comment within a comment"),
        pytest.param("SELECT 1--'\n; DROP TABLE x --'", "--", id="two minus signs of MySQL"),
        pytest.param("SELECT ''' ; DROP TABLE x ; '''", "'''", id="a string of BigQuery"),
        pytest.param('SELECT """ ; DROP TABLE x ; """', '"""', id="another string of BigQuery"),
        pytest.param("SELECT $a$ ; DROP TABLE x ; $a$", "$a$", id="a string of PostgreSQL"),
        pytest.param("SELECT '{n:Int8}'", "{n:", id="a parameter of ClickHouse's driver"),
    ],
)
def test_the_place_where_databases_differ(query: str, at: str) -> None:
    fault = not_portable(query)
    assert fault
    assert query[fault.start :].startswith(at.replace("\\\\", "\\"))
    assert "some" in fault.message
