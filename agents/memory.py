"""All that a mind remembers: one record of fixed size, and a few arrays as large as its board.

Compiled functions get the record (`mind`) by reference and the arrays as they are, so none of them is ever compiled for a
second size of board. Symbols 0 .. 62 stand for what a cell can hold (`agents.models.symbols`); 63 is the edge of the board.
"""
from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from agents.settings import Settings

SYMBOLS = 64
EDGE = 63
LOADS = 6                            # different loads that are told apart
FRAMES = 3                           # whole frames that the planner keeps values for
ACTS = 6                             # actions beyond going, turning and waiting
STAY, FORWARD, LEFT, RIGHT = range(8, 12)   # verbs: 0 .. 7 go in a direction as the world numbers them, corners last; turns are quarters
ACT = 12                             # this verb and above are acts
VERBS = ACT + ACTS
GAUGES = 8                           # counters whose running low is minded
AGES = 5                             # classes of age of what is remembered: ticks up to 4, 16, 64, more; an earlier episode

SLOT_BITS = 15
MEMO_BITS = 11                       # neighbourhoods whose future is remembered for a tick
SLOTS = 1 << SLOT_BITS
REGIMES = 6                          # stored for each family of decisions
OUTCOMES = 4                         # told apart in one context
RATES = 12                           # outcomes with a base rate of their own
CONTEXTS = 14                        # of one decision, at most
STEP, SLIDE, ARRIVE, ALONE, CARRY, DEED = range(6)
DECIDERS = 6
FAMILIES = DECIDERS * (SYMBOLS + 1)  # one for each kind, and one for "whatever it is" (the last of each decider)
CANDIDATES = 64                      # outcomes in one mixture, at most
EDITS = 12                           # cells changed by one course, at most
PLAN = 400                           # verbs of a plan that is kept
MOST_TARGETS = 16                    # cells that pay, looked at by a search
CONTROLS = -1                        # stands for a family where the controls are meant
NEWS = 8                             # changes of law noticed in one tick, at most
ROUTE = 48                           # cells of a plan that are told

CALLS = ("of_step", "of_arrival", "of_cell", "decide", "listen", "learn_decision", "course", "odds_alone", "explain_arrival", "explain", "teach",
         "likeliest_verb", "observe_frame", "learn_exception", "learn_place", "enter", "learn_reward", "set_frame", "add_frame", "doubt_kinds",
         "doubt_place", "imagine_way", "sweep", "reach", "doubt", "choose_by_places", "search", "choose_by_search")
"""Functions that are compiled apart and called by their address (`agents.compiled`)."""

CALLS_AMONG_OTHERS = ("field_of", "where_it_lands", "intend")
"""The same, but compiled only once somebody else is met."""

RULES, CELLS = range(2)
"""Kinds of mind: with rules, or with the table of places only."""

f8, f4, i8, i4, u8, u4, u1 = np.float64, np.float32, np.int64, np.int32, np.uint64, np.uint32, np.uint8

