"""What things look like: one function a drawing, in units of a cell.

One light, from above; one shape a kind; nothing but agents has an outline. Small parts fall away below 24 pixels. A drawing gets the pen, the theme, the cell's
size `n` in pixels and `How`. Those in FILLS paint their whole cell; the others stand on what lies beneath.
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable

from lab.look.colours import Colour, Theme, mix
from lab.look.pen import Pen

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
PALE: Colour = (255, 246, 234)
UNKNOWN = 4
"""In place of a direction: carried along, nobody knows whereto."""
STILL = 5
"""In place of a direction: does not carry now."""


@dataclass(frozen=True)
class How:
    """What a drawing may depend on beside its size and theme."""
    odd: bool = False                                    # which field of the chequered floor
    facing: int = 1                                      # 0 north, 1 east, 2 south, 3 west; of a current: UNKNOWN, STILL
    colour: Colour | None = None                         # the colour of its `colour` attribute or of its look
    emblem: int = 0                                      # tells colours apart by shape: 0 disc, 1 diamond, 2 triangle, 3 square, 4 ring
    variant: int = 0                                     # number of the value of its state attribute
    word: str = ""                                       # that value
    plain: bool = False                                  # something stands on it: no blades, no specks
    initial: str = "?"


Drawing = Callable[[Pen, Theme, int, How], None]
DRAWINGS: dict[str, Drawing] = {}
FILLS: set[str] = set()


def ground(draw: Drawing) -> Drawing:
    """A drawing that fills its cell."""
    FILLS.add(draw.__name__)
    return thing(draw)


def thing(draw: Drawing) -> Drawing:
    """A drawing that stands on what lies beneath."""
    DRAWINGS[draw.__name__] = draw
    return draw


def turned(points, facing: int):
    """Points drawn for east, turned to a direction about the middle of the cell."""
    out = []
    for x, y in points:
        x, y = x - .5, y - .5
        for _ in range((facing - 1) % 4):
            x, y = -y, x
        if facing >= 4:                                  # half a quarter farther
            x, y = (x - y) * 2 ** -.5, (x + y) * 2 ** -.5
        out.append((x + .5, y + .5))
    return out


def shade(pen: Pen, theme: Theme, x: float, y: float, rx: float, ry: float) -> None:
    """The soft shadow that a thing stands on."""
    pen.faint(.35 if theme.night else .22, lambda p: p.ellipse(x, y, rx, ry, BLACK if theme.night else (90, 83, 64)))


def emblem(pen: Pen, x: float, y: float, r: float, number: int, colour: Colour) -> None:
    """The shape that tells a colour to those who do not see it."""
    if number == 0:
        pen.circle(x, y, r, colour)
    elif number == 1:
        pen.polygon([(x, y - r * 1.25), (x + r * 1.25, y), (x, y + r * 1.25), (x - r * 1.25, y)], colour)
    elif number == 2:
        pen.polygon([(x, y - r * 1.15), (x + r * 1.15, y + r * .85), (x - r * 1.15, y + r * .85)], colour)
    elif number == 3:
        pen.rect(x - r * .9, y - r * .9, 1.8 * r, 1.8 * r, colour)
    else:
        pen.circle(x, y, r * 1.1, colour, r * .5)


# ---- grounds --------------------------------------------------------------------------------------------------------
@ground
def floor(pen, theme, n, how):
    pen.rect(0, 0, 1, 1, theme.floor_alt if how.odd else theme.floor)


@ground
def ice(pen, theme, n, how):
    pen.rect(0, 0, 1, 1, mix(theme.ice, theme.floor, .06 if how.odd else 0))
    colour, w = mix(theme.ice, theme.glint, .75), max(.05, 1.2 * pen.px)
    pen.line([(.2, .52), (.5, .22)], colour, w)
    pen.line([(.42, .8), (.82, .4)], colour, w)
    if n >= 24:
        pen.line([(.68, .84), (.8, .72)], colour, w)
        pen.line([(.14, .26), (.22, .18)], colour, w)


@ground
def water(pen, theme, n, how):
    pen.rect(0, 0, 1, 1, mix(theme.water, WHITE, .02 * how.odd))
    w = max(.055, 1.2 * pen.px)

    def wave(y, start, stop, phase):
        steps = [start + (stop - start) * i / 20 for i in range(21)]
        pen.line([(x, y + .06 * math.sin(2 * math.pi * ((x - start) / .4 + phase))) for x in steps], theme.wave, w)

    wave(.3, .16, .62, 0)
    wave(.68, .4, .88, .3)


@ground
def grass(pen, theme, n, how):
    pen.rect(0, 0, 1, 1, mix(theme.grass, WHITE if theme.night else BLACK, .015 * how.odd))
    if how.plain:
        return
    w = max(.05, 1.1 * pen.px)
    for x, y in ((.24, .4), (.68, .26), (.54, .76)) if n >= 24 else ((.28, .4), (.68, .74)):
        pen.line([(x - .09, y - .13), (x, y)], theme.blade, w)
        pen.line([(x + .1, y - .16), (x, y)], theme.blade, w)


@ground
def ash(pen, theme, n, how):
    pen.rect(0, 0, 1, 1, theme.ash)
    for x, y, r in () if how.plain else ((.25, .3, .05), (.62, .22, .035), (.45, .55, .06), (.78, .6, .045), (.22, .76, .04), (.6, .82, .05)):
        pen.circle(x, y, max(r, .7 * pen.px), theme.specks)


@ground
def mud(pen, theme, n, how):
    pen.rect(0, 0, 1, 1, theme.mud)
    for x, y, r in () if how.plain else ((.3, .34, .14), (.68, .66, .17), (.72, .24, .07)):
        pen.ellipse(x, y, r, r * .55, mix(theme.mud, WHITE, .14))


@ground
def sand(pen, theme, n, how):
    pen.rect(0, 0, 1, 1, mix(theme.sand, BLACK, .04 * how.odd))
    for x, y in () if how.plain else ((.2, .3), (.55, .18), (.8, .44), (.36, .62), (.66, .8)):
        pen.circle(x, y, max(.03, .6 * pen.px), mix(theme.sand, WHITE if theme.night else BLACK, .2))


@ground
def snow(pen, theme, n, how):
    pen.rect(0, 0, 1, 1, mix(theme.snow, theme.floor, .05 * how.odd))
    for x, y, r in () if how.plain else ((.3, .36, .06), (.7, .24, .045), (.6, .72, .07)):
        pen.circle(x, y, max(r, .7 * pen.px), mix(theme.snow, WHITE if theme.night else theme.wave, .45))


@ground
def lava(pen, theme, n, how):
    pen.rect(0, 0, 1, 1, theme.lava)
    w = max(.075, 1.4 * pen.px)
    pen.line([(0, .34), (.3, .46), (.52, .3), (.8, .42), (1, .26)], theme.cracks, w)
    pen.line([(.3, .46), (.38, .78), (.2, 1)], theme.cracks, w)
    pen.line([(.38, .78), (.74, .72), (1, .86)], theme.cracks, w)
    if n >= 24:
        pen.line([(.3, .46), (.52, .3)], theme.heart, w * .5)
        pen.line([(.38, .78), (.74, .72)], theme.heart, w * .5)


@ground
def belt(pen, theme, n, how):
    """A current that lies on the ground, between rails."""
    pen.rect(0, 0, 1, 1, theme.belt)
    facing = how.facing if how.facing < 4 else 1
    for y in (.06, .94):
        pen.line(turned([(0, y), (1, y)], facing), theme.rail, .12, round_ends=False)
    w = max(.1, 1.6 * pen.px)
    if how.facing >= 4:
        for x in (.3, .5, .7) if n >= 24 else (.5,):
            pen.circle(x, .5, w * .7, mix(theme.belt, theme.chevron, .55))
        return
    for x in (.28, .66) if n >= 24 else (.5,):
        pen.line(turned([(x - .09, .26), (x + .12, .5), (x - .09, .74)], facing), theme.chevron, w)


@ground
def burrow(pen, theme, n, how):
    grass(pen, theme, n, How(odd=how.odd, plain=True))
    pen.ellipse(.5, .58, .42, .34, theme.burrow)
    pen.ellipse(.5, .64, .27, .21, theme.hole)
    pen.ellipse(.5, .44, .26, .1, mix(theme.burrow, WHITE, .12))


@ground
def stuff(pen, theme, n, how):
    """A ground that nobody drew: its colour, quiet, with its initial small in the middle."""
    colour = how.colour or theme.ink3
    pen.rect(0, 0, 1, 1, mix(mix(colour, theme.floor, .55), theme.floor, .08 * how.odd))
    if how.variant:
        _pips(pen, how.variant, mix(colour, theme.floor, .1))


# ---- in the air -----------------------------------------------------------------------------------------------------
@thing
def wind(pen, theme, n, how):
    """A current in the air: no ground of its own, a tint, streaks and a chevron."""
    pen.faint(.15 if theme.night else .2, lambda p: p.rect(0, 0, 1, 1, theme.wind))
    gust(pen, n, how, mix(theme.wind, theme.ink, .18), .4)


def gust(pen: Pen, n: int, how: How, colour: Colour, streaks: float) -> None:
    """A chevron and two streaks; of a current that stands still a dash, of one unknown the streaks alone."""
    w = max(.075, 1.6 * pen.px)
    facing = how.facing if how.facing < 4 else 0
    if n >= 24:
        pen.faint(streaks, lambda p: (p.line(turned([(.06, .16), (.44, .16)], facing), colour, w * .62),
                                      p.line(turned([(.52, .84), (.9, .84)], facing), colour, w * .62)))
    if how.facing < 4:
        pen.line(turned([(.34, .26), (.62, .5), (.34, .74)], facing), colour, w)
    elif how.facing == STILL:
        pen.line([(.36, .5), (.64, .5)], colour, w)


@thing
def mist(pen, theme, n, how):
    """Something else in the air."""
    colour = how.colour or theme.wind
    pen.faint(.22, lambda p: p.rect(0, 0, 1, 1, colour))
    pen.faint(.35, lambda p: [p.circle(x, y, r, colour) for x, y, r in ((.3, .32, .1), (.64, .5, .13), (.36, .72, .08))])


# ---- goals and treasure ---------------------------------------------------------------------------------------------
@thing
def goal(pen, theme, n, how):
    colour = how.colour or theme.goal
    pen.faint(.20, lambda p: p.circle(.5, .5, .42, colour))
    pen.circle(.5, .5, .36, colour, max(.085, 1.6 * pen.px))
    pen.circle(.5, .5, .15 if n >= 24 else .17, colour)


@thing
def goal_off(pen, theme, n, how):
    """A goal that does not count now."""
    pen.circle(.5, .5, .34, mix(how.colour or theme.goal, theme.floor, .45), max(.06, 1.4 * pen.px))


@thing
def nest(pen, theme, n, how):
    """A woven bowl about something green: where things are brought to."""
    straw, colour = theme.crate, how.colour or theme.goal
    shade(pen, theme, .5, .86, .36, .07)
    pen.ellipse(.5, .56, .42, .36, mix(straw, BLACK, .35))
    pen.ellipse(.5, .52, .42, .36, straw)
    pen.ellipse(.5, .5, .29, .24, mix(straw, BLACK, .55))
    for x, y in ((.415, .5), (.585, .5)) if n >= 24 else ((.5, .51),):
        pen.ellipse(x, y, .075 if n >= 24 else .17, .13 if n >= 24 else .15, colour)
    if n >= 24:
        w = max(.03, .9 * pen.px)
        for x, y, dx in ((.14, .62, .1), (.3, .8, .12), (.56, .84, .12), (.76, .7, .1)):
            pen.line([(x, y), (x + dx, y + .02)], mix(straw, BLACK, .3), w)


@thing
def crumbs(pen, theme, n, how):
    colour = how.colour or theme.coin
    spots = ((.34, .42, .115), (.62, .36, .1), (.5, .62, .13), (.72, .6, .075), (.28, .66, .07)) if n >= 24 else ((.32, .4, .15), (.66, .38, .14), (.5, .68, .16))
    for x, y, r in spots:
        pen.circle(x, y + r * .3, r, mix(colour, BLACK, .35))
        pen.circle(x, y, r, colour)
    if n >= 24:
        for x, y, r in spots[:3]:
            pen.circle(x - r * .3, y - r * .3, r * .3, mix(colour, WHITE, .45))


@thing
def gem(pen, theme, n, how):
    colour = how.colour or theme.gem
    light = mix(colour, WHITE, .6) if how.colour else theme.gem_light
    shade(pen, theme, .5, .88, .24, .06)
    cx, cy, r = .5, .48, .38
    middle = cy - .15 * r
    points = [(cx - .55 * r, cy - .75 * r), (cx + .55 * r, cy - .75 * r), (cx + r, middle), (cx, cy + r), (cx - r, middle)]
    pen.polygon(points, colour)
    pen.polygon([points[0], points[1], (cx + .4 * r, middle), (cx - .4 * r, middle)], light)
    pen.polygon([points[0], (cx - .4 * r, middle), points[4]], mix(colour, light, .5))
    pen.polygon([(cx - .4 * r, middle), (cx + .4 * r, middle), points[3]], mix(colour, light, .28))
    pen.polygon([(cx + .4 * r, middle), points[2], points[3]], mix(colour, BLACK, .28))


@thing
def coin(pen, theme, n, how):
    colour = how.colour or theme.coin
    edge = mix(colour, BLACK, .34) if how.colour else theme.coin_edge
    if n >= 24:
        shade(pen, theme, .5, .82, .24, .06)
    pen.circle(.5, .52, .29, edge)
    pen.circle(.5, .48, .29, colour)
    pen.circle(.5, .48, .2, mix(colour, edge, .45), max(.04, 1.1 * pen.px))


@thing
def flag(pen, theme, n, how):
    pen.line([(.3, .14), (.3, .9)], theme.metal, max(.08, 1.5 * pen.px))
    pen.polygon([(.34, .14), (.84, .3), (.34, .5)], how.colour or theme.red)


# ---- doors, keys, machines ------------------------------------------------------------------------------------------
@thing
def door_locked(pen, theme, n, how):
    colour = how.colour or theme.crate
    pen.rect(.06, .02, .88, .98, mix(colour, BLACK, .42), .1)
    pen.rect(.06, .02, .88, .8, colour, .1)
    pen.rect(.16, .12, .68, .6, mix(colour, BLACK, .16), .06)
    if how.word in ("closed", "shut"):                   # needs no key: a handle, no keyhole
        pen.circle(.7, .44, .07, PALE)
        return
    emblem(pen, .5, .38, .13 if n >= 24 else .19, how.emblem, PALE)
    pen.polygon([(.5, .4), (.58, .64), (.42, .64)], PALE)


@thing
def door_open(pen, theme, n, how):
    colour = how.colour or theme.crate
    edge = mix(colour, BLACK, .42)
    pen.rect(.06, .02, .88, .98, colour, .1, max(.1, 1.6 * pen.px))
    pen.rect(.06, .02, .2, .98, edge, .06)
    pen.rect(.06, .02, .2, .82, colour, .06)
    emblem(pen, .16, .44, .06 if n >= 24 else .08, how.emblem, PALE)


@thing
def key(pen, theme, n, how):
    """The bow has the shape of its colour's emblem, and is pierced: the ground shows through."""
    colour = how.colour or theme.coin
    w = max(.1, 1.7 * pen.px)
    if how.emblem == 1:
        pen.polygon([(.28, .22), (.54, .5), (.28, .78), (.02, .5)], colour)
    elif how.emblem == 2:
        pen.polygon([(.04, .26), (.52, .5), (.04, .74)], colour)
    elif how.emblem == 3:
        pen.rect(.08, .3, .4, .4, colour, .03)
    else:
        pen.circle(.28, .5, .21, colour)
    if how.emblem == 1:
        pen.hollow(lambda p: p.polygon([(.28, .39), (.39, .5), (.28, .61), (.17, .5)], WHITE))
    else:
        pen.hollow(lambda p: p.circle(.28 if how.emblem != 2 else .19, .5, .085, WHITE))
    pen.line([(.46, .5), (.9, .5)], colour, w)
    pen.line([(.86, .5), (.86, .7)], colour, w)
    pen.line([(.7, .5), (.7, .64)], colour, w)


