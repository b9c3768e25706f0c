"""The mind that learns rules. For now it stands in with the table of places."""
from __future__ import annotations

from agents.cells import CellsMind


class RulesMind(CellsMind):
    learns = "rules"
