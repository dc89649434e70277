"""What is taken for an object of Nobl9, and what is left to others."""

import pytest

from slo_gate.formats import nobl9
from tests.support.corpus import objects


@pytest.mark.parametrize(
    ("text", "recognised"),
    [
        ("{apiVersion: n9/v1alpha, kind: SLO}", True),
        ("{apiVersion: n9/v1alpha, kind: Nothing}", True),
        ("{apiVersion: n9/v1beta}", True),
        ("{apiVersion: N9/v2}", True),
        ("{apiVersion: openslo/v1, kind: SLO}", False),
        ("{apiVersion: [n9/v1alpha], kind: SLO}", False),
        ("{kind: SLO, spec: {}}", False),
        ("{note: n9/v1alpha}", False),
    ],
)
def test_an_object_is_recognised_by_its_version(text: str, *, recognised: bool) -> None:
    (root,) = objects(text.encode())
    assert nobl9.recognises(root) is recognised