@thing
def lever(pen, theme, n, how):
    down = how.variant > 0
    tip = .74 if down else .26
    pen.line([(.5, .7), (tip, .26)], theme.metal, max(.1, 1.7 * pen.px))
    pen.circle(tip, .24, .13, theme.goal if down else theme.red)
    pen.rect(.16, .66, .68, .24, theme.metal_dark, .08)
    pen.rect(.16, .66, .68, .13, mix(theme.metal_dark, WHITE, .16), .08)


@thing
def plate(pen, theme, n, how):
    """Something to step on."""
    pressed = how.variant > 0
    pen.rect(.16, .2, .68, .66, mix(theme.metal_dark, BLACK, .35), .1)
    pen.rect(.16, .2 if pressed else .14, .68, .6, theme.metal_dark, .1)
    pen.rect(.28, .31 if pressed else .25, .44, .38, mix(theme.metal_dark, theme.goal if pressed else theme.metal, .5), .06)


@thing
def chute(pen, theme, n, how):
    colour = how.colour or theme.metal_dark
    pen.rect(.1, .1, .8, .8, colour, .12)
    pen.rect(.22, .22, .56, .56, theme.shadow if theme.night else theme.hole, .08)
    emblem(pen, .5, .5, .14 if n >= 24 else .19, how.emblem, colour)


