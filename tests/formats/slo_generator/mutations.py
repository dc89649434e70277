"""Valid objects of the corpus, changed."""

from slo_gate.formats.slo_generator import recognises
from tests.formats.slo_generator.files import CORPUS
from tests.support.corpus import objects, plain
from tests.support.mutations import Mutations

KNOWN = [plain(root) for path in CORPUS.files("valid") for root in objects(path.read_bytes()) if recognises(root)]
_KEYS = (
    "goal method backend spec kind labels steps window alert operators filter_good filter_bad filter_valid query_good "
    "query_bad expression threshold_bucket backends exporters error_budget_policies project_id x"
)
_TEXTS = (
    "0.96 99.9 1 -0 +0.5 00.50 0.9999999999 ${X} 0.9${X} prometheus Prometheus/eu datadog cloud_monitoring query_sli "
    "good_bad_ratio distribution_cut x.y.Class sre.google.com/v2"
)
MUTATIONS = Mutations(keys=_KEYS.split(), texts=_TEXTS.split())
MUTATED = MUTATIONS.of(KNOWN)
