"""Counters that run low, and boards with more sorts of cells than a mind can name."""
import numpy as np

from tests.agents.lives import Life

ACRE = """
scenario: 1
map: |
  ###########
  #A........#
  #.....n...#
  #..f......#
  #.....f...#
  #.........#
  ###########
legend: {A: ant, f: food, n: nest}
kinds:
  food: {layer: item}
  nest: {layer: item}
agents: {ant: {mind: learner, has: {energy: 20 of 20}}}
rules:
  hunger: {every: tick, do: ant loses 1 energy}
  eat: {when: ant enters food, do: ant gains 15 energy}
  starve: {when: ant energy falls to 0, do: end starved}
  rest: {when: ant enters nest, do: [reward 1 to ant, return ant home]}
"""


def test_who_starved_eats_in_good_time():
    """Food pays nothing, and starving costs nothing but the rest of the episode."""
    life, deaths = Life(ACRE), []
    for tick in range(500):
        before = life.observation
        life.live(1)
        if life.observation.fresh and not before.fresh:
            deaths.append(tick)
    assert sum(tick > 250 for tick in deaths) <= 2         # without eating: 12
    assert np.sum(life.rewards[250:]) >= 10


def test_needs_move_plans_and_no_forecasts():
    life = Life(ACRE).live(200)
    assert np.mean(life.right[100:]) > 0.95
    rewards = [float(life.mind.imagine(life.observation, [a]).reward[0]) for a in range(4)]
    assert all(abs(r) < 1.5 for r in rewards)


def test_more_sorts_of_cells_than_can_be_named_are_borne_and_told():
    rows = ["".join(chr(0x4E00 + 10 * r + c) for c in range(10)) for r in range(8)]
    legend = ", ".join(f"{chr(0x4E00 + i)}: stuff{i}" for i in range(1, 80))
    kinds = "\n".join(f"  stuff{i}: {{layer: ground}}" for i in range(1, 80))
    text = "scenario: 1\nmap: |\n" + "\n".join(f"  {'A' + row[1:] if r == 0 else row}" for r, row in enumerate(rows)) + \
        f"\nlegend: {{A: ant, {legend}}}\nkinds:\n{kinds}\nagents: {{ant: learner}}\n"
    life = Life(text).live(60)
    assert any("look like others" in belief.sentence for belief in life.mind.believes())
    landed = [life.mind.audit(life.observation).landing.shape]
    assert landed == [(8, 10, 5)] and len(set(life.actions)) > 1
