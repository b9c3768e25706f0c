"""Cut the shipped fonts out of the variable ones: one file a weight, Latin and the marks that the window uses.

Needs fonttools, fontpkg-inter and fontpkg-jetbrains-mono; the program itself needs none of them. Run it again only to add a mark or a weight:
    python viewer/fonts/make.py
"""
from __future__ import annotations

import importlib
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
MARKS = "–—‘’“”„…·•‹›†×÷±−≤≥≈≠∞√Σ∆←↑→↓↔↕↖↗↘↙↩↵⇧⌘▲△▶▷▼▽◀◁●○◆◇■□✓✗⌫€"
CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, MARKS)]


def cut(package: str, family: str, weights: tuple[int, ...], axes: dict[str, float], features: list[str]) -> None:
    """Write FAMILY-WEIGHT.ttf for each weight, and the licence beside them."""
    folder = Path(importlib.import_module(package).__file__).parent
    source = next(p for p in (folder / "files").glob("*.ttf") if "Italic" not in p.name)
    for weight in weights:
        font = instancer.instantiateVariableFont(TTFont(source), {"wght": weight, **axes})
        options = subset.Options(layout_features=features, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=CHARACTERS)
        cutter.subset(font)
        font.save(HERE / f"{family}-{weight}.ttf")
    (HERE / f"OFL-{family}.txt").write_text((folder / "LICENSE").read_text())


if __name__ == "__main__":
    cut("fontpkg_inter", "Inter", (400, 500, 600), {"opsz": 14}, ["kern", "mark", "mkmk", "ccmp"])
    cut("fontpkg_jetbrains_mono", "JetBrainsMono", (400, 500), {}, ["mark", "mkmk"])   # no ligatures: a figure stays under its figure
