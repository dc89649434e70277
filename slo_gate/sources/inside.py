"""Where the files of a source's settings may be: in the configuration's folder, whatever links and `..` there are."""

from pathlib import Path

from slo_gate.core.errors import ConfigError


def inside(folder: Path, relative: str, setting: str) -> Path:
    """The real path of a file, which need not be there. Raises ConfigError where it is outside the folder, and OSError,
    RuntimeError or ValueError for what is no path.
    """
    root = folder.resolve()
    path = (root / relative).resolve()
    if not path.is_relative_to(root):
        raise ConfigError(f"{setting} leads out of the configuration's folder", "keep the file inside it")
    return path
