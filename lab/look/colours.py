"""Every colour, by night and on paper.

One meaning a colour: `wrong` is a belief that is wrong, `law` is the law and its clock, `ghost` is imagination, `goal` is the goal and LIVE, `error` a file
that cannot be read. Focus, selection and buttons are ink. The distances between the colours that matter are held by tests/viewer/test_theme.py.
"""
from __future__ import annotations

from dataclasses import dataclass, replace

Colour = tuple[int, int, int]


def rgb(text: str) -> Colour:
    """`#RRGGBB` as three numbers 0..255."""
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """The colour `share` of the way from a (0) to b (1)."""
    return (round(a[0] + (b[0] - a[0]) * share), round(a[1] + (b[1] - a[1]) * share), round(a[2] + (b[2] - a[2]) * share))


def _colours(text: str) -> tuple[Colour, ...]:
    return tuple(rgb(word) for word in text.split())


@dataclass(frozen=True, eq=False)
class Theme:
    """All colours, as (r, g, b). Compared by identity, so that a theme is a cheap key of a cache."""
    name: str
    # the window
    bg: Colour
    panel: Colour
    raised: Colour
    line: Colour
    ink: Colour
    ink2: Colour
    ink3: Colour
    # meanings
    law: Colour                                          # lines, bands
    law_ink: Colour                                      # words, chevrons
    wrong: Colour
    right: Colour
    unsure: Colour
    never: Colour
    ghost: Colour                                        # imagination
    goal: Colour
    error: Colour                                        # a bad file
    # the board
    floor: Colour
    floor_alt: Colour
    belief: Colour                                       # ground of belief
    fog: Colour
    wall: Colour
    wall_face: Colour
    wall_edge: Colour
    wind: Colour
    agents: tuple[Colour, ...]                           # round, square, dart, diamond
    eye: Colour
    shadow: Colour                                       # inside holes and slots
    # things
    ice: Colour
    glint: Colour
    water: Colour
    wave: Colour
    grass: Colour
    blade: Colour
    tree: Colour
    tree_light: Colour
    trunk: Colour
    ash: Colour
    specks: Colour
    mud: Colour
    hedge: Colour
    hedge_top: Colour
    clover: Colour
    fire: Colour
    heart: Colour
    lava: Colour
    cracks: Colour
    red: Colour
    blue: Colour
    gem: Colour
    gem_light: Colour
    crate: Colour
    crate_edge: Colour
    belt: Colour
    rail: Colour
    chevron: Colour
    stone: Colour
    stone_edge: Colour
    stone_word: Colour
    plum: Colour                                         # a property on a tablet
    metal: Colour
    metal_dark: Colour
    house: Colour
    roof: Colour
    burrow: Colour
    hole: Colour
    portal: Colour
    coin: Colour
    coin_edge: Colour
    sand: Colour
    snow: Colour

    @property
    def night(self) -> bool:
        return self.name == "night"

    @property
    def casing(self) -> Colour:
        """What halos and dark outlines are drawn in, so that a mark stands off any ground."""
        return self.bg if self.night else self.panel


NIGHT = Theme(
    name="night",
    bg=rgb("#0F1218"), panel=rgb("#171B24"), raised=rgb("#1E2430"), line=rgb("#2A3140"), ink=rgb("#ECE8DF"), ink2=rgb("#A3A9B5"), ink3=rgb("#828B9C"),
    law=rgb("#E9C46A"), law_ink=rgb("#E9C46A"), wrong=rgb("#FB7226"), right=rgb("#2F7FD0"), unsure=rgb("#EFE2BC"), never=rgb("#313948"),
    ghost=rgb("#C9A8F0"), goal=rgb("#55C2A2"), error=rgb("#DE6079"),
    floor=rgb("#232936"), floor_alt=rgb("#262D3B"), belief=rgb("#161B25"), fog=rgb("#12161E"),
    wall=rgb("#3B455C"), wall_face=rgb("#283042"), wall_edge=rgb("#4F5B78"), wind=rgb("#6C7A96"),
    agents=_colours("#FFFFFF #B07CF0 #F58FB0 #62C6E8"), eye=rgb("#12161E"), shadow=rgb("#0A0D12"),
    ice=rgb("#7FA3BF"), glint=rgb("#BFD9EA"), water=rgb("#1D4268"), wave=rgb("#4B84B6"), grass=rgb("#22372D"), blade=rgb("#3F6B4F"),
    tree=rgb("#37805B"), tree_light=rgb("#56A67A"), trunk=rgb("#5B4738"), ash=rgb("#32343B"), specks=rgb("#6B6E78"), mud=rgb("#4A3D33"),
    hedge=rgb("#2C5F47"), hedge_top=rgb("#3F7D5E"), clover=rgb("#6DBE7E"), fire=rgb("#E04F5F"), heart=rgb("#FFD08A"), lava=rgb("#4A1D28"), cracks=rgb("#E04F5F"),
    red=rgb("#DE6079"), blue=rgb("#5C93EA"), gem=rgb("#79DCE6"), gem_light=rgb("#C9F4F7"), crate=rgb("#A98A63"), crate_edge=rgb("#7C6243"),
    belt=rgb("#2B3241"), rail=rgb("#3E485D"), chevron=rgb("#8E9BB5"), stone=rgb("#D5CDBB"), stone_edge=rgb("#A49B86"), stone_word=rgb("#23262D"), plum=rgb("#8A2F63"),
    metal=rgb("#AEB7C7"), metal_dark=rgb("#6B7587"), house=rgb("#CDBB99"), roof=rgb("#9C5566"), burrow=rgb("#5C4B3A"), hole=rgb("#15110E"), portal=rgb("#8F83F5"),
    coin=rgb("#D9B65C"), coin_edge=rgb("#9A7B33"), sand=rgb("#57503F"), snow=rgb("#A9B4C4"))