LEARNER = [
    # the table of contexts
    ("check", u4, (SLOTS,)), ("outcome", i4, (SLOTS, OUTCOMES)), ("count", f4, (SLOTS, REGIMES, OUTCOMES)), ("slot_age", u1, (SLOTS, REGIMES)),
    # the mixture: weights [decider, context, confidence, more than one outcome, stale], escapes [..., (missed, met)], base rates
    ("weight", f8, (DECIDERS, CONTEXTS, 4, 2, 2)), ("escape", f8, (DECIDERS, 4, 2, 2, 2)), ("rate_of", i8, (DECIDERS, RATES)), ("rate", f8, (DECIDERS, RATES)),
    # trials of each context of a family where some context was sure and wrong: lost, won; the weight they leave it; what each said just now
    ("trials", f8, (FAMILIES, CONTEXTS, 2)), ("credit", f8, (FAMILIES, CONTEXTS)), ("verdict", i8, (CONTEXTS,)),
    # regimes by family
    ("regime", i8, (FAMILIES,)), ("regimes", i8, (FAMILIES,)), ("cusum", f8, (FAMILIES, REGIMES + 1)), ("age", u1, (FAMILIES, REGIMES)),
    # chance in each family: (contradictions that came to nothing, decisions); the run since its sum was last zero: (decisions, contradictions);
    # decisions since it switched, and the regime that it left then
    ("chance", f8, (FAMILIES, 2)), ("run", f8, (FAMILIES, 2)), ("decided", f8, (FAMILIES,)), ("former", i8, (FAMILIES,)),
    # changes of law noticed in this tick: how many, of which family (CONTROLS: of what actions mean), how surely
    ("news", i8), ("news_of", i8, (NEWS,)), ("news_odds", f8, (NEWS,)),
    ("parent", i8, (FAMILIES, REGIMES)), ("last_used", i8, (FAMILIES, REGIMES)), ("since", i8, (FAMILIES,)), ("switches", i8),
    # controls: filter over the symmetries of the square, filter over each action's own meaning, trust in the former
    ("symmetry", f8, (8,)), ("meaning", f8, (ACT, ACT)), ("as_a_whole", f8), ("slips", f8), ("no_slips", f8), ("reigned", f8, (8,)),
    # verbs that an action may come to mean, and how often (no, yes) a facing became what the verb makes of it: by going, by turning, by staying
    ("options", i8), ("option", i8, (ACT,)), ("directions", i8), ("faces", f8, (3, 2)),
    # things that change by themselves: beside[c, k] ticks that c stood beside k, turned[c, k] changes of c then
    ("beside", f8, (SYMBOLS, SYMBOLS)), ("turned", f8, (SYMBOLS, SYMBOLS)), ("live", u1, (SYMBOLS,)), ("seen", f8, (SYMBOLS,)), ("entered", f8, (SYMBOLS, 2)),
    # sight: whether it is a window, how far it goes, facings looked in; sight through a thing (blocked, clear); windows foretold (wrong, right);
    # remembered cells found again by (live, age): (changed, same); cells never seen: what they held, beside what
    ("windowed", i8), ("sight_reach", i8), ("looked", u1, (8,)), ("sight_through", f8, (SYMBOLS, 2)), ("views", f8, (2,)),
    ("held", f8, (2, AGES, 2)), ("found", f8, (SYMBOLS,)), ("found_beside", f8, (SYMBOLS, SYMBOLS)), ("found_by", f8, (SYMBOLS,)), ("found_odds", f8, (SYMBOLS,)),
    # what a symbol looks like
    ("lumped", i8), ("base", i8, (SYMBOLS,)), ("colour", i8, (SYMBOLS,)), ("facing", i8, (SYMBOLS,)), ("load_colours", u8, (LOADS,)),
    ("clock", i8), ("draws", i8), ("seed", i8),
    # how the last tick was heard: odds of whatever has no rule, the share that the rules heard of (0: nothing)
    ("lived", f8, (2,)),
    # scratch: contexts of a decision, its mixture, its evidence
    ("context", u8, (CONTEXTS,)), ("candidate", i8, (CANDIDATES,)), ("odds", f8, (CANDIDATES,)), ("evidence", f8),
    # scratch: the course imagined last, by verb
    ("edit", i8, (VERBS, EDITS, 3)), ("edits", i8, (VERBS,)), ("lands", i8, (VERBS, 4)),
    ("met", i8), ("ahead", i8), ("arrived_at", i8), ("arrived_cell", i8), ("arrived_load", i8), ("phase", i8), ("steps", i8), ("spoke", i8), ("known", f8),
    # scratch: the course that was taught last
    ("taught_at", i8), ("taught_cell", i8), ("taught_load", i8), ("taught_phase", i8),
    ("live_cells", i8), ("memo_key", i8, (1 << MEMO_BITS,)), ("memo_outcome", i8, (1 << MEMO_BITS,)), ("memo_odds", f8, (1 << MEMO_BITS,)),
    # scratch: odds of verbs, explanations by verb, pushes by direction
    ("verb_odds", f8, (ACT,)), ("followed_odds", f8, (ACT,)), ("exception_odds", f8, (ACT,)), ("reached", f8, (ACT,)), ("push", f8, (8,)), ("of_facing", f8, (ACT,)),
    ("likelihood", f8, (VERBS,)), ("best_walk", f8, (VERBS,)), ("walk_length", i8, (VERBS,)), ("prior", f8, (VERBS,)),
    # scratch: movers imagined, cells that pay, kinds counted
    ("trial", i8, (6,)), ("node_mover", i8, (6,)), ("targets", i8, (MOST_TARGETS, 2)), ("into", u1, (SYMBOLS,)),
    ("kind_count", i8, (SYMBOLS,)), ("kind_became", i8, (SYMBOLS,)), ("kind_broken", i8, (SYMBOLS,)), ("kind_near", i8, (SYMBOLS,)),
]

