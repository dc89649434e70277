"""The formats that are read, asked in the order of `FORMATS` whether they recognise an object."""

from slo_gate.core.ports import Format
from slo_gate.formats import nobl9, pyrra, slo_generator, sloth
from slo_gate.formats.openslo.recognising import V1, V1ALPHA, V2ALPHA

FORMATS: tuple[Format, ...] = (V1ALPHA, V2ALPHA, V1, sloth, pyrra, slo_generator, nobl9)
