"""Tests of chapter 1: statements of the article that stand or fall by their sources."""

from multivector.verdicts import core

core.sources("A01", "A09", "A21", "A38", "A45", "A52", "A61", "A78")