PLANNER = [
    ("calls", i8, (len(CALLS) + len(CALLS_AMONG_OTHERS),)),      # addresses, good for this process only
    ("kind_of_mind", i8), ("exploring", u1), ("astray", u1), ("strays", f8), ("tick", f8), ("imagined", f8), ("backups", f8), ("tests", f8),
    # verbs to plan with, by their number in the table of ways; the number of each verb (-1: none); facings told apart in a state, layers of states (load, facing) in a frame
    ("verbs", i8), ("verb_at", i8, (VERBS,)), ("number_of", i8, (VERBS,)), ("facings", i8), ("layers", i8),
    ("surprises", f8), ("exceptions", f8), ("places_entered", f8), ("kinds_known", f8), ("exceptions_right", f8), ("exceptions_wrong", f8),
    ("best_reward", f8), ("rewards", f8), ("rewards_that_ended", f8), ("usual_reward", f8), ("usual_count", f8),
    ("things", f8), ("stuck", f8), ("unpaid", f8), ("usual_wait", f8), ("patience", f8), ("crises", f8), ("planned_by_search", i8),
    # needs by counter: change on a usual tick and its votes; lowest level met; level at which harm came, what it cost, votes; felt now; what (how one came,
    # kind) adds to it (mean, times); what arriving, bumping and waiting are worth to the needs of the moment; how one came last, and on what
    ("drift", f8, (GAUGES,)), ("drift_votes", f8, (GAUGES,)), ("lowest", f8, (GAUGES,)), ("harm_at", f8, (GAUGES,)), ("harm", f8, (GAUGES,)), ("harm_votes", f8, (GAUGES,)),
    ("craves", i8, (GAUGES,)), ("filled", f8, (GAUGES, 3, SYMBOLS, 2)), ("craving", f8, (3, SYMBOLS)), ("came_by", i8), ("came_on", i8),
    # refusals by (kind ahead, load): counts (refused, passed), when tested last, at which surprise, debt, suspicion
    ("passed", f8, (SYMBOLS, LOADS, 2)), ("tested", f8, (SYMBOLS, LOADS)), ("tested_at", f8, (SYMBOLS, LOADS)), ("debt", f8, (SYMBOLS, LOADS)), ("gain", f8, (SYMBOLS, LOADS)), ("suspect", f8, (SYMBOLS, LOADS)),
    # rewards by (arrived, bumped or waited; kind; load): value, end, votes
    ("reward", f8, (3, SYMBOLS, LOADS)), ("ends", u1, (3, SYMBOLS, LOADS)), ("votes", f8, (3, SYMBOLS, LOADS)), ("arrivals", f8, (SYMBOLS, LOADS)),
    ("paid", f8, (3, SYMBOLS, LOADS, 2)),    # how often the value came since it is believed, and how often it might have
    # acts by (act, kind ahead): counts (nothing came of it, something did), what each kind turns into everywhere, ticks later, reward
    ("acted", f8, (ACTS, SYMBOLS, 2)), ("acted_on", f8, (ACTS, SYMBOLS)), ("turns_into", u1, (ACTS, SYMBOLS, SYMBOLS)), ("turns_later", i8, (ACTS, SYMBOLS)), ("act_reward", f8, (ACTS, SYMBOLS)), ("act_debt", f8, (ACTS, SYMBOLS)), ("act_gain", f8, (ACTS, SYMBOLS)),
    ("pending_act", i8), ("pending_kind", i8),
    # frames kept: how many, which is now, which one each turns back to, (returns, ticks)
    ("frames", i8), ("frame_now", i8), ("turns_back", i8, (FRAMES,)), ("returns", f8, (FRAMES, 2)),
    ("plan", i8, (PLAN,)), ("plan_at", i8), ("plan_length", i8), ("last_verb", i8), ("turn_to", i8), ("aim", i8), ("route", i8, (ROUTE,)), ("route_length", i8),
    ("able", u1, (VERBS,)), ("always", u1, (ACT,)), ("action_of", i8, (VERBS,)), ("queued", i8),
]

