"""The formats that are read: one module each, asked in the order of `FORMATS` whether it recognises an object."""

from slo_gate.core.ports import Format
from slo_gate.formats import nobl9, pyrra, slo_generator, sloth
from slo_gate.formats.openslo import v1, v1alpha, v2alpha

FORMATS: tuple[Format, ...] = (v1alpha, v2alpha, v1, sloth, pyrra, slo_generator, nobl9)
