"""The process `slo-gate`, from its first import to its end: too short a life to look for cycles in, which hold little.

The garbage collector would walk through all modules while they are imported, and twice more when the process ends.
"""

import gc
import sys

gc.disable()

from slo_gate.cli import main  # noqa: E402 - importing is a good part of the work


def run() -> int:
    code = main()
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(run())
