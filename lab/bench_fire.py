"""Figures of what a tick costs on large maps, for `python main.py bench`: a fire, regrowth, the Game of Life."""
from __future__ import annotations

from lab import growing
from lab.bench import AT_MOST, Figure, bench, figure

MOST_US = 100
"""A tick of a fire of a thousand active cells may take so long."""


@bench("wildfire")
def wildfire() -> Figure:
    row = growing.wildfire()[0]
    return figure("wildfire", row["value"], "us a tick", MOST_US, 1, AT_MOST, f"a fire on 1000x1000 cells, for each 1000 active ones; {row['note']}")


@bench("wildfire-small")
def wildfire_small() -> Figure:
    """The same fire on an eighth of the map: what it costs does not depend on the area."""
    large, small = growing.wildfire()
    return figure("wildfire-small", small["value"], "us a tick", large["value"], None, AT_MOST, f"the same on 350x350 cells, beside that on 1000x1000; {small['note']}")


@bench("regrowth")
def regrowth() -> Figure:
    row = growing.regrowth()[0]
    return figure("regrowth", row["value"], "us a tick", row["limit"], None, AT_MOST, f"0.01 % on each of a million cells; {row['note']}")


@bench("life")
def life() -> Figure:
    row = growing.life()[0]
    if not row["met"]:
        raise AssertionError(f"the Game of Life went another way than numpy's: {row['note']}")
    return figure("life", row["value"], "us a generation", row["limit"], None, AT_MOST, row["note"])
