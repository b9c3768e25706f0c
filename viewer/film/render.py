"""What `render` does: a trace into a file whose ending says what it becomes."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from viewer.film.again import Again
from viewer.film.video import NoVideo, video

__all__ = ["ENDINGS", "NoVideo", "WrongTicks", "render"]
ENDINGS = (".html", ".gif", ".mp4", ".png")
"""What a life can become."""


class WrongTicks(ValueError):
    """The life is shorter than what was asked for."""


def render(trace: str | Path, file: str | Path, first: int | None = None, last: int | None = None, fps: float = 8.0, size: tuple[int, int] = (1280, 800),
           theme: str = "night", progress: Callable[[int, int], None] | None = None) -> Path:
    """Draw a life. The file appears when it is whole; what was begun is taken away if it cannot be.

    Args:
        first, last: ticks shown by moving pictures, the whole life unless told; a still shows the last. A page always holds the whole life.
        fps: ticks a second of a moving picture.
        size: of the window drawn, in pixels.
        progress: told the tick reached and the last one.

    Raises:
        OSError, TraceBroken, ScenarioError: as `Again`; the file cannot be written.
        WrongTicks: there are no such ticks.
        NoVideo: MP4 without the package for it.
    """
    file = Path(file)
    ending = file.suffix.lower()
    if ending == ".mp4":
        video()
    again = Again(trace)
    last = again.ticks if last is None else last
    first = (last if ending == ".png" else 0) if first is None else first
    if not 0 <= first <= last <= again.ticks:
        raise WrongTicks(f"the life in {again.path.name} has ticks 0 to {again.ticks}")
    told = (lambda tick: progress(tick, again.ticks if ending == ".html" else last)) if progress is not None else None
    part = file.with_name(file.name + ".part")
    try:
        if ending == ".html":
            from viewer.film import page
            page.write(again, part, theme, told)
        else:
            from viewer.film import moving
            pictures = moving.frames(again, first, last, size, theme, told)
            if ending == ".gif":
                moving.write_gif(pictures, part, fps, theme)
            elif ending == ".mp4":
                moving.write_mp4(pictures, part, fps)
            else:
                moving.write_png(pictures, part)
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    return file
