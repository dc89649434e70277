"""A burn-down drawn as SVG, with its words in the text of the page and no style of its own."""

from decimal import Decimal

from slo_gate.outputs import numbers
from slo_gate.outputs.burn_down import BurnDown
from slo_gate.outputs.hypertext import Html
from slo_gate.outputs.wording import Wording

_WIDTH, _HEIGHT = 640, 140
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 632, 10, 112


def chart(burned: BurnDown, words: Wording) -> Html:
    """A figure: what remains over time, the line where the budget is spent, and both ends of the axes."""
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in _points(burned))
    ground = _height(Decimal(0), burned)
    return Html(
        f'<figure class="burn-down"><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">'
        f"<title>{_spoken(burned, words)}</title>"
        f'<polygon class="area" points="{_LEFT},{ground:.1f} {line} {_RIGHT},{ground:.1f}"/>'
        f"{_rule(Decimal(100), burned)}{_rule(Decimal(0), burned)}{_lowest(burned)}"
        f'<polyline class="line" points="{line}"/>'
        f'<text x="{_LEFT}" y="{_HEIGHT - 8}">−{_span(burned, words)}</text>'
        f'<text x="{_RIGHT}" y="{_HEIGHT - 8}" class="end">{words.say("chart.now")}</text></svg></figure>'
    )


def _points(burned: BurnDown) -> list[tuple[float, float]]:
    step = (_RIGHT - _LEFT) / (len(burned.shares) - 1)
    return [(_LEFT + index * step, _height(share, burned)) for index, share in enumerate(burned.shares)]


def _height(share: Decimal, burned: BurnDown) -> float:
    """From the top, for a share in percent; what is above a full budget is drawn at the top."""
    within = min(share, Decimal(100))
    return _TOP + float((100 - within) / (100 - burned.lowest)) * (_BOTTOM - _TOP)


def _rule(share: Decimal, burned: BurnDown) -> str:
    y = _height(share, burned)
    kind = "zero" if not share else "rule"
    return (
        f'<line class="{kind}" x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" class="end">{numbers.exact(share / 100)}</text>'
    )


def _lowest(burned: BurnDown) -> str:
    """The end of the axis below zero, where there is room for its label."""
    lowest = Decimal(burned.lowest)
    return _rule(lowest, burned) if lowest <= -20 else ""


def _span(burned: BurnDown, words: Wording) -> str:
    return words.say(f"window.{burned.unit}", n=f"{burned.span.normalize():f}")


def _spoken(burned: BurnDown, words: Wording) -> str:
    first, last = (numbers.remaining(burned.shares[index] / 100) for index in (0, -1))
    return words.say("chart.spoken", first=first, last=last, span=_span(burned, words))
