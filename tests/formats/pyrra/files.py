"""The corpus of Pyrra."""

from pathlib import Path

from tests.support.corpus import Corpus

CORPUS = Corpus(Path(__file__).parent / "corpus")