@thing
def parcel(pen, theme, n, how):
    colour = how.colour or theme.crate
    shade(pen, theme, .5, .84, .3, .06)
    pen.rect(.2, .24, .6, .58, mix(colour, BLACK, .3), .08)
    pen.rect(.2, .24, .6, .46, colour, .08)
    emblem(pen, .5, .47, .11 if n >= 24 else .17, how.emblem, WHITE)


@thing
def dispenser(pen, theme, n, how):
    pen.rect(.06, .1, .88, .84, mix(theme.metal_dark, BLACK, .35), .12)
    pen.rect(.06, .1, .88, .66, theme.metal_dark, .12)
    pen.rect(.5, .28, .5, .32, theme.shadow, .06)
    pen.polygon([(.2, .3), (.36, .44), (.2, .58)], theme.metal)


@thing
def lamp(pen, theme, n, how):
    lit = how.word not in DIM
    pen.rect(.34, .78, .32, .12, theme.metal_dark, .04)
    pen.rect(.46, .6, .08, .2, theme.metal, .02)
    if lit:
        pen.faint(.25, lambda p: p.circle(.5, .4, .36, theme.heart))
    pen.circle(.5, .4, .22, theme.heart if lit else mix(theme.metal_dark, theme.floor, .3))


@thing
def portal(pen, theme, n, how):
    colour = how.colour or theme.portal
    pen.faint(.28, lambda p: p.circle(.5, .5, .44, colour))
    arms = 3 if n >= 24 else 2
    for k in range(arms):
        turn = 2 * math.pi * k / arms
        arm = [(.5 + (.06 + .36 * t) * math.cos(turn + 3.3 * t), .5 + (.06 + .36 * t) * math.sin(turn + 3.3 * t)) for t in (i / 16 for i in range(17))]
        pen.line(arm, colour, max(.08, 1.5 * pen.px))
    pen.circle(.5, .5, .1, mix(colour, WHITE, .55))


