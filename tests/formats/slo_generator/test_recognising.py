"""What is taken for a file of slo-generator, and what is left to others."""

import pytest

from slo_gate.formats.slo_generator import recognises
from tests.formats.slo_generator.files import CONFIG, SLO
from tests.formats.slo_generator.subject import CORPUS
from tests.support.corpus import objects

V1 = "service_name: shop\nfeature_name: basket\nslo_name: answers\nbackend: {class: Prometheus}\n"


def recognised(text: str) -> bool:
    (root,) = objects(text.encode())
    return recognises(root)


OURS = [
    pytest.param(SLO, id="an SLO"),
    pytest.param(SLO.replace("/v2", "/v3"), id="an SLO of another version"),
    pytest.param(SLO.replace("kind: ServiceLevelObjective", "kind: SLO"), id="an SLO of a misspelt kind"),
    pytest.param(SLO.replace("sre.google.com/v2", "example.com/v1"), id="an SLO of another group, told by its spec"),
    pytest.param(SLO.replace("apiVersion", "api"), id="an SLO that writes api"),
    pytest.param("apiVersion: sre.google.com/v2\n", id="no more than a version"),
    pytest.param(V1, id="an SLO of v1"),
    pytest.param(CONFIG, id="a shared configuration"),
    pytest.param("default_exporters: [a]\nexporters: {a: {}}\n", id="two sections"),
    pytest.param("backends: {prometheus: {url: u}}\n", id="backends of a class that there is"),
    pytest.param("backends: {shop.backends.OurBackend: {}}\n", id="backends of a class of one's own"),
    pytest.param("error_budget_policies: {default: {steps: []}}\n", id="policies with steps"),
    pytest.param(
        "backends: [prometheus]\nerror_budget_policies: {a: {steps: []}}\n", id="one section right, one wrong"
    ),
]
NOT_OURS = [
    pytest.param(
        "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nspec: {target: '99', window: 2w, indicator: {}}\n",
        id="an objective of Pyrra, which has the same kind",
    ),
    pytest.param("kind: ServiceLevelObjective\nspec: {target: '99', window: 2w}\n", id="the kind alone"),
    pytest.param("kind: ServiceLevelObjective\nspec: [goal, backend]\n", id="the kind, and a spec that is a list"),
    pytest.param("service_name: shop\nslo_name: answers\nslo_target: 0.9\n", id="a report of v1"),
    pytest.param("kind: X\n" + V1, id="names of v1 in an object of a kind"),
    pytest.param("exporters: {otlp: {}}\nreceivers: {otlp: {}}\nservice: {}\n", id="a collector's pipeline"),
    pytest.param("backends: {app: {host: a}, api: {host: b}}\n", id="a proxy's backends"),
    pytest.param("backends: {api.example.com: {port: 80}}\n", id="a proxy's backends, named by host"),
    pytest.param("backends: {a: {}}\nexporters: [x]\n", id="sections of other types"),
    pytest.param("kind: ConfigMap\nbackends: {prometheus: {}}\nexporters: {a: {}}\n", id="an object of Kubernetes"),
    pytest.param("error_budget_policies: {default: [1h, 6h]}\n", id="policies without steps"),
]


@pytest.mark.parametrize("text", OURS)
def test_ours_is_recognised_by_its_structure(text: str) -> None:
    assert recognised(text)


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_is_not_ours_is_left_to_others(text: str) -> None:
    assert not recognised(text)


def test_the_whole_corpus_is_ours() -> None:
    ours = [root for path in CORPUS.files() for root in objects(path.read_bytes())]
    assert ours
    assert all(map(recognises, ours))
