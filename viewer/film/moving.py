"""A life as a moving picture or a still: the window itself, drawn tick by tick on a hidden screen. GIF by Pillow, MP4 by av if it is installed."""
from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import pygame
from PIL import Image

from lab.look.colours import THEMES, mix
from viewer.desk import Desk
from viewer.film.again import Again
from viewer.film.video import video
from viewer.model import LOOKED_BACK
from viewer.window import Window

AROUND = 500
"""Milliseconds between two frames as the window's clock has them, so that what moves has come to rest."""
SWATCH = 24
"""Pixels of each colour of the theme in the picture that a GIF's one palette is taken from."""


def frames(again: Again, first: int, last: int, size: tuple[int, int], theme: str, progress: Callable[[int], None] | None = None) -> Iterator[np.ndarray]:
    """The window at each tick from `first` to `last`.  uint8 [height, width, 3]"""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    pygame.display.init()
    pygame.font.init()
    try:
        surface = pygame.display.set_mode(size)
        window = None
        for run in again.live():
            run.session.audit = first - run.now <= LOOKED_BACK
            if progress is not None:
                progress(run.now)
            if run.now < first:
                continue
            if window is None:
                desk = Desk(run, run.scenario.path or again.path.name)
                desk.shot, desk.look.fps = True, 60
                window = Window(desk, surface, theme)
                window.still = True
                run.examine_live()
            window.frame(AROUND * (run.now + 1.0))
            yield np.ascontiguousarray(pygame.surfarray.array3d(surface).swapaxes(0, 1))
            if run.now >= last:
                return
    finally:
        pygame.display.quit()


def write_png(pictures: Iterator[np.ndarray], file: Path) -> None:
    """The last of the pictures."""
    newest = deque(pictures, maxlen=1)
    Image.fromarray(newest[0]).save(file, "PNG", optimize=True)


def write_gif(pictures: Iterator[np.ndarray], file: Path, fps: float, theme: str) -> None:
    """All of them in one palette, so that nothing flickers, and only what differs is written."""
    first = next(pictures)
    palette = _palette(first, theme)
    images = (Image.fromarray(picture).quantize(palette=palette, dither=Image.Dither.NONE) for picture in chain([first], pictures))
    next(images).save(file, "GIF", save_all=True, append_images=images, duration=round(1000 / fps), loop=0, optimize=False)


def _palette(picture: np.ndarray, theme: str) -> Image.Image:
    """The colours of a picture, and those of the theme that may yet come, with their shades toward the ground."""
    look = THEMES[theme]
    colours = [colour for name in ("wrong", "law", "unsure", "right", "ghost", "goal", "ink", "error") for colour in
               (mix(getattr(look, name), look.belief, share) for share in (0, .25, .5, .75))] + list(look.agents)
    swatch = np.repeat(np.repeat(np.array(colours, np.uint8)[None], SWATCH, axis=0), SWATCH, axis=1)
    wide = max(picture.shape[1], swatch.shape[1])
    whole = np.zeros((picture.shape[0] + SWATCH, wide, 3), np.uint8)
    whole[:picture.shape[0], :picture.shape[1]] = picture
    whole[picture.shape[0]:, :swatch.shape[1]] = swatch
    return Image.fromarray(whole).quantize(256, Image.Quantize.MEDIANCUT)


def write_mp4(pictures: Iterator[np.ndarray], file: Path, fps: float) -> None:
    """H.264, which every browser and phone plays."""
    av = video()
    with av.open(str(file), "w", format="mp4", options={"movflags": "faststart"}) as out:
        stream = None
        for picture in pictures:
            if stream is None:
                stream = out.add_stream("libx264", rate=round(fps))
                stream.height, stream.width = (side // 2 * 2 for side in picture.shape[:2])    # the codec wants even sides
                stream.pix_fmt, stream.options = "yuv420p", {"crf": "18", "preset": "medium"}
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture[:stream.height, :stream.width], format="rgb24")))
        out.mux(stream.encode())