@thing
def spikes(pen, theme, n, how):
    for x, y in ((.27, .48), (.73, .48), (.5, .9)) if n >= 24 else ((.5, .82), (.2, .6), (.8, .6)):
        pen.polygon([(x - .16, y), (x, y - .38), (x, y)], theme.metal)
        pen.polygon([(x, y - .38), (x + .16, y), (x, y)], theme.metal_dark)


# ---- what grows, burns, is built ------------------------------------------------------------------------------------
def _flame(cx, base, w, h, lean):
    """A teardrop with a bent tip: sampled, so that it stays smooth at any size."""
    points = []
    for i in range(41):
        turn = 2 * math.pi * i / 40
        y = base - h * (1 - math.cos(turn)) / 2
        k = (base - y) / h
        points.append((cx + w * math.sin(turn) * (1 - k) ** .42 * (.52 + .48 * (1 - k)) + lean * k ** 3, y))
    return points


@thing
def fire(pen, theme, n, how):
    for cx, base, w, h, lean in ((.3, .9, .3, .5, -.06), (.68, .9, .32, .6, .1), (.5, .94, .54, .9, -.05)):
        pen.polygon(_flame(cx, base, w, h, lean), theme.fire)
    if n >= 12:
        pen.polygon(_flame(.5, .9, .31, .5, .03), theme.heart)


