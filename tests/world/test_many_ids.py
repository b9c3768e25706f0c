"""More things than a byte can number: the world, the minds and the window all tell them apart."""
from __future__ import annotations

import numpy as np
import pytest

from lab.session import Session
from tests.world.agreement import first_difference
from world.load import from_text
from world.mistakes import ScenarioError
from world.scenario import ACTOR, GROUND, ITEM, UNSEEN

COLOURS = [a + b for a in "abcdefghijklmnopqrstuvwxy" for b in "qxyz"]
GEMS = {letter: f"{COLOURS[99 - i]} {'dull' if i % 2 else 'bright'} {'gem' if i % 3 else 'stone'}" for i, letter in enumerate("bcdefghijklmnopqrs")}
WITH = f"{{layer: item, with: {{colour: [{', '.join(COLOURS)}], shine: [bright, dull, dusty]}}}}"
SHOP = f"""\
scenario: 1
about: A shop with six hundred sorts of stones.
map: |
  #########
  #Abcdefg#
  #.hijklm#
  #.nopqrs#
  #########
legend: {{A: ant, {', '.join(f'{letter}: {thing}' for letter, thing in GEMS.items())}}}
kinds: {{gem: {WITH}, stone: {WITH}}}
agents: {{ant: {{mind: rules, sees: 5x5}}}}
rules:
  polish: {{when: ant enters dull gem, do: [it becomes bright, reward 1]}}
  fade:   {{each: bright gem, chance: 5%, do: it becomes dusty}}
  spread: {{each: dusty gem, if: ant beside, do: it becomes dull}}
"""


@pytest.fixture(scope="module")
def shop():
    return from_text(SHOP)


def test_there_are_six_hundred_things_and_their_product_is_noted(shop):
    assert len(shop.things) > 600 and shop.board.cells.max() > 255
    (note,) = [note for note in shop.notes if note.code == "ids"]
    assert "100 x 3 = 300" in note.message


def test_kernel_and_reference_agree_on_ids_above_a_byte(shop):
    assert first_difference(shop, (0, 1), 60) is None


def test_a_mind_that_learns_rules_lives_among_them(shop):
    session = Session(shop, 1)
    for _ in range(120):
        (frame,) = session.tick()
    assert not session.notices and session.twins[0].keepers[0].mind is not None
    (life,) = frame.lives
    assert life.observation.cells.dtype == np.uint16 and (life.observation.cells == UNSEEN).any()
    assert life.forecast.cells.dtype == np.uint16 and life.forecast.cells[life.forecast.cells != UNSEEN].max() < len(shop.things)
    assert life.remembered[ITEM].max() > 255 or life.remembered[GROUND].max() == UNSEEN
    assert frame.snapshot.cells[ACTOR].max() == len(shop.things) - 1


@pytest.mark.parametrize("values, good", [(50, True), (70, False)])
def test_the_most_are_4095(values, good):
    names = [a + b for a in "abcdefgh" for b in "jklmnopqrs"][:values]
    text = (f"scenario: 1\nmap: |\n  A\nlegend: {{A: ant}}\nagents: {{ant: still}}\nkinds: {{gem: {{with: {{shape: [{', '.join(n + 'zz' for n in names)}], size: [{', '.join(n + 'yy' for n in names)}]}}}}}}\n")
    if good:
        assert len(from_text(text).things) > 2500
    else:
        with pytest.raises(ScenarioError) as caught:
            from_text(text)
        assert caught.value.mistakes[0].code == "limit" and "4095 are the most" in caught.value.mistakes[0].message and "70 x 70 = 4900" in caught.value.mistakes[0].message
