"""Valid objects of the corpus, changed."""

from slo_gate.formats.sloth import recognises
from tests.formats.sloth.files import CORPUS
from tests.support.corpus import objects, plain
from tests.support.mutations import Mutations

KNOWN = [plain(root) for path in CORPUS.files("valid") for root in objects(path.read_bytes()) if recognises(root)]
_KEYS = "spec kind name labels slos sli events raw plugin error_query errorQuery alerting page_alert pageAlert disable"
_TEXTS = (
    "5m|0s|prometheus/v1|sloth.slok.dev/v1|AlertWindows|rate(x[{{.window}}])|{{.other}} {{.window}}|{{- .window -}}|a1"
)
MUTATED = Mutations((*_KEYS.split(), "overridePrevious", "chain", "longWindow", "__name__"), _TEXTS.split("|")).of(
    KNOWN
)
