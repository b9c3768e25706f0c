"""How different two colours look, to whom: CIEDE2000 after simulated colour vision (Machado, Oliveira, Fernandes 2009), and contrast as WCAG 2 counts it."""
from __future__ import annotations

from itertools import combinations

import numpy as np

SIGHTS = {
    "normal": np.eye(3),
    "protan": np.array([[.152286, 1.052583, -.204868], [.114503, .786281, .099216], [-.003882, -.048116, 1.051998]]),
    "deutan": np.array([[.367322, .860646, -.227968], [.280085, .672501, .047413], [-.011820, .042940, .968881]]),
    "tritan": np.array([[1.255528, -.076749, -.178779], [-.078411, .930809, .147602], [.004733, .691367, .303900]]),
}


def linear(colour) -> np.ndarray:
    c = np.array(colour) / 255
    return np.where(c <= .04045, c / 12.92, ((c + .055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> tuple[float, float, float]:
    xyz = np.array([[.4124, .3576, .1805], [.2126, .7152, .0722], [.0193, .1192, .9505]]) @ light / np.array([.95047, 1, 1.08883])
    f = np.where(xyz > .008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def ciede2000(one, other) -> float:
    (L1, a1, b1), (L2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = .5 * (1 - np.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    C1, C2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    dh = 0 if C1 * C2 == 0 else (h2 - h1 + 180) % 360 - 180
    dL, dC, dH = L2 - L1, C2 - C1, 2 * np.sqrt(C1 * C2) * np.sin(np.radians(dh / 2))
    Lm, Cm = (L1 + L2) / 2, (C1 + C2) / 2
    hm = h1 + h2 if C1 * C2 == 0 else (h1 + h2) / 2 if abs(h1 - h2) <= 180 else (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2
    t = (1 - .17 * np.cos(np.radians(hm - 30)) + .24 * np.cos(np.radians(2 * hm)) + .32 * np.cos(np.radians(3 * hm + 6)) - .2 * np.cos(np.radians(4 * hm - 63)))
    turn = -np.sin(np.radians(60 * np.exp(-((hm - 275) / 25) ** 2))) * 2 * np.sqrt(Cm ** 7 / (Cm ** 7 + 25 ** 7))
    l, c, h = dL / (1 + .015 * (Lm - 50) ** 2 / np.sqrt(20 + (Lm - 50) ** 2)), dC / (1 + .045 * Cm), dH / (1 + .015 * Cm * t)
    return float(np.sqrt(l * l + c * c + h * h + turn * c * h))


def nearest(colours, sight: str) -> float:
    """The smallest difference between any two of the colours, for somebody with this sight."""
    seen = [lab(np.clip(SIGHTS[sight] @ linear(c), 0, 1)) for c in colours]
    return min(ciede2000(a, b) for a, b in combinations(seen, 2))


def contrast(a, b) -> float:
    high, low = sorted((float(linear(c) @ np.array([.2126, .7152, .0722])) for c in (a, b)), reverse=True)
    return (high + .05) / (low + .05)
