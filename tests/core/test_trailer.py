"""Trailers of a commit's message."""

import pytest

from slo_gate.core.trailer import trailer

NAME = "SLO-Gate-Override"


@pytest.mark.parametrize(
    ("message", "value"),
    [
        pytest.param(f"Ship it\n\n{NAME}: hotfix", "hotfix", id="in the last paragraph"),
        pytest.param(
            f"Ship it\n\nWhy.\n\n{NAME.lower()}:hotfix\nSigned-off-by: A <a@b.c>\n", "hotfix", id="among others"
        ),
        pytest.param(f"Ship it\r\n\r\n{NAME}: hotfix\r\n", "hotfix", id="with the line ends of Windows"),
        pytest.param(f"Ship it\n\n{NAME}: hotfix\n  for CVE-1", "hotfix for CVE-1", id="with a line that goes on"),
        pytest.param(f"Ship it\n\n{NAME}: one\n{NAME}: two", "two", id="the last of two"),
        pytest.param(f"Ship it\n\n{NAME}:", "", id="without a reason"),
        pytest.param(f"{NAME}: hotfix", None, id="a subject is no trailer"),
        pytest.param(f"Ship it\n\n{NAME}: hotfix\n\nMore.", None, id="not in the last paragraph"),
        pytest.param(f"Ship it\n\nWe talked about\n{NAME}: hotfix", None, id="in a paragraph of prose"),
        pytest.param(f"Ship it\n\nX-{NAME}: hotfix", None, id="a longer name"),
        pytest.param("", None, id="no message"),
    ],
)
def test_trailer(message: str, value: str | None) -> None:
    assert trailer(message, NAME) == value