@thing
def tree(pen, theme, n, how):
    leaf = how.colour or theme.tree
    light = mix(leaf, WHITE, .2) if how.colour else theme.tree_light
    shade(pen, theme, .5, .88, .3, .09)
    pen.rect(.44, .66, .12, .24, theme.trunk, .03)
    for x, y, r in ((.5, .3, .21), (.33, .5, .21), (.67, .5, .21), (.5, .54, .2)):
        pen.circle(x, y, r, leaf)
    pen.circle(.46, .26, .13, light)
    pen.circle(.3, .45, .1, light)
    if n >= 24:
        pen.circle(.62, .44, .07, light)


@thing
def hedge(pen, theme, n, how):
    side, top = (mix(how.colour, BLACK, .25), how.colour) if how.colour else (theme.hedge, theme.hedge_top)
    if how.variant:                                      # parted, trimmed: a way leads through
        for x in (.03, .75):
            pen.rect(x, .1, .22, .84, side, .1)
            pen.rect(x, .1, .22, .62, top, .1)
            pen.circle(x + .11, .4, max(.05, .8 * pen.px), side)
        return
    pen.rect(.04, .1, .92, .84, side, .22)
    pen.rect(.04, .1, .92, .62, top, .22)
    for x, y in ((.26, .34), (.58, .26), (.76, .5), (.42, .54)):
        pen.circle(x, y, max(.05, .8 * pen.px), side)


