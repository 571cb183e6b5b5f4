"""Which claim, which measure, which threshold, said beforehand; and the outcome."""

from multivector.verdicts import chapter01, chapter02, chapter08  # noqa: F401
from multivector.verdicts.core import OUTCOMES, Verdict, board, chapter, combine, decide

__all__ = ["OUTCOMES", "Verdict", "board", "chapter", "combine", "decide"]
