"""The process `slo-gate`, from its first import to its end: too short a life to look for cycles in, which hold little.

The garbage collector would walk through all modules while they are imported.
"""

import gc
import sys

gc.disable()

from slo_gate.leaving import leaving_with  # noqa: E402, I001 - before all that registers what is to be done at the end
from slo_gate.cli import main  # noqa: E402 - importing is a good part of the work


def run() -> int:
    return leaving_with(main())


if __name__ == "__main__":
    sys.exit(run())
