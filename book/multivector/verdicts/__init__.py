"""Which claim, which measure, which threshold, said beforehand; and the outcome."""

from importlib import import_module
from pkgutil import iter_modules

from multivector.verdicts.core import OUTCOMES, Verdict, board, chapter, combine, decide

__all__ = ["OUTCOMES", "Verdict", "board", "chapter", "combine", "decide"]

# Each chapterNN module registers the measures of its chapter when it is imported.
for _module in iter_modules(__path__):
    if _module.name.startswith("chapter"):
        import_module(f"{__name__}.{_module.name}")
