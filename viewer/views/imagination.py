"""Imagination alone: the plan, and where it broke, on a quiet board."""
from __future__ import annotations

import pygame

from viewer.canvas import Canvas
from viewer.scene import Scene
from viewer.views.audit import paint_ground, paint_lines


def paint(scene: Scene, canvas: Canvas, still: pygame.Surface) -> None:
    paint_ground(scene, canvas, still)
    paint_lines(scene, still)