@thing
def clover(pen, theme, n, how):
    colour = how.colour or theme.clover
    pen.line([(.5, .55), (.54, .86)], colour, max(.06, 1.2 * pen.px))
    for x, y in ((.5, .34), (.34, .54), (.66, .54)):
        pen.circle(x, y, .15, colour)


@thing
def flower(pen, theme, n, how):
    colour = how.colour or theme.agents[2]
    pen.line([(.5, .5), (.52, .9)], theme.clover, max(.06, 1.2 * pen.px))
    for k in range(5):
        turn = 2 * math.pi * k / 5 - math.pi / 2
        pen.circle(.5 + .17 * math.cos(turn), .38 + .17 * math.sin(turn), .115, colour)
    pen.circle(.5, .38, .09, theme.heart)


@thing
def berry(pen, theme, n, how):
    """Something to eat."""
    colour = how.colour or theme.red
    if n >= 24:
        shade(pen, theme, .5, .86, .24, .06)
    pen.circle(.5, .57, .27, colour)
    pen.circle(.41, .48, .08, mix(colour, WHITE, .4))
    pen.line([(.5, .34), (.54, .18)], theme.trunk if theme.night else theme.stone_word, max(.05, 1.1 * pen.px))
    pen.ellipse(.65, .22, .12, .06, theme.clover)


@thing
def crate(pen, theme, n, how):
    board, edge = (how.colour, mix(how.colour, BLACK, .28)) if how.colour else (theme.crate, theme.crate_edge)
    shade(pen, theme, .5, .9, .4, .07)
    pen.rect(.1, .12, .8, .78, edge, .07)
    pen.rect(.1, .12, .8, .66, board, .07)
    w = max(.065, 1.3 * pen.px)
    pen.line([(.2, .22), (.8, .68)], edge, w)
    pen.line([(.8, .22), (.2, .68)], edge, w)
    pen.rect(.14, .16, .72, .58, edge, .05, w)


@thing
def boulder(pen, theme, n, how):
    colour = how.colour or mix(theme.metal_dark, theme.stone_edge, .35)
    shade(pen, theme, .5, .88, .36, .07)
    pen.circle(.5, .54, .37, mix(colour, BLACK, .3))
    pen.circle(.5, .5, .37, colour)
    pen.ellipse(.4, .36, .15, .09, mix(colour, WHITE, .22))
    if n >= 24:
        pen.line([(.56, .5), (.66, .6), (.62, .72)], mix(colour, BLACK, .25), max(.045, 1.1 * pen.px))


