"""What is said of our own bugs: where it happened, and nothing of what was held there."""

from pathlib import PurePath

from slo_gate import __version__

BUG = 4
"""The exit status of a bug."""

REPORT_AT = "https://github.com/slo-gate/slo-gate/issues"


def describe(error: Exception) -> str:
    """The kind of the error and our own frames. The error's text is left out: it may hold a secret."""
    import traceback  # noqa: PLC0415 - few runs have a bug, and each would pay for the import

    frames = [
        f"{PurePath(frame.filename).name}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "slo_gate" in PurePath(frame.filename).parts
    ]
    where = ", ".join(frames[-4:]) or "an unknown place"
    return (
        f"slo-gate {__version__} has a bug: {type(error).__name__} at {where}\n"
        f"Nothing was judged. Please report these lines at {REPORT_AT}\n"
    )
