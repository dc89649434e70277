"""Which SLOs a run is about."""

import pytest

from slo_gate.core.errors import NothingMatchedError
from slo_gate.core.scope import ScopeEntry
from slo_gate.engine.concerning import Asked, concerned
from tests.core.promises import slo

CHECKOUT, SEARCH = slo("a", "checkout"), slo("b", "search")
BOTH = (CHECKOUT, SEARCH)
SCOPE = (
    ScopeEntry(("services/**",), None),
    ScopeEntry(("docs/**", "**/*.md"), ()),
    ScopeEntry(("services/checkout/**",), ("checkout",)),
    ScopeEntry(("services/checkout/README.md",), ()),
    ScopeEntry(("lib/search/**",), ("search",)),
    ScopeEntry(("services/basket/**",), ("basket",)),
)


@pytest.mark.parametrize(
    ("changed", "services", "note"),
    [
        pytest.param(("services/checkout/a.go",), {"checkout"}, "1 changed file concerns checkout", id="one service"),
        pytest.param(
            ("services/checkout/a.go", "lib/search/b.go", "docs/c.md"),
            {"checkout", "search"},
            "3 changed files concern checkout and search",
            id="files of several services",
        ),
        pytest.param(
            ("services/checkout/a.go", "Makefile"),
            {"checkout", "search"},
            "2 changed files concern every service, because of Makefile",
            id="a file that nobody placed concerns all",
        ),
        pytest.param(("services/x",), {"checkout", "search"}, "1 changed file concerns every service, because of services/x", id="a file placed with all"),
        pytest.param(("docs/a.md", "README.md"), set(), "2 changed files concern no service", id="files of nobody"),
        pytest.param(("services/checkout/README.md",), set(), "1 changed file concerns no service", id="the last entry that fits speaks"),
    ],
)  # fmt: skip
def test_the_files_of_a_change_concern_services(changed: tuple[str, ...], services: set[str], note: str) -> None:
    found = concerned(BOTH, Asked(changed=changed, scope=SCOPE))
    assert {one.service for one in found.slos} == services
    assert found.notes == (note,)
    assert [because.code for because in found.reasons] == ([] if services else ["unconcerned"])


@pytest.mark.parametrize("changed", [None, ()])
def test_where_nobody_knows_the_files_all_are_judged_and_it_is_said(changed: tuple[str, ...] | None) -> None:
    found = concerned(BOTH, Asked(changed=changed, scope=SCOPE))
    assert (found.slos, len(found.notes)) == (BOTH, 1)


def test_without_a_scope_the_files_decide_nothing() -> None:
    assert concerned(BOTH, Asked(changed=("docs/a.md",))) == (BOTH, (), ())


def test_a_service_that_the_run_names_is_narrowed_further() -> None:
    asked = Asked(("search",), ("services/checkout/a.go",), SCOPE)
    found = concerned(BOTH, asked)
    assert (found.slos, [because.code for because in found.reasons]) == ((), ["unconcerned"])


@pytest.mark.parametrize(
    ("asked", "judged", "missing"),
    [
        pytest.param(Asked(("basket",), require_slo=("*",)), (), ["basket"], id="a service that is named"),
        pytest.param(Asked(("basket", "search"), require_slo=("bas*",)), (SEARCH,), ["basket"], id="one of two"),
        pytest.param(Asked((), ("services/basket/x",), SCOPE, ("*",)), (), ["basket"], id="a service that files concern"),
        pytest.param(Asked(("basket",), ("services/basket/x",), SCOPE, ("*",)), (), ["basket"], id="both, told once"),
    ],
)  # fmt: skip
def test_a_service_that_must_have_an_slo_and_has_none_fails(
    asked: Asked, judged: tuple[object, ...], missing: list[str]
) -> None:
    found = concerned(BOTH, asked)
    assert found.slos == judged
    assert [because.evidence["service"] for because in found.reasons] == missing


def test_a_service_of_the_scope_without_an_slo_is_told() -> None:
    found = concerned(BOTH, Asked(changed=("services/basket/x", "lib/search/x"), scope=SCOPE))
    assert found.slos == (SEARCH,)
    assert "no SLO is of the service basket, which `scope` names" in found.notes


@pytest.mark.parametrize(
    ("slos", "asked", "message"),
    [
        pytest.param(BOTH, Asked(("basket",)), "no SLO is of the service 'basket'", id="a service without an SLO"),
        pytest.param(BOTH, Asked(("basket",), require_slo=("s*",)), "'basket'", id="one that need not have any"),
        pytest.param((), Asked(), "there is no SLO to judge", id="no SLO at all"),
        pytest.param(
            (), Asked(require_slo=("*",)), "there is no SLO to judge", id="no SLO at all, and none is asked for"
        ),
    ],
)
def test_nothing_to_judge_is_never_a_pass(slos: tuple[object, ...], asked: Asked, message: str) -> None:
    with pytest.raises(NothingMatchedError, match=message):
        concerned(slos, asked)  # type: ignore[arg-type]
