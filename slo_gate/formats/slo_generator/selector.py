"""Selectors of Prometheus as slo-generator takes them: a metric, perhaps matchers in braces, perhaps `[window]`."""

import re
from dataclasses import dataclass

_STRING = r"\"(?:\\.|[^\"\\])*+\"|'(?:\\.|[^'\\])*+'|`[^`]*+`"
_SELECTOR = re.compile(
    r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*+)?\s*+"
    rf"(?P<braces>\{{(?P<matchers>(?:[^\"'`{{}}]|{_STRING})*)\}})?\s*+"
    r"(?:\[window\])?",
    re.DOTALL,
)
"""No group is possessive as a whole: Python before 3.11.4 takes what comes after such a group for matched."""
_TEXTS = re.compile(_STRING, re.DOTALL)
_PLACE = re.compile(rf"{_STRING}|\[window", re.DOTALL)
_LABEL = re.compile(r"(?<![a-zA-Z0-9_])[a-zA-Z_][a-zA-Z0-9_]*+(?=\s*+[=!])")


@dataclass(frozen=True, slots=True)
class Selector:
    """`matchers` is what stands between the braces, None where there are none."""

    name: str
    matchers: str | None

    @property
    def labels(self) -> list[str]:
        """The labels that the matchers speak of."""
        return _LABEL.findall(_TEXTS.sub('""', self.matchers or ""))

    def where(self, label: str, value: str) -> str:
        """The selector with one matcher more."""
        before = (self.matchers or "").strip().removesuffix(",").rstrip()
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        matcher = f'{label}="{quoted}"'
        return f"{self.name}{{{f'{before}, ' if before else ''}{matcher}}}"

    def __str__(self) -> str:
        return self.name + ("" if self.matchers is None else f"{{{self.matchers}}}")


def selector_of(text: str) -> Selector | None:
    """The selector that a text is; None where it is more, or something else."""
    match = _SELECTOR.fullmatch(text.strip())
    if match is None or not (match["name"] or match["matchers"]):
        return None
    return Selector(match["name"] or "", match["matchers"])


def calls(text: str) -> bool:
    """Whether a text of PromQL calls a function, or has other parentheses."""
    return "(" in _TEXTS.sub('""', text)


def has_window(text: str) -> bool:
    return "[window" in text


def with_window(text: str, placeholder: str) -> str:
    """The text with a placeholder for the window that others know, where slo-generator's stands outside strings."""
    return _PLACE.sub(lambda match: f"[{placeholder}" if match[0] == "[window" else match[0], text)
