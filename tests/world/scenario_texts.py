"""Whole scenarios that the tests of the reader share: the four examples of the language, and two that use most of it."""

BLOCKING_MAZE = """\
scenario: 1
about: Blocking maze (Sutton & Barto, fig. 8.4). At tick 1000 the gap moves from east to west.
map: |
  ........G
  .........
  .........
  w#######e
  .........
  ...A.....
legend: {A: ant, G: goal, w: wall named west, e: floor named east}
agents: {ant: learner}
rules: {arrive: {when: ant enters goal, do: [reward 1, return them home]}}
changes: {block: {at: 1000, edit: [put wall at east, put floor at west]}}
"""

MIRROR = """\
scenario: 1
about: The controls flip while you walk, and flip back later.
params: {flip_at: 300}
map: |
  #########
  #A......#
  #.##.##.#
  #......G#
  #########
legend: {A: ant, G: goal}
agents:
  ant: {mind: learner, actions: [north, east, south, west]}
rules:
  arrive: {when: ant enters goal, do: [reward 1, return them home]}
changes:
  mirror:
    at: $flip_at
    for: 200                              # then the law lapses by itself
    edit: [swap ant.north and ant.south, swap ant.east and ant.west]
sweep: {flip_at: [100, 300, 900]}
"""

THAW = """\
scenario: 1
about: A frozen pond. Ice carries you on until something stops you. One day it thaws.

map: |
  ############
  #A.iiiiii..#
  #..ii#iii..#
  #..iiiiii#.#
  #..iiiiii.G#
  ############
legend: {A: ant, G: goal, i: ice}

kinds:
  ice: {layer: ground, is: slippery, look: pale blue}

agents:
  ant: {mind: learner, sees: 5x5}

rules:
  arrive: {when: ant enters goal, do: [reward 1, end won]}
  hurry:  {every: tick, do: reward -0.01 to ant}

changes:
  thaw:     {at: 400..600, edit: ice is not slippery}
  refreeze: {after: thaw + 200, edit: ice is slippery}

expect:
  - name: ice carries you across to the far bank
    play: {ant: [east, east]}
    then: ant at x9 y1
  - name: once thawed, one step is one step
    given: apply thaw
    play: {ant: [east, east]}
    then: ant at x3 y1
"""

LOCKS = """\
scenario: 1
about: Red keys open red doors - until, one day, they open the blue ones.

map: |
  ###########
  #..r#.....#
  #...1..*..#
  #A..#.....#
  #..b#######
  #...2..*..#
  ###########
legend:
  A: ant
  r: red key
  b: blue key
  1: red locked door
  2: blue locked door
  "*": gem

tags: [prized]
kinds:
  key:  {layer: item, with: {colour: [red, blue]}}
  door: {with: {colour: [red, blue], state: [locked, open]}}
  locked door: {is: [solid, opaque]}
  gem:  {layer: item, is: prized}

agents:
  ant: {mind: learner, sees: 7x7, actions: [north, east, south, west, wait]}

rules:
  pick up: {when: ant enters key, do: take it}
  unlock:
    when: ant bumps locked door
    if: ant has same-colour key
    do: [it becomes open, let them through]
  wrong key:
    when: ant bumps locked door
    if: ant has other-colour key
    do: reward -0.1
  treasure: {when: ant enters something prized, do: [reward 1, remove it]}
  cleared:  {when: no gem left, do: end won}

changes:
  swap the locks:
    at: 2000..4000
    edit:
      - unlock.if = ant has other-colour key
      - wrong key.if = ant has same-colour key

expect:
  - name: the red key opens the red door
    play: {ant: [north, north, east, east, south, east]}
    then: [no red locked door left, ant at x4 y2]
  - name: after the swap it no longer does
    given: apply swap the locks
    play: {ant: [north, north, east, east, south, east]}
    then: [any red locked door left, ant at x3 y2]
"""

