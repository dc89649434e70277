"""Valid objects of the corpus, changed."""

from slo_gate.formats.pyrra import recognises
from tests.formats.pyrra.files import CORPUS
from tests.support.corpus import objects, plain
from tests.support.mutations import Mutations

KNOWN = [plain(root) for path in CORPUS.files("valid") for root in objects(path.read_bytes()) if recognises(root)]
MUTATED = Mutations(
    keys=(
        "target",
        "window",
        "indicator",
        "ratio",
        "latency",
        "latencyNative",
        "bool_gauge",
        "errors",
        "success",
        "total",
        "metric",
        "grouping",
        "alerting",
        "disabled",
        "severities",
        "namespace",
        "kind",
        "apiVersion",
        "x",
    ),
    texts=(
        "pyrra.dev/v1alpha1",
        "99",
        "99.9",
        "100",
        "0",
        "0.0",
        "0.5",
        "0.49",
        "NaN",
        "1e1",
        "30d",
        "1m",
        "0d",
        "1M",
        "up",
        "up{",
        "sum(up)",
        'x_bucket{le="1"}',
        "abort",
    ),
).of(KNOWN)