PAPER = replace(
    NIGHT, name="paper",
    bg=rgb("#F6F3EC"), panel=rgb("#FFFDF8"), raised=rgb("#EFEBE1"), line=rgb("#DAD4C6"), ink=rgb("#22252B"), ink2=rgb("#5B606B"), ink3=rgb("#666C78"),
    law=rgb("#C79A10"), law_ink=rgb("#5F4600"), wrong=rgb("#CD3E0B"), right=rgb("#1C5AA6"), unsure=rgb("#EBB61A"), never=rgb("#CFC9BB"),
    ghost=rgb("#7A4BC0"), goal=rgb("#147553"), error=rgb("#C23A57"),
    floor=rgb("#EDE8DC"), floor_alt=rgb("#E8E2D4"), belief=rgb("#F4F0E6"), fog=rgb("#DED9CC"),
    wall=rgb("#ADA591"), wall_face=rgb("#8A8371"), wall_edge=rgb("#C2BBA9"), wind=rgb("#9AA3B2"),
    agents=_colours("#22252B #7A3FD0 #B53D70 #0E7C9B"), eye=rgb("#FFFDF8"), shadow=rgb("#CFC8B8"),
    ice=rgb("#B9D7EA"), glint=rgb("#FFFFFF"), water=rgb("#8DB8DC"), wave=rgb("#3F78AE"), grass=rgb("#D5E2C8"), blade=rgb("#8FB27F"),
    tree=rgb("#4E9470"), tree_light=rgb("#74B491"), trunk=rgb("#7A6250"), ash=rgb("#CFCBC2"), specks=rgb("#8F8B83"), mud=rgb("#C4B19C"),
    hedge=rgb("#7FA98C"), hedge_top=rgb("#9CC1A6"), lava=rgb("#E9B4A8"), red=rgb("#C23A57"), blue=rgb("#2F6BC8"), gem=rgb("#1FA3B3"), gem_light=rgb("#8FD9E0"),
    belt=rgb("#D6D1C4"), rail=rgb("#B8B2A2"), chevron=rgb("#6B7280"), stone=rgb("#FFFDF8"), stone_edge=rgb("#B7AF9B"),
    metal=rgb("#7B8494"), metal_dark=rgb("#A9AFBA"), house=rgb("#E9D9B6"), burrow=rgb("#B49C7E"), hole=rgb("#4A3B2E"), portal=rgb("#6253D8"),
    coin=rgb("#D9AE3F"), coin_edge=rgb("#8F6D14"), sand=rgb("#E6D9B8"), snow=rgb("#FDFDFF"))

# ---- colour words of `look:` ----------------------------------------------------------------------------------------
_WORDS = {
    "red": "red", "blue": "blue", "green": "clover", "yellow": "coin", "gold": "coin", "amber": "coin", "purple": "portal", "violet": "portal", "brown": "crate",
    "grey": "#9AA0AA", "gray": "#9AA0AA", "silver": "metal", "white": "#E9E6DF", "black": "#1A1D24", "orange": "#D9854A", "pink": "#DE8FAE", "rose": "#DE8FAE",
    "cyan": "gem", "teal": "#3E9C97", "turquoise": "gem", "beige": "#CDBB99", "tan": "#BFA27A", "cream": "#E5DCC3", "olive": "#8A8F52", "lime": "#A5CF5E",
    "magenta": "#C25CA8", "navy": "#33508F", "maroon": "#8C3A4A", "crimson": "#B8405A", "indigo": "#6A63C9", "sand": "#CBB98C", "stone": "#8F8D86", "sky": "#86BEE3",
}
_SHADES = {"pale": ("#FFFFFF", .48), "light": ("#FFFFFF", .3), "bright": ("#FFFFFF", .12), "dark": ("#000000", .42), "deep": ("#000000", .28), "dull": ("#808080", .45),
           "warm": ("#E08040", .2), "cold": ("#6090D0", .2)}


def colour_word(theme: Theme, words: str | None) -> Colour | None:
    """The colour of a `look:` such as "pale blue", "dark green" or "#A9CFE8"; None if no word of it names a colour."""
    if not words:
        return None
    if words.startswith("#") and len(words) == 7:
        try:
            return rgb(words)
        except ValueError:
            return None
    found, shades = None, []
    for word in words.lower().replace("-", " ").split():
        if word in _WORDS:
            token = _WORDS[word]
            found = rgb(token) if token.startswith("#") else getattr(theme, token)
        elif word in _SHADES:
            shades.append(_SHADES[word])
    for toward, share in shades if found else ():
        found = mix(found, rgb(toward), share)
    return found


THEMES = {theme.name: theme for theme in (NIGHT, PAPER)}