VALLEY = """\
scenario: 1
about: Wind, a lever, a shop of laws and a hunter.
params: {turn_at: 400..600, flip: north, prey: ant, dry: 5%, price: 2}
world: {edge: wrap, episode: 600, laws: keep, clash: order}
map: |
  #########
  #Awww..x#
  #.www..l#
  #.c...hG#
  #########
legend:
  A: ant facing north
  w: wind facing south
  h: hunter on moss
  l: up lever
  c: coin
  x: floor named quiet nook
tags: [hot]
kinds:
  wind:  {layer: ground, is: conveyor, speed: 1/2, with: {facing: [north, east, south, west]}}
  lever: {is: solid, with: {state: [up, down]}}
  down lever: {look: dark}
  coin:  {layer: item, look: yellow}
  moss:  {layer: ground, is: solid to ant}
  lava:  {layer: ground, is: hot}
vars:
  season: {of: [spring, summer, winter], now: summer}
  upwind: {of: [north, east, south, west], now: west}
  botched: 0
agents:
  ant: {mind: [rules, cells], sees: 7x5, reads: [season], has: {energy: 20 of 30, coin: 0 of 9}, actions: [north, east, south, west, use, whistle, wait], noise: {action: 2%}}
  hunter: {mind: chase $prey, speed: 1/2}
rules:
  pull:      {when: ant uses up lever, do: [it becomes down, apply reverse]}
  push back: {when: ant uses down lever, do: [it becomes up, undo reverse]}
  get:       {when: ant enters coin, do: take it}
  caught:    {when: hunter bumps ant, do: [reward -1 to ant, return it home, ant loses 3 energy]}
  burn:      {when: ant is on something hot, do: reward -1}
  hear:      {when: ant does whistle, do: say hello}
  year:      {every: 10 ticks, do: season cycles}
  once:      {at: $turn_at, do: botched += 2}
  rain:      {every: {geometric: 0.01}, do: upwind = random}
  grow:      {each: lava, if: [2+ lava around, no coin here, not ant within 3 of it, lava to the upwind], chance: $dry, do: put coin here}
  win:       {when: ant enters goal, if: ant has $price coin, do: end won}
  sleep:     {when: ant energy falls to 0, do: [return ant home, ant gains 20 energy], off: true}
changes:
  reverse:    {edit: wind.carries = backward}
  wind turns: {at: [$turn_at, 300 of every episode, episode 20], edit: wind.carries = backward}
  quiet law:  {by: ant, cost: $price coin, cooldown: 50, for: 100, edit: rule caught off}
  cold:       {when: season is winter, until: season is spring, announce: true, edit: [ant.sees = 3x3, ant.north = $flip]}
  whim:       {by: person, times: 2, edit: [put lava at quiet nook, every moss within 3 of ant becomes lava]}
  later on:   {after: cold + 20, chance: 50%, edit: moss is not solid to ant}
expect:
  - name: a law is bought with coins
    map: |
      A.cc
    given: [rule caught off, put lava at x1 y0]
    play: {ant: [east, east, east, quiet law, whistle]}
    then: [not ant has coin, ant at x3 y0, ant reward < 0.5, not ended]
  - {name: energy lasts, run: 5, always: ant energy > 2, over: 20 worlds, rate: 0.6..1.0}
  - {name: the hunter comes, run: 50, within: 40, then: hunter at quiet nook}
sweep: {turn_at: [100, 200], seed: 1..5}
"""

LIFE = """\
scenario: 1
map: |
  ......
  ..oo..
  ..oo..
  ......
legend: {o: alive}
world: {edge: wrap}
kinds: {alive: {look: white}}
rules:
  lonely:  {each: alive, if: 0..1 alive around, do: remove it}
  crowded: {each: alive, if: 4+ alive around, do: remove it}
  born:    {each: floor, if: [3 alive around, no alive here], do: put alive here}
"""

ALL = {"blocking-maze": BLOCKING_MAZE, "mirror": MIRROR, "thaw": THAW, "locks": LOCKS, "valley": VALLEY, "life": LIFE}