SETTINGS = [(name, f8) for name in asdict(Settings())]
MIND = np.dtype(LEARNER + PLANNER + SETTINGS, align=True)

CELL = np.dtype([
    ("hidden", i8),                  # out of sight before or after the tick: nothing was seen to change or to stay
    ("seen_on", f8),                 # tick at which it was last in sight, 0: not in this episode
    ("residual", i8),                # 1 + symbol it became with nothing but the mover to explain it, 0: none
    ("entered", i8), ("seen_at", f8), ("at_birth", i8),
    ("alone", i8), ("alone_odds", f8),
    ("mark", i8),
], align=True)
"""One for each cell. `alone`, `alone_odds`: what the cell is believed to do by itself in the frame looked at last."""

PLACE = np.dtype([
    ("closed", i8),                  # 1 + kind that stood there when it refused although its kind is open, 0: open
    ("tested", f8), ("tested_at", f8), ("debt", f8), ("gain", f8),
    ("paid_on", i8), ("reward", f8), ("ends", i8),   # 1 + kind that lay there when it paid otherwise than its kind does
], align=True)
"""One for each (load, cell): exceptions of the place."""

LEAVE = np.dtype([
    ("key", i8),                     # 1 + (load, kind under, kind ahead) for which the jump holds, 0: none
    ("to", i8), ("to_load", i8), ("by_way_of", i8),
    ("once", i8),                    # 1 + where it led against the rules once; without rules, the tick of the last try
    ("fruitless", f8), ("tries", f8), ("agreed", f8),
], align=True)
"""One for each (cell, verb): jumps that only this place makes, tests that settled nothing, and how often it was tried here."""

STATE = np.dtype([("value", f8), ("priority", f8), ("head", i8), ("distance", i8), ("first", i8), ("via", i8), ("heap", i8), ("mark", i8), ("order", i8), ("queue", i8), ("reached", i8)], align=True)
"""One for each (frame, load, facing, cell); bodies that cannot turn on the spot have one facing. `head`: first way that leads here; `via`: the state before it on the way from the mover; `heap`: its place in `order`, -1: not queued."""

WAY = np.dtype([("to", i8), ("reward", f8), ("met", i8), ("next", i8), ("previous", i8), ("ends", u1), ("dirty", u1), ("bump", u1), ("face", i4)], align=True)
"""One for each (state, verb). `met`: kinds that the imagined course looked at, as bits; `face`: where to turn before an act, -1: anywhere."""

NODE = np.dtype([("row", i4), ("col", i4), ("load", i4), ("facing", i4), ("parent", i4), ("verb", i4), ("guess", i4), ("bucket", i4), ("item", i4), ("value", f8), ("key", f8), ("hash", u8)], align=True)
"""One for each frame imagined in a search; (key, item) by rank is its heap, `bucket` its table of hashes."""
NODES = 8192
MOST_NODES = NODES // 2


@dataclass(frozen=True)
class Body:
    """What a mind is told at birth of the body that it lives in, by the names of its actions."""
    verbs: tuple[int, ...]           # to plan with
    options: tuple[int, ...]         # that an action may come to mean
    facings: int                     # told apart in a plan: 1, if it turns by going there anyway
    always: tuple[int, ...]          # verbs that it can surely do, whatever its actions come to mean
    directions: int                  # 4, or 8 where something can go or face to a corner


@dataclass
class Memory:
    """One mind's whole memory. H, W: the board; V verbs."""
    mind: np.ndarray                 # MIND  [1]
    cells: np.ndarray                # CELL  [H * W]
    places: np.ndarray               # PLACE [LOADS * H * W]
    leaves: np.ndarray               # LEAVE [H * W * VERBS]
    states: np.ndarray               # STATE [FRAMES * layers * H * W]
    ways: np.ndarray                 # WAY   [FRAMES * layers * H * W * V]
    frames: np.ndarray               # uint8 [FRAMES + 4, H, W]  frames kept by the planner, then scratch
    nodes: np.ndarray                # NODE  [NODES]
    boards: np.ndarray               # uint8 [MOST_NODES, H * W]  the boards of the nodes
    shows: np.ndarray                # uint8 [8, 2 H - 1, 2 W - 1]  which cells are in sight (`agents.models.sight`)

    def all(self) -> tuple:
        """As the compiled functions take it: the record (in an array of one: a bare one takes 40 us to hand over), then the arrays in order."""
        return (self.mind, self.cells, self.places, self.leaves, self.states, self.ways, self.frames)

    def size(self) -> int:
        """Bytes."""
        return sum(array.nbytes for array in vars(self).values())


