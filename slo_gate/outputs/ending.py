"""What is done last to text for a terminal or a log."""

from collections.abc import Iterator

from slo_gate.core.printable import defuse_log_line
from slo_gate.outputs import numbers
from slo_gate.outputs.paint import to_ascii
from slo_gate.outputs.style import Style


def finish(blocks: Iterator[str], style: Style) -> str:
    """Blocks apart by an empty line; no line of it is a command to the Actions runner."""
    text = "\n".join(defuse_log_line(line.rstrip()) for line in "\n\n".join(blocks).split("\n")) + "\n"
    text = numbers.plain(text)
    return text if style.unicode else to_ascii(text)
