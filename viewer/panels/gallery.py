"""The picker: cards of worlds with their pictures."""
from __future__ import annotations

import pygame

from viewer import marks, shapes, tiles, widgets
from viewer.gallery import WHO
from viewer.paint import Sheet

CARD, PICTURE = 300, 176
MOST_DOTS = 3


class GalleryView:
    """Draws the cards; keeps the thumbnails, which are drawn one a frame."""

    def __init__(self):
        self._pictures: dict[tuple, pygame.Surface] = {}

    def draw(self, s: Sheet, desk) -> bool:
        """Draw everything; True while pictures are still missing."""
        t, gallery = s.theme, desk.gallery
        s.fill((0, 0, s.width, s.height), t.bg)
        s.zone((0, 0, s.width, s.height), "nothing", wheel="scroll gallery", quiet=True)
        margin = 24 if s.width >= 1600 else 16
        room = s.width - 2 * margin
        n = max(2, int((room + 16) // (CARD - 40 + 16))) if room < 1100 else max(4, int((room + 16) // (CARD + 16)))
        wide = min((room - 16 * (n - 1)) / n, 380)
        gallery.columns = n
        picture = round(wide * PICTURE / CARD)
        high = picture + 124
        cards = gallery.shown()
        gallery.chosen = max(0, min(gallery.chosen, len(cards) - 1))
        self._keep_in_view(gallery, len(cards), n, high, s.height)
        missing = False
        drawn = 0
        for i, card in enumerate(cards):
            x = margin + (i % n) * (wide + 16)
            y = 116 + (i // n) * (high + 16) - gallery.scroll
            if y > s.height or y + high < 100:
                continue
            key = (card.path, round(wide * s.k), t.name, id(card.scenario))
            if key not in self._pictures and card.scenario is not None and drawn < 1:
                drawn += 1
                self._pictures[key] = self._picture(t, card.scenario, (round(wide * s.k), round(picture * s.k)))
            missing |= key not in self._pictures and card.scenario is not None
            self._card(s, card, self._pictures.get(key), (x, y, wide, high), picture, i == gallery.chosen, i)
        self._head(s, desk, margin, len(cards))
        if len(self._pictures) > 200:
            self._pictures.clear()
        if not cards:
            s.text("No world here answers to that." if gallery.cards else "Reading the worlds …", margin, 130, t.ink2, 14, 500)
        return missing

    def _picture(self, theme, scenario, size):
        try:
            return tiles.thumbnail(theme, scenario, size)
        except Exception:                                # one odd map must not hide the other worlds
            blank = pygame.Surface(size)
            blank.fill(theme.floor)
            return blank

    def _keep_in_view(self, gallery, count: int, n: int, high: float, window: float) -> None:
        if getattr(gallery, "_shown_choice", None) != gallery.chosen:
            top = (gallery.chosen // n) * (high + 16)
            gallery.scroll = min(gallery.scroll, top)
            gallery.scroll = max(gallery.scroll, top + high + 116 + 16 - window)
            gallery._shown_choice = gallery.chosen
        rows = -(-count // n)
        gallery.scroll = max(0, min(gallery.scroll, 116 + rows * (high + 16) - window))

    def _head(self, s: Sheet, desk, m: float, count: int) -> None:
        t, gallery = s.theme, desk.gallery
        s.fill((0, 0, s.width, 108), t.bg)
        marks.logo(s.surface, t, (m * s.k, 20 * s.k), round(32 * s.k))
        s.text("Umwelt", m + 44, 14, t.ink, 20, 600)
        s.text("Worlds whose rules change, and minds that have to notice.", m + 44, 42, t.ink2, 12, most=s.width - 2 * m - 44 - 320)
        right = s.width - m
        widgets.button(s, (right - 32, 20, 32, 32), "cross", "escape", tip="back (Esc)")
        left = right - 40 - 264
        s.rounded((left, 20, 264, 32), t.panel, 8)
        if gallery.finding:
            s.rounded((left, 20, 264, 32), t.ink, 8, 1.6)
        widgets.ICONS["find"](s, left + 19, 36, t.ink3)
        typed = gallery.words or ("" if gallery.finding else "Find a world")
        w = s.text(typed, left + 34, 28, t.ink if gallery.words else t.ink3, 12, most=190)
        if gallery.finding:
            s.fill((left + 35 + w, 28, 1, 16), t.ink)
        if not gallery.finding:
            widgets.keycap(s, right - 40 - 8 - (s.wide("/", 11, 500, True) + 10), 27, "/")
        s.zone((left, 20, 264, 32), "find", quiet=True)
        x, y = m, 76
        x += s.text("The law changes by", x, y + 4, t.ink3, 12) + 14
        for who in WHO:
            on = who == gallery.who
            w = s.wide(who, 12, 500) + (20 if who == "anyone" else 40)
            s.rounded((x, y, w, 24), t.line if on else t.panel, 12)
            colour = t.ink if on else t.ink2
            if who != "anyone":
                widgets.ICONS[who](s, x + 16, y + 12, colour)
            s.text(who, x + (10 if who == "anyone" else 28), y + 4, colour, 12, 500)
            s.zone((x, y, w, 24), "filter", who, radius=12)
            x += w + 8
        words = f"{count} world{'' if count == 1 else 's'} · your own: drop a .yaml file here"
        if s.wide(words, 12) < right - x - 16:
            s.text(words, right, y + 4, t.ink3, 12, align="right")

    def _card(self, s: Sheet, card, image, rect, picture: float, chosen: bool, index: int) -> None:
        t = s.theme
        x, y, w, h = rect
        if chosen:
            s.rounded((x - 2, y - 2, w + 4, h + 4), t.ink, 10)
        s.rounded(rect, t.raised if chosen else t.panel, 8)
        at = (round(x * s.k), round(y * s.k))
        if image is not None:
            shapes.blit_rounded(s.surface, image, at, round(8 * s.k), top_only=True)
        elif card.scenario is None:
            s.rounded((x, y, w, picture), t.bg, 8)
            widgets.ICONS["cross"](s, x + w / 2, y + picture / 2, t.error)
        s.text(card.title, x + 16, y + picture + 13, t.ink, 16, 600, most=w - 80)
        for k in range(MOST_DOTS):
            s.disc(x + w - 44 + k * 12, y + picture + 24, 3.5, t.ink2 if k < card.difficulty else t.line)
        size, step, most = 13, 19, 2
        lines = s.wrap(card.about, w - 32, size)
        if len(lines) > most:                            # a longer sentence is set a little smaller, in three lines
            size, step, most = 12, 17, 3
            lines = s.wrap(card.about, w - 32, size)
        for k, line in enumerate(lines[:most]):
            if k == most - 1 and len(lines) > most:
                line = s.cut(line + " …", w - 32, size) if not line.endswith("…") else line
            s.text(line, x + 16, y + picture + 41 + k * step, t.error if card.scenario is None else t.ink2, size, most=w - 32)
        at_x = x + 22
        for who in card.who:
            widgets.ICONS[who](s, at_x, y + h - 22, t.ink3)
            at_x += 12
            at_x += s.text(who, at_x, y + h - 30, t.ink3, 12) + 14
        if not card.who and card.scenario is not None:
            s.text("the law stays", x + 16, y + h - 30, t.ink3, 12)
        if chosen:
            kw = s.wide("Enter", 11, 500, True) + 10
            widgets.keycap(s, x + w - 16 - kw, y + h - 31, "Enter", t.line, t.ink)
        s.zone(rect, "open", card.path, quiet=True)
