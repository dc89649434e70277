"""How the marks of a page are made: what every function of a pen returns is safe on its kind of page."""

from collections.abc import Callable
from typing import NamedTuple

from slo_gate.outputs.burn_down import BurnDown
from slo_gate.outputs.wording import Quote, Wording


class Pen(NamedTuple):
    """`quote` sets foreign text apart, `retell` a message of ours that may hold some. `said` marks a sentence as our own: it
    takes words of a catalogue and what the other functions return. `block` shows a query, `chart` draws a burn-down.
    `sparks` tells to show it as a line of text too, since a chart of this kind is not drawn everywhere.
    """

    quote: Quote
    retell: Quote
    said: Quote
    strong: Quote
    link: Callable[[str, str | None], str]
    cell: Quote
    block: Quote
    chart: Callable[[BurnDown, Wording], str]
    sparks: bool = True