def new_memory(shape: tuple[int, int], body: Body, kind_of_mind: int, seed: int, settings: Settings = Settings()) -> Memory:
    """A newborn's memory. It knows: what can be entered lets a carry through, what cannot stops a slide; and the names of the moves."""
    H, W = shape
    size, V, layers = H * W, len(body.verbs), LOADS * body.facings
    memory = Memory(np.zeros(1, MIND), np.zeros(size, CELL), np.zeros(LOADS * size, PLACE), np.zeros(size * VERBS, LEAVE),
                    np.zeros(FRAMES * layers * size, STATE), np.zeros(FRAMES * layers * size * V, WAY), np.zeros((FRAMES + 4, H, W), np.uint8),
                    np.zeros(NODES, NODE), np.zeros((MOST_NODES, size), np.uint8), np.zeros((8, 2 * H - 1, 2 * W - 1), np.uint8))
    mind = memory.mind[0]
    for name, value in asdict(settings).items():
        mind[name] = value
    mind["outcome"], mind["rate_of"], mind["facing"] = -1, -1, -1
    mind["regimes"], mind["credit"] = 1, 1.0
    mind["base"] = np.arange(SYMBOLS)

    weight = mind["weight"]
    weight[:] = np.array([1.0, 2.0, 4.0, 6.0])[None, None, :, None, None]
    weight *= settings.specificity ** np.minimum(np.arange(CONTEXTS), 8)[None, :, None, None, None]
    weight[:, :, :, 1] *= settings.two_outcomes
    weight[..., 1] *= settings.stale
    weight[:, 0] *= settings.general
    weight[ALONE, 3:7] *= settings.one_sided
    weight[CARRY, 3] *= 4
    escape, missed = mind["escape"], 6 * np.array([0.25, 0.10, 0.04, 0.015])
    escape[..., 1] = 6.0
    escape[:, :, 0, 0, 0], escape[:, :, 1, 0, 0], escape[:, :, :, 1, 0] = missed, missed / 2, 1.5
    innate = {STEP: {1: 3.0, 0: 1.5}, SLIDE: {0: 2.0, 1: 0.6}, ARRIVE: {0: 3.0} | {512 * motion: 0.1 for motion in (9, 10, 11, 1, 2, 3, 4)},
              CARRY: {1: 2.0, 0: 0.5}, ALONE: {0: 3.0}, DEED: {0: 3.0}}
    for decider, rates in innate.items():
        mind["rate_of"][decider, :len(rates)], mind["rate"][decider, :len(rates)] = list(rates), list(rates.values())

    mind["seed"], mind["kind_of_mind"], mind["usual_count"] = seed, kind_of_mind, 3.0
    mind["verbs"], mind["facings"], mind["layers"], mind["directions"] = V, body.facings, layers, body.directions
    mind["verb_at"][:V], mind["number_of"] = body.verbs, -1
    mind["number_of"][list(body.verbs)] = np.arange(V)
    mind["options"], mind["option"][:len(body.options)] = len(body.options), body.options
    mind["faces"], mind["held"] = [1.0, 9.0], [0.5, 4.5]
    mind["exploring"], mind["came_by"], mind["lowest"] = 1, -1, np.inf
    mind["turns_back"], mind["turn_to"], mind["pending_act"] = -1, -1, -1
    mind["turns_into"] = np.arange(SYMBOLS)
    mind["able"], mind["action_of"] = 1, -1
    mind["always"][list(body.always)] = 1

    memory.states["head"] = -1
    memory.ways["to"] = np.repeat(np.arange(len(memory.states)), V)
    memory.ways["next"], memory.ways["previous"], memory.ways["dirty"] = -1, -1, 1
    return memory