@thing
def house(pen, theme, n, how):
    roof = how.colour or theme.roof
    shade(pen, theme, .5, .92, .42, .06)
    pen.rect(.16, .42, .68, .5, theme.house, .04)
    pen.polygon([(.5, .06), (.96, .46), (.04, .46)], roof)
    pen.polygon([(.5, .06), (.96, .46), (.5, .46)], mix(roof, BLACK, .18))
    pen.rect(.42, .6, .18, .32, mix(roof, BLACK, .45), .03)
    if n >= 24:
        for x in (.24, .67):
            pen.rect(x, .56, .12, .13, mix(theme.house, BLACK, .45), .02)


# ---- walls ----------------------------------------------------------------------------------------------------------
def wall(pen: Pen, theme: Theme, n: int, joined: int) -> None:
    """A wall joined to its neighbours (bits north, east, south, west): lit from above, a face where the south is open."""
    north, east, south, west = (joined >> bit & 1 for bit in range(4))
    r = .16
    if n < 8:
        pen.rect(0, 0, 1, 1, theme.wall)
        return
    face_high = 0 if south else .25
    corners = [0 if north or west else r, 0 if north or east else r, 0 if south or west else r, 0 if south or east else r]
    if not south:
        pen.rect(0, 0, 1, 1, theme.wall_face, corners=corners)
    edge = 0 if north else max(.06, pen.px)
    low = [r if not south and not west else 0, r if not south and not east else 0]
    if not north:
        pen.rect(0, 0, 1, 1 - face_high, theme.wall_edge, corners=corners[:2] + low)
    pen.rect(0, edge, 1, 1 - face_high - edge, theme.wall, corners=[corners[0], corners[1], low[0] * .9, low[1] * .9])


LETTERED = frozenset(("letter", "tablet", "mist", "stuff"))
"""Drawings that bear the initial of their kind; in FAINT ones it is small and quiet."""
FAINT = frozenset(("stuff", "mist"))


# ---- stones with words, and things that nobody drew -----------------------------------------------------------------
@thing
def tablet(pen, theme, n, how):
    shade(pen, theme, .5, .93, .4, .05)
    pen.rect(.06, .08, .88, .86, theme.stone_edge, .12)
    pen.rect(.06, .08, .88, .76, theme.stone, .12)


@thing
def letter(pen, theme, n, how):
    """A rounded square in the look's colour; `tiles` writes the initial on it."""
    colour = how.colour or theme.ink3
    faint = .55 if how.word in DIM else 0
    pen.rect(.1, .1, .8, .8, mix(mix(colour, theme.floor, .45), theme.floor, faint), .2)
    pen.rect(.1, .1, .8, .8, mix(colour, theme.floor, faint), .2, max(.05, 1.1 * pen.px))
    if how.variant and n >= 16:
        _pips(pen, how.variant, mix(colour, WHITE if theme.night else BLACK, .35))


def _pips(pen: Pen, number: int, colour: Colour) -> None:
    """Dots that tell the values of an attribute apart."""
    count = min(number, 5)
    for k in range(count):
        pen.circle(.5 + (k - (count - 1) / 2) * .14, .81, max(.045, .8 * pen.px), colour)


DIM = frozenset("off dim dark unlit out spent asleep idle cold dead empty done used closed inactive waiting dormant resting stale no".split())
"""Values of a state by which a goal, a lamp or an unknown thing is shown as not counting now."""


def touched(pen: Pen, theme: Theme, n: int, facing: int | None, odd: bool) -> None:
    """Amber over a cell whose law has just changed; a current in the air (`facing` given) is drawn anew, on its floor, with an amber chevron."""
    if facing is None:
        pen.faint(.2 if theme.night else .26, lambda p: p.rect(0, 0, 1, 1, theme.law))
        w = max(.045, 1.2 * pen.px)
        pen.faint(.55, lambda p: p.rect(w / 2, w / 2, 1 - w, 1 - w, theme.law, .1, w))
        return
    floor(pen, theme, n, How(odd=odd))
    pen.faint(.15 if theme.night else .2, lambda p: p.rect(0, 0, 1, 1, theme.law))
    gust(pen, n, How(facing=facing), theme.law_ink, .4)
