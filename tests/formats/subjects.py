"""Every format, with what its tests must know. One that is added here has all the tests beside this file."""

from tests.formats.nobl9.subject import NOBL9
from tests.formats.openslo.subjects import V1, V1ALPHA, V2ALPHA
from tests.formats.pyrra.subject import PYRRA
from tests.formats.slo_generator.subject import SLO_GENERATOR
from tests.formats.sloth.subject import SLOTH
from tests.support.subject import Subject

SUBJECTS: tuple[Subject, ...] = (V1, V1ALPHA, V2ALPHA, SLOTH, PYRRA, SLO_GENERATOR, NOBL9)
