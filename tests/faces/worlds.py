"""Scenarios small enough to say what an observation of them must be."""
LAVA = """\
scenario: 1
world: {episode: 15}
map: |
  A..G
  ...L
legend: {A: ant, L: lava}
kinds: {lava: {layer: ground}}
agents: {ant: learner}
rules:
  arrive: {when: ant enters goal, do: [reward 1, end won]}
  burn: {when: ant enters lava, do: [reward -1, remove them, say ouch]}
changes:
  thaw: {at: 7, edit: lava is slippery}
"""
EATEN = """\
scenario: 1
world: {episode: 40, laws: keep}
map: |
  A..i.
  .#...
  F.iiH
  ....H
legend: {A: ant, F: fox, H: hare, i: ice}
vars: {season: {of: [winter, spring], now: spring}, eaten: 0}
agents:
  ant: {mind: learner, sees: 3x3, has: {energy: 5 of 9}, reads: [season, eaten]}
  fox: {mind: chase hare}
  hare: {mind: learner, sees: 5x3 ahead}
rules:
  eat: {when: fox bumps hare, do: [remove it, eaten += 1]}
  tire: {every: 4 ticks, do: ant loses 1 energy}
changes:
  turn: {at: 9, edit: season = winter}
  blind: {at: 12, edit: ant.sees = 1x1, for: 6}
"""


def sighted(sees: str, edge: str = "wall", noise: str = "0%", disguised: bool = False) -> str:
    """A wood in which one ant sees so and so."""
    return f"""\
scenario: 1
world: {{edge: {edge}}}
map: |
  .....#...t.
  .A.#...i.#.
  ..t..k..t..
  ...##..i.k.
  .#...t.....
legend: {{A: ant, i: ice, t: tree, k: key}}
kinds: {{tree: {{is: [solid, opaque]{", looks: ice" * disguised}}}, key: {{layer: item{", looks: goal" * disguised}}}}}
agents: {{ant: {{mind: learner, sees: {sees}, noise: {{sight: {noise}}}, has: {{energy: 3}}, reads: [rain]}}}}
vars: {{rain: 7}}
rules: {{fall: {{every: 3 ticks, do: [rain += 1]}}}}
"""
