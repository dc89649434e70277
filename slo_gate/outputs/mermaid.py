"""A burn-down as a chart of Mermaid, which GitHub draws: made of numbers and of our own words."""

from slo_gate.outputs.burn_down import BurnDown
from slo_gate.outputs.markup import Markdown
from slo_gate.outputs.wording import Wording

_LOOK = (
    '%%{init: {"xyChart": {"width": 720, "height": 240}, '
    '"themeVariables": {"xyChart": {"plotColorPalette": "#2f81f7, #da3633"}}}}%%'
)
"""The size, and colours that show on light and on dark ground: of the line, and of where the budget is spent."""


def chart(burned: BurnDown, words: Wording) -> Markdown:
    """A fenced block: what remains over time, and the line where the budget is spent."""
    shares = ", ".join(f"{share:f}" for share in burned.shares)
    lines = [
        "```mermaid",
        _LOOK,
        "xychart-beta",
        f'  x-axis "{words.say(f"chart.{burned.unit}")}" -{burned.span.normalize():f} --> 0',
        f'  y-axis "{words.say("chart.remaining")}" {burned.lowest} --> 100',
        f"  line [{shares}]",
    ]
    if burned.lowest:
        lines.append(f"  line [{', '.join('0' for _ in burned.shares)}]")
    return Markdown("\n".join((*lines, "```")))
