"""A life as one file of HTML that needs nothing else: boards, beliefs, surprise, the law, and a bar to scrub through it. Plays offline."""
from __future__ import annotations

import base64
import html
import json
import zlib
from pathlib import Path

import numpy as np

from lab.look.colours import THEMES, Theme
from lab.look.creatures import colour_of, draw_face
from lab.look.pen import Pen
from lab.look.picture import png
from viewer.film.again import Again
from viewer.film.reel import Reel

CELL, FACE = 40, 64
"""Pixels to a cell and to a face on the sheets that the page draws from."""
COLUMNS = 16
TEMPLATE = Path(__file__).with_name("page.html")
COLOURS = "bg panel raised line ink ink2 ink3 law law_ink wrong right unsure never goal belief fog".split()


def write(again: Again, file: str | Path, theme: str = "night", progress=None) -> None:
    """Write the page.

    Raises:
        OSError: the file cannot be written.
        TraceBroken: the trace holds what is no part of one.
    """
    reel = Reel(again.run, THEMES[theme])
    for run in again.live():
        reel.take()
        if progress is not None:
            progress(run.now)
    Path(file).write_text(_filled(again, reel), encoding="utf-8")


def _filled(again: Again, reel: Reel) -> str:
    """The template with a life in it."""
    theme, scenario, session = reel.theme, reel.scenario, reel.run.session
    rows, cols = session.twins[0].world.shape
    faces = sorted({number for row in reel.rows if "m" in row for number in row["m"][3::5]})
    head = {"title": scenario.title, "about": scenario.about or "", "file": Path(scenario.path or "").name, "seed": session.seed, "ticks": again.ticks, "rows": rows, "cols": cols,
            "cell": CELL, "columns": COLUMNS, "face": FACE, "faces": faces, "strayed": session.strayed,
            "boards": [{"mind": board.mind, "agent": board.agent, "twin": board.twin, "face": board.face, "colour": _hex(colour_of(theme, board.face))} for board in reel.boards],
            "twins": len(session.twins), "leftOut": reel.left_out, "night": theme.night, "changes": reel.changes(), "laws": reel.laws,
            "colours": {name: _hex(getattr(theme, name)) for name in COLOURS}}
    packed = zlib.compress(json.dumps(reel.rows, separators=(",", ":")).encode(), 9)
    filled = TEMPLATE.read_text(encoding="utf-8")
    inside = {"TITLE": html.escape(scenario.title[:1].upper() + scenario.title[1:]), "HEAD": json.dumps(head, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
              "REEL": base64.b64encode(packed).decode(), "SHEET": _sheet(reel), "FACES": _face_sheet(theme, faces)}
    for name, text in inside.items():
        filled = filled.replace(f"__{name}__", text)
    return filled


def _hex(colour) -> str:
    return "#%02X%02X%02X" % tuple(colour)


def _url(image: np.ndarray) -> str:
    return "data:image/png;base64," + base64.b64encode(png(image)).decode()


def _sheet(reel: Reel) -> str:
    """All pictures of cells that the life has shown, in the order of their numbers."""
    high = -(-len(reel.sheet) // COLUMNS)
    sheet = np.zeros((high * CELL, COLUMNS * CELL, 3), np.uint8)
    for key, number in reel.sheet.items():
        row, col = divmod(number, COLUMNS)
        sheet[row * CELL:(row + 1) * CELL, col * CELL:(col + 1) * CELL] = reel.pictures.cell(key, CELL)
    return _url(sheet)


def _face_sheet(theme: Theme, faces: list[int]) -> str:
    """Faces, one a row, facing north, east, ... north-west by column, with how much of them covers the ground."""
    sheet = np.zeros((max(1, len(faces)) * FACE, 8 * FACE, 4), np.float32)
    for row, number in enumerate(faces):
        for facing in range(8):
            pen = Pen(FACE)
            draw_face(pen, theme, FACE, number, facing)
            sheet[row * FACE:(row + 1) * FACE, facing * FACE:(facing + 1) * FACE] = pen.done()
    alpha = sheet[..., 3:]
    straight = np.where(alpha > 0, sheet[..., :3] * 255 / np.maximum(alpha, 1), 0)
    return _url(np.concatenate([straight, alpha], axis=2).clip(0, 255).round().astype(np.uint8))
