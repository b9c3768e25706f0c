"""The compiler's tables as one flat array, and the sizes of a world's numbers and of a thread's scratch."""
from __future__ import annotations

import numpy as np

from world import layout as L
from world.chance import name_key
from world.compiler import Compiler, offsets
from world.compiling import addresses
from world.language.vocabulary import TURNS, actions_in
from world.law_reads import LawReads
from world.scenario import WAYS, Apply, Board, Edit, Undo, UndoNewest
from world.stones import stone_tables

MINDS = {"still": L.STILL, "wander": L.WANDER, "straight": L.STRAIGHT, "chase": L.CHASE, "flee": L.FLEE, "patrol": L.PATROL, "script": L.SCRIPT}
SPARE_LAYERS = 8
"""Room for so many typed sentences in the stack before it is made larger."""


class Tables:
    """What `live` reads of a scenario on a board: `h`, and where things lie in a world's numbers (`at`) and in scratch.

    `spare`: room for typed sentences in the stack of law. `given`: what an expectation takes as given. `writers`: whether cells keep what wrote them last.
    """

    def __init__(self, compiler: Compiler, given: tuple[Edit, ...], spare: int = SPARE_LAYERS, writers: bool = True):
        self.compiler, self.scenario, self.given, self.spare, self.writers = compiler, compiler.scenario, given, spare, writers
        board = compiler.board
        self.starts = board.starts
        self.movers = len(board.starts)
        applied = tuple(edit for edit in given if isinstance(edit, (Apply, Undo, UndoNewest)))
        self.base = compiler.base_book(tuple(edit for edit in given if compiler_is_law(edit)))
        for change in self.scenario.changes:
            compiler.add_set(change.edits, change.name if change.pick else "")
        self.given_applied = compiler.program("edit", applied, compiler.effect)
        self.given_done = compiler.program("edit", tuple(edit for edit in given if edit not in applied and not compiler_is_law(edit)), compiler.effect)
        self.change_rows = [self.change_row(i) for i in range(len(self.scenario.changes))]
        self.stones, self.laws = stone_tables(compiler), LawReads(compiler)
        self.mind_rows = [self.mind_row(agent) for agent in self.scenario.agents]
        self.variable_rows = [self.variable_row(variable) for variable in self.scenario.variables]
        self.own_actions = [[len(words), *[compiler.meaning(i, word) for word in words]] for i, words in enumerate(compiler.actions)]
        read = [self.reads_of(agent) for agent in self.scenario.agents]
        self.own_reads = [[len(variables), *variables] for variables in read]
        self.lay_out(spare)
        self.assemble()

    # ---- rows -------------------------------------------------------------------------------------------------------
    def change_row(self, number: int) -> list[int]:
        c, change = self.compiler, self.scenario.changes[number]
        row = [-1] * L.CH_WIDTH
        row[L.CH_KEY], row[L.CH_EVERY_KEY], row[L.CH_AT_KEY] = name_key(change.name), name_key(change.name + "/every"), name_key(change.name + "/at")
        row[L.CH_FOR_KEY], row[L.CH_RANDOM_KEY] = name_key(change.name + "/for"), name_key(change.name + "/random")
        row[L.CH_PICK_KEY] = name_key(change.name + "/pick")
        row[L.CH_PICKS] = c.put_data(n for name, weight in change.pick for n in (c.change_number[name], weight))
        row[L.CH_PICK_COUNT], row[L.CH_WEIGHTS] = len(change.pick), sum(weight for _, weight in change.pick)
        row[L.CH_VOTE], row[L.CH_BY] = int(change.vote), sum(1 << c.agent_number[name] for name in change.by if name != "person")
        row[L.CH_BY] -= (row[L.CH_BY] >> 63) << 64
        row[L.CH_REFUSED] = int(bool(c.entrenchment.of_change.get(change.name)))
        return row

    def mind_row(self, agent) -> list[int]:
        c = self.compiler
        name, *rest = agent.minds[0].split()
        row = [MINDS.get(name, L.OUTSIDE), -1, 0, 1]
        if name in ("chase", "flee"):
            from world.load import read_noun_of
            row[L.MIND_NOUN] = c.noun(read_noun_of(self.scenario, " ".join(rest)))
        elif name in ("patrol", "script"):
            words = actions_in(rest, (*WAYS, "forward", *TURNS) if name == "patrol" else (*agent.actions, "wait"))
            row[L.MIND_LIST], row[L.MIND_LENGTH] = c.put_data(c.meaning(c.agent_number[agent.name], word) for word in words), len(words)
        return row

    def variable_row(self, variable) -> list[int]:
        ways = [WAYS.index(word) if word in WAYS else -1 for word in variable.words]
        return [variable.start, len(variable.words), self.compiler.put_data(ways)]

    def reads_of(self, agent) -> list[int]:
        """What an agent reads: numbers of variables, and behind those of laws."""
        variables = self.compiler.variable_number
        return [number for name in agent.reads
                for number in ([variables[name]] if name in variables else [len(variables) + i for i in range(len(self.laws.rows))] if name == "laws" else [])]

    def wishes(self) -> int:
        """How many different `apply` and `undo` there are among the effects of rules."""
        return len({tuple(row[:2]) for row in self.compiler.code if row[0] in (L.APPLY, L.UNDO)})

    # ---- sizes ------------------------------------------------------------------------------------------------------
    def lay_out(self, spare: int) -> None:
        """Sizes of a world's numbers and of scratch."""
        c, s = self.compiler, self.scenario
        movers, rules, changes, cells = self.movers, len(s.rules), len(s.changes), c.height * c.width
        self.spare, self.stack_cap = spare, changes + spare + 1
        # what can wait at once: each wish of each rule once, purchases, conditions and ends, and what the person said
        bought = sum(any(name != "person" for name in change.by) for change in s.changes)
        self.queue_cap = rules * self.wishes() + movers * bought + 2 * changes + spare
        voting = any(change.vote for change in s.changes) or bool(s.entrenched)
        self.votes = movers * changes if voting else 0
        self.news_cap = self.stack_cap + 2 * self.queue_cap + 2 * changes + 2 * len(s.stones) + 1 + movers + self.votes
        self.ring_words = (c.longest_after + 127) // 64 if c.longest_after else 0
        self.tablet_cap = min(cells, 64 + int(np.isin(c.board.cells, [tablet.id for tablet in s.tablets]).sum())) if s.stones else 0
        self.said_cap = spare + len({row[1] for row in self.compiler.code if row[0] == L.SAY})
        self.event_cap = 1024 + min(4 * cells, 1 << 18) + rules * (movers + 1)
        # Scratch is zeros that nobody has touched, so only what is used takes room in memory; still no more is asked for than can be used. On maps of more
        # than a million cells not everything can happen everywhere at once: who meets such a limit is told
        watched, wide = c.watched, cells > 1 << 20
        each = any(row[L.T_SORT] == L.T_EACH for row in c.triggers)
        self.goer_cap = movers + min(4 * cells, 1 << 20)
        self.prim_cap = (2 if wide else 12) * cells + 1024
        self.instance_cap, self.trace_cap = each * (1 if wide else 8) * cells + 1024, 1024 + min(8 * cells, 1 << 20)
        seekers = any(agent.minds[0].startswith(("chase", "flee")) for agent in s.agents)
        # what every tick touches comes first: with the first mover's numbers the rewards fill a line of the cache
        self.at, self.size = offsets({
            "reward": movers, "mover": movers * L.MOVER_WIDTH, "counter": movers * len(s.counters), "var": len(s.variables), "count": c.ids, "times": changes, "due": changes,
            "rule_due": rules, "after": changes * self.ring_words, "cool": movers * changes, "was_trigger": rules, "was": rules * (movers + 1),
            "change_was": changes, "stack": self.stack_cap * L.LAYER_WIDTH, "queue": self.queue_cap, "said": self.said_cap,
            "news": self.news_cap * L.NEWS_WIDTH, "action": movers, "vote": self.votes, "stone": 2 * ((len(s.stones) + 63) // 64),
            "tablet": 1 + self.tablet_cap if s.stones else 0, "chain": c.rule_words}, L.N_HEAD)
        # lists of cells, behind the numbers: what is kept is settled here; what a person types later may go without
        slots, self.bit_words = len(watched.slots), (cells + 63) // 64
        self.bits, self.kept = self.bit_words + (self.bit_words + 63) // 64, {"touched": any(watched.flags), "around": bool(slots), "carried": watched.belts, "on": watched.hearing, "falls": watched.falls}
        self.lists_at, self.row = offsets({"state": 1, "made": slots, "any": bool(slots) * self.bits, "listed": slots * self.bits,
                                           **{name: kept * self.bits for name, kept in self.kept.items()}}, self.size)
        self.scratch_at, self.scratch_size = offsets({
            "who": cells, "events": 2 + self.event_cap * L.EVENT_WIDTH, "tries": 2 + self.event_cap * L.EVENT_WIDTH, "goer": self.goer_cap * L.GOER_WIDTH,
            "chain": self.goer_cap * L.CHAIN_WIDTH, "goer_at": 5 * cells, "claim": 2 * cells, "prim": self.prim_cap * L.PRIM_WIDTH,
            "instance": self.instance_cap * L.INSTANCE_WIDTH, "distance": seekers * cells, "fifo": seekers * cells, "intent": movers, "meaning": movers,
            "trace": self.trace_cap * L.TRACE_WIDTH, "work": (changes + 8) * L.WORK_WIDTH, "written": 5 * cells, "next": self.goer_cap * L.GOER_WIDTH,
            "fired": rules, "look": self.kept["touched"] * self.bits, "asked": c.book_at["rule"], "order": self.instance_cap, "near": 9,
            "stone": cells * bool(s.stones)}, L.K_HEAD)

    # ---- the array --------------------------------------------------------------------------------------------------
    def assemble(self) -> None:
        """Make `h` anew from the compiler's tables. Done at birth and after a typed sentence."""
        c, s = self.compiler, self.scenario
        h = [0] * L.H_SIZE
        edges, clashes = {"wall": L.WALL, "wrap": L.WRAP, "open": L.OPEN}, {"random": L.RANDOM, "order": L.ORDER, "none": L.NONE}
        sizes = {L.H_H: c.height, L.H_W: c.width, L.H_HW: c.height * c.width, L.H_IDS: c.ids, L.H_WORDS: c.words64, L.H_MOVERS: self.movers,
                 L.H_COUNTERS: len(s.counters), L.H_VARS: len(s.variables), L.H_RULES: len(s.rules), L.H_CHANGES: len(s.changes), L.H_AGENTS: len(s.agents),
                 L.H_KINDS: len(s.kinds), L.H_PROPS: len(c.properties), L.H_RULE_WORDS: c.rule_words, L.H_EDGE: edges[s.edge], L.H_CLASH: clashes[s.clash],
                 L.H_EPISODE: -1 if s.episode is None else s.episode, L.H_SAID_CAP: self.said_cap, L.H_NEWS_CAP: self.news_cap, L.H_FLOOR: s.kind("floor").first_id,
                 L.H_ACTIONS: c.most_actions, L.H_ATTRS: max(1, len(c.attributes)), L.H_NOUN_WIDTH: c.words64 + L.NOUN_EXTRA, L.H_STACK_CAP: self.stack_cap,
                 L.H_QUEUE_CAP: self.queue_cap, L.H_EVENT_CAP: self.event_cap, L.H_PRIM_CAP: self.prim_cap, L.H_INSTANCE_CAP: self.instance_cap,
                 L.H_GIVEN_APPLIED: self.given_applied, L.H_GIVEN_DONE: self.given_done, L.H_TRACE_CAP: self.trace_cap, L.H_MOVES: s.moves, L.H_DOWN: s.down, L.H_TYPED_KEY: name_key("/random"),
                 L.H_WRITERS: 6 * c.height * c.width if self.writers else 0, L.H_LAWS_RESET: int(s.laws == "reset"), L.H_PER_WIDTH: -(-(1 << 40) // c.width),
                 L.H_LEARNERS_ONLY: int(all(row[L.MIND_SORT] == L.OUTSIDE for row, agent in zip(self.mind_rows, s.agents) if agent.name in {start.agent for start in self.starts})),
                 L.H_CLOCKS: int(any(row[L.T_SORT] in (L.T_CLOCK, L.T_MOMENT) for row in c.triggers)),
                 L.H_TURNS: int(any(row[L.T_SORT] == L.T_BECOMES for row in c.triggers) or c.watches), L.H_VOTES: int(self.votes > 0),
                 L.H_STONES: len(s.stones), L.H_TABLET_CAP: self.tablet_cap, L.H_READ_WIDTH: 1 + max((len(own) for own in self.own_reads), default=0),
                 **self.stones.numbers}
        for index, value in sizes.items():
            h[index] = value
        attributes = [[c.values.index(dict(thing.values)[name]) if name in dict(thing.values) else -1 for name in c.attributes] or [-1] for thing in s.things]
        columns = [[next((i for i, counter in enumerate(s.counters) if counter.name == name and counter.agent == agent.name), -1) for agent in s.agents]
                   for name in c.counter_names]
        for index, table in (
                (L.H_LAYER, [thing.layer for thing in s.things]),
                (L.H_KIND, [c.kind_number.get(thing.kind, 0) for thing in s.things]),
                (L.H_FACING, [thing.facing for thing in s.things]),
                (L.H_LOOKS, [thing.id if thing.looks < 0 else thing.looks for thing in s.things]),
                (L.H_TURN, [self.turned(thing, way) for thing in s.things for way in range(8)]),
                (L.H_ATTR, sum(attributes, [])),
                (L.H_AGENT_OF, [c.agent_number.get(thing.kind, -1) if thing.id else -1 for thing in s.things]),
                (L.H_MOVER_AGENT, [c.agent_number[start.agent] for start in self.starts]),
                (L.H_MIND, sum(self.mind_rows, [])),
                (L.H_COUNTER, [n for counter in s.counters for n in (counter.start, -1 if counter.most is None else counter.most, counter.thing)]),
                (L.H_COUNTER_COLUMN, sum(columns, [])),
                (L.H_COUNTER_AGENT, [c.agent_number[counter.agent] for counter in s.counters]),
                (L.H_VARIABLE, sum(self.variable_rows, [])),
                (L.H_RULE_KEYS, [name_key(rule.name + end) for rule in s.rules for end in ("", "/place", "/random", "/every", "/at", "/leap")]),
                (L.H_CHANGE, sum(self.rows_with_rings(), [])),
                (L.H_READS, [n for own in self.own_reads for n in own + [-1] * (1 + max(map(len, self.own_reads), default=0) - len(own))]),
                (L.H_LAW, self.laws.numbers()), (L.H_STONE, self.stones.rows), (L.H_WORD, self.stones.words), (L.H_SENTENCE, self.stones.sentences),
                (L.H_ACTION_OWN, [n for own in self.own_actions for n in own + [-1] * (c.most_actions + 1 - len(own))]),
                (L.H_NOUN, sum(c.nouns, [])), (L.H_TRIGGER, sum(c.triggers, [])), (L.H_CODE, sum(c.code, [])), (L.H_PATCH, sum(c.patches, [])),
                (L.H_SET, sum(c.sets, [])), (L.H_DATA, c.data),
                (L.H_SLOT, [number for name in c.watched.slots for number in (c.rule_number[name], name in c.watched.asks)]),
                (L.H_SLOT_OF, [c.watched.slots.index(rule.name) if rule.name in c.watched.slots else -1 for rule in s.rules]),
                (L.H_WATCHED, c.watched.flags)):
            h[index] = len(h)
            h += table
        if all(thing.looks < 0 for thing in s.things):
            h[L.H_LOOKS] = 0
        if not self.kept["touched"]:
            h[L.H_WATCHED] = 0
        h[L.H_SLOTS], h[L.H_BIT_WORDS], h[L.H_BITS], h[L.N_ROW] = len(c.watched.slots), self.bit_words, self.bits, self.row
        h[L.N_ANY], h[L.N_LISTED] = self.lists_at["any"], self.lists_at["listed"]
        for index, name in ((L.N_TOUCHED, "touched"), (L.N_AROUND, "around"), (L.N_CARRIED, "carried"), (L.N_ON, "on"), (L.N_FALLS, "falls")):
            h[index] = self.lists_at[name] if self.kept[name] else 0
        for index, name in ((L.B_PROP, "property"), (L.B_RULE, "rule"), (L.B_KIND, "kind"), (L.B_AGENT, "agent"), (L.B_CHANGE, "change"),
                            (L.B_SUBJECT, "subject"), (L.B_OBJECT, "object"), (L.B_EACH, "each"), (L.B_FLAGS, "flags"), (L.B_QUIET, "quiet")):
            h[index] = c.book_at[name]
        h[L.B_SIZE] = c.book_size
        names = ("mover", "counter", "var", "count", "times", "due", "rule_due", "after", "cool", "was_trigger", "was", "change_was", "stack", "queue",
                 "reward", "said", "news", "action")
        for index, name in [*enumerate(names, int(L.N_MOVER)), (L.N_VOTE, "vote"), (L.N_STONE, "stone"), (L.N_TABLET, "tablet")]:
            h[index] = self.at[name]
        h[L.N_SIZE], h[L.N_CHAIN], h[L.H_GOER_CAP] = self.size, self.at["chain"], self.goer_cap
        names = ("who", "events", "tries", "goer", "chain", "goer_at", "claim", "prim", "instance", "distance", "fifo", "intent", "meaning", "trace", "work",
                 "written", "next")
        for index, name in enumerate(names):
            h[L.K_WHO + index] = self.scratch_at[name]
        for index, name in ((L.K_LOOK, "look"), (L.K_ORDER, "order"), (L.K_FIRED, "fired"), (L.K_ASKED, "asked"), (L.K_NEAR, "near"), (L.K_STONE, "stone")):
            h[index] = self.scratch_at[name]
        h[L.K_SIZE] = self.scratch_size
        for number, address in addresses().items():
            h[L.H_CALLS + number] = address
        self.h = np.array(h, np.int64)

    def rows_with_rings(self) -> list[list[int]]:
        """The rows of changes; each has a ring of bits for the dates that its `after` brings."""
        for i, row in enumerate(self.change_rows):
            row[L.CH_RING], row[L.CH_RING_WORDS] = i * self.ring_words, self.ring_words
        return self.change_rows

    def seat(self, mover: int) -> list[int]:
        """Where a learner's numbers stand: a row SEAT_..."""
        c = self.compiler
        agent = c.agent_number[self.starts[mover].agent]
        return [mover, self.at["mover"] + mover * L.MOVER_WIDTH, c.book_at["agent"] + agent * (L.A_ACTION + c.most_actions) + L.A_ACTION, self.own_actions[agent][0]]

    def turned(self, thing, way: int) -> int:
        """The id of a thing when it faces another way, -1 if it faces none."""
        if thing.facing < 0:
            return -1
        values = tuple((name, WAYS[way] if name == "facing" else value) for name, value in thing.values)
        return self.compiler.thing_of.get((thing.kind, values), -1)

    # ---- the start --------------------------------------------------------------------------------------------------
    def first_cells(self, board: Board) -> np.ndarray:
        """The cells at the start of an episode on a map, the topmost things, and who wrote them, if that is kept: nobody.  uint16 [6 * HW or 7 * HW]"""
        layers = np.asarray(board.cells).reshape(5, -1).astype(np.uint16)
        movers = [thing.id for thing in self.scenario.things if thing.id and thing.kind in self.compiler.agent_number]
        layers[3][np.isin(layers[3], movers)] = 0
        for start in board.starts:
            layers[3, start.row * self.compiler.width + start.col] = self.scenario.kind(start.agent).first_id
        top = layers[0].copy()
        for layer in (1, 2, 4, 3):
            top[layers[layer] != 0] = layers[layer][layers[layer] != 0]
        return np.concatenate([layers.T.reshape(-1), top, np.zeros(top.size if self.writers else 0, np.uint16)])

    def first_numbers(self, board: Board) -> np.ndarray:
        """A world's numbers before its first episode on a map has begun, and behind them room for its lists of cells.  int64 [row]"""
        n = np.zeros(self.row, np.int64)
        n[L.WORD] = L.WORD_NONE
        for i, start in enumerate(board.starts):
            row = n[self.at["mover"] + i * L.MOVER_WIDTH:]
            row[L.M_CELL], row[L.M_FACING], row[L.M_ALIVE] = start.row * self.compiler.width + start.col, start.facing, 1
            row[L.M_HOME] = row[L.M_CELL]
            row[L.M_ID] = self.scenario.kind(start.agent).first_id
            for column, counter in enumerate(self.scenario.counters):
                if counter.agent == start.agent:
                    n[self.at["counter"] + i * len(self.scenario.counters) + column] = counter.start
        n[self.at["var"]:self.at["count"]] = [variable.start for variable in self.scenario.variables]
        ids, counts = np.unique(self.first_cells(board)[:5 * self.compiler.height * self.compiler.width], return_counts=True)
        n[self.at["count"] + ids] = counts
        return n


    @property
    def outgrown(self) -> bool:
        """Whether typed sentences have made a change wait longer, or can say or wish for more at once, than there is room for."""
        words = len({row[1] for row in self.compiler.code if row[0] == L.SAY})
        return (self.compiler.longest_after > max(0, 64 * (self.ring_words - 1)) or words > self.said_cap
                or len(self.scenario.rules) * self.wishes() > self.queue_cap)

    def dates(self, n: np.ndarray, change: int) -> list[int]:
        """The ticks at which `after` brings a change, as remembered now."""
        ring = n[self.at["after"] + change * self.ring_words:][:self.ring_words]
        if not ring.any():
            return []
        tick = int(n[L.TICK])
        return [date for date in range(tick + 1, tick + 64 * len(ring)) if int(ring[(date >> 6) % len(ring)]) >> (date & 63) & 1]

    # ---- made larger ------------------------------------------------------------------------------------------------
    def moved(self, numbers: np.ndarray, old: dict[str, int]) -> np.ndarray:
        """Numbers laid out by an older `at`, in the present layout; lists of cells have to be made anew.  int64 [B, row]"""
        new = np.zeros((len(numbers), self.row), np.int64)
        new[:, :L.N_HEAD] = numbers[:, :L.N_HEAD]
        starts = list(old.values())
        for (name, start), end in zip(old.items(), starts[1:]):
            if name != "after":
                new[:, self.at[name]:self.at[name] + end - start] = numbers[:, start:end]
        changes = len(self.scenario.changes)
        words = (old["cool"] - old["after"]) // max(1, changes)
        for row, one in zip(numbers, new):
            self.move_dates(row[old["after"]:old["cool"]].reshape(-1, max(1, words)), one[self.at["after"]:self.at["cool"]].reshape(-1, max(1, self.ring_words)),
                            int(row[L.TICK]))
        return new

    @staticmethod
    def move_dates(old: np.ndarray, new: np.ndarray, tick: int) -> None:
        """The dates that wait in rings of bits, in rings of another size."""
        for ring, other in zip(old, new):
            if len(ring) == len(other):
                other[:] = ring
                continue
            for date in range(tick + 1, tick + 64 * len(ring)):
                if len(other) and int(ring[(date >> 6) % len(ring)]) >> (date & 63) & 1:
                    other.view(np.uint64)[(date >> 6) % len(other)] |= np.uint64(1 << (date & 63))


def compiler_is_law(edit: Edit) -> bool:
    from world.scenario import FieldEdit, PropertyEdit, RuleSwitch, Swap
    return isinstance(edit, (PropertyEdit, RuleSwitch, FieldEdit, Swap))
