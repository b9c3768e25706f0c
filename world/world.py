"""World: a batch of worlds of one scenario. Reset, step, observe, peek, snapshot, restore, and what each action would really do."""
from __future__ import annotations

import copy
from typing import Sequence

import numpy as np

from world import layout as L
from world.asked import Numbers, same_map, same_scenario, seed_of, settings_of
from world.compiler import Compiler, unpack_sight
from world.digest import digest
from world.drawing.lands import board_of
from world.engine import Engine, Watch
from world.governed import Governed
from world.kernel import BEGIN, HOLDS, LIVE, REBUILD, outcomes
from world.kernel_view import AHEAD, BOARD, CENTRED, FACTS, pack_frame
from world.law import LawBook, Replay, say
from world.news import History
from world.scenario import UNSEEN, Board, Condition, Edit, Scenario
from world.sight import blur, disguised, seen
from world.tables import SPARE_LAYERS, Tables
from world.types import MILLIONTH, Looks, Observation, Outcomes, Snapshot, Step, endless_chain

AUTORESET = {"none": L.AUTORESET_NONE, "next": L.AUTORESET_NEXT, "same": L.AUTORESET_SAME}


class World(Governed):
    """A batch of worlds of one scenario; each lives as if it were alone.

    `scenario`: one for all worlds, or one for each: the same with other parameters. `seeds`: one for each world. `board`: another map than the scenario's. A map
    that is drawn comes from each world's seed: `boards` has them. `given`: edits that hold from the start, below all law.
    `writers`: whether each cell keeps what wrote it last; None: in batches of at most 16 worlds. `threads`: how many share the work;
    what comes of it is the same with any number.

    Raises:
        ValueError: the scenarios are not one with other parameters, or their worlds are not alike in size; there is no seed, or a wrong one.
        ScenarioError: no map of one of the seeds is as it should be.
    """

    def __init__(self, scenario: Scenario | Sequence[Scenario], seeds: Sequence[int] = (0,), board: Board | None = None, given: tuple[Edit, ...] = (),
                 writers: bool | None = None, threads: int = 1):
        self.seeds = tuple(seed_of(seed) for seed in seeds)
        self.batch = len(self.seeds)
        if not self.batch:
            raise ValueError("a batch has at least one world: give a seed for each")
        self._settings, setting = settings_of(scenario, self.batch)
        scenario = self.scenario = self._settings[0]
        self._own_maps = board is None and any(one.drawing is not None and one.drawing.seed is None for one in self._settings)
        self.boards = tuple(board or board_of(self._settings[at], seed) for at, seed in zip(setting, self.seeds))
        self._own_places = self._own_maps and bool(self.boards[0].places)
        if self._own_places:                                         # sentences speak of places, so each world has tables of its own
            self._settings, setting = [self._settings[at] for at in setting], np.arange(self.batch)
        self.board, self.given = self.boards[0], tuple(given)
        self.shape = self.board.cells.shape[1:]
        compilers = [Compiler(one, self.boards[int(np.argmax(setting == at))]) for at, one in enumerate(self._settings)]
        writers = self.batch <= 16 if writers is None else writers
        self._typed: list[tuple[Edit, ...]] = []                     # sentences typed so far; their sets stand behind those of the changes
        self._typed_words: list[str] = []                            # as they are printed
        self._stone_words = tuple(map(say, scenario.stones))
        self._lawbooks = [LawBook(one, self.given) for one in self._settings]
        several = [start.agent for start in self.board.starts]
        self.movers = tuple(f"{agent} {several[:i].count(agent) + 1}" if several.count(agent) > 1 else agent for i, agent in enumerate(several))
        agents = {agent.name: agent for agent in scenario.agents}
        self._acting = [i for i, agent in enumerate(several) if not agents[agent].written]
        self.learners = tuple(self.movers[i] for i in self._acting)
        self._number = Numbers(self.movers, self.learners)
        self._agent = [agents[agent] for agent in several]
        self._agent_number = [compilers[0].agent_number[agent] for agent in several]
        self._columns = {agent.name: [i for i, counter in enumerate(scenario.counters) if counter.agent == agent.name] for agent in scenario.agents}
        self._actions = {agent.name: compilers[0].actions[i] for i, agent in enumerate(scenario.agents)}
        self._layers = np.array([thing.layer for thing in scenario.things], np.int64)
        self._disguises = np.array([thing.id if thing.looks < 0 else thing.looks for thing in scenario.things], np.uint16)
        self._disguises = self._disguises if any(thing.looks >= 0 for thing in scenario.things) else None
        self._engine = Engine([Tables(one, self.given, SPARE_LAYERS if self.batch <= 16 else 0, writers) for one in compilers], setting, self._acting, threads, list(self.boards) if self._own_maps else None)
        self._news = [History()] * self.batch                        # what befell the law of each world
        self._logs: dict[int, Replay] = {}                            # world -> its log, as far as it has been told
        self._trial: tuple[np.ndarray, ...] | None = None            # room for `outcomes`
        self._take_arrays()
        self._numbers[:, L.SEED] = [seed - (1 << 64) if seed >> 63 == 1 else seed for seed in self.seeds]
        for w in range(self.batch):
            self._engine.ask(w, BEGIN, 1)

    def _take_arrays(self) -> None:
        """The engine's arrays under the names of this class, and where the tables of a world's numbers lie."""
        engine = self._engine
        self._tables, self._cells, self._numbers, self._books = engine.tables[0], engine.cells, engine.numbers, engine.books
        self._compiler = self._tables.compiler
        at = self._tables.at
        self._action_columns = np.array([at["action"] + i for i in self._acting], np.int64)
        self._mover_at, self._stack_at, self._queue_at = at["mover"], at["stack"], at["queue"]

    # ---- copies -----------------------------------------------------------------------------------------------------
    def copy(self) -> World:
        """A batch that goes on exactly as this one would, by itself; what watches this one has a twin that watches it. Also what `copy.deepcopy` makes."""
        return copy.deepcopy(self)

    def __deepcopy__(self, memo: dict) -> World:
        other = object.__new__(type(self))
        memo[id(self)] = other
        other.__dict__.update(self.__dict__)
        other._engine = copy.deepcopy(self._engine, memo)
        other._settings, other._typed, other._news, other._logs, other._trial = list(self._settings), list(self._typed), list(self._news), {}, None
        other._typed_words = list(self._typed_words)
        other._take_arrays()
        return other

    def __getstate__(self) -> dict:
        arrays = ("_tables", "_compiler", "_cells", "_numbers", "_books", "_trial", "_logs")
        return {name: value for name, value in self.__dict__.items() if name not in arrays}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state, _trial=None, _logs={})
        self._take_arrays()

    def _own_tables(self) -> None:
        """Before the tables are changed: they may be a copy's too."""
        self._engine.own()
        self._take_arrays()

    # ---- living -----------------------------------------------------------------------------------------------------
    def step(self, actions, where: np.ndarray | None = None) -> list[Step]:
        """One tick of each world. `actions` int [B, L]: an index into each learner's actions; -1, or any that it has not: it stands still.

        Ended worlds, and those that `where` leaves out, stay as they are and bring nothing.

        Raises:
            ValueError: an action is no whole number.
        """
        lived = self.advance(actions, where)
        return [self._step_of(w) if lived[w] else Step(np.zeros(len(self.learners))) for w in range(self.batch)]

    def advance(self, actions, where: np.ndarray | None = None, autoreset: str = "none") -> np.ndarray:
        """As `step`, without making a Step of each world.  bool [B]: which worlds lived, or began anew. `rewards()` and `status()` tell the rest.

        `autoreset`: "none": an ended world waits for `reset`; "next": instead of its next tick it begins a new episode, which brings nothing;
        "same": it begins a new episode in the tick of its end, of which the rewards and the status are.
        """
        actions = np.asarray(actions)
        if actions.dtype.kind not in "iub" and not (np.isfinite(actions) & (actions == np.rint(actions))).all():
            raise ValueError("an action is a whole number: an index into the learner's actions, or -1")
        self._engine.actions[:] = actions.reshape(self.batch, len(self.learners))
        if self._engine.run(where, AUTORESET[autoreset]):
            self.hear_news()
        return self._engine.lived.astype(np.bool_)

    def watch(self, learner: str, layers: str = "top", frame: int | None = None, facts: bool = True) -> Watch:
        """Arrays that tell from now on what a learner sees and knows in each world: as `observe`, filled by the same call as `advance`.

        Args:
            layers: "top", of each cell the topmost id; "all", five layers.
            frame: from `kernel_view.pack_frame`; None: a window about the learner as large as its sight, or the board if it sees all.
            facts: whether it is told besides where it is and what it has.
        """
        number = self._number[learner]
        agent = self._agent[number]
        if frame is None:
            sight = agent.sees
            frame = pack_frame(BOARD, *self.shape) if sight.rows is None else pack_frame(AHEAD if sight.ahead else CENTRED, sight.rows, sight.cols)
        known = FACTS + len(self._columns[agent.name]) + len(self.observe(learner).reads) if facts else 0
        return self._engine.watch(number, 1 if layers == "top" else 5, frame, int(known))

    def rewards(self) -> np.ndarray:
        """What the last tick brought to each learner of each world.  float64 [B, L]"""
        return self._engine.reward.copy()

    def paid(self, world: int = 0) -> np.ndarray:
        """What the last tick brought to each mover, creatures included, in millionths.  int64 [M]"""
        start = self._tables.at["reward"]
        return self._numbers[world, start:start + len(self.movers)].copy()

    def status(self) -> np.ndarray:
        """How the last tick left each world: 0 going on, 1 terminated, 2 truncated.  uint8 [B]"""
        return self._engine.status.copy()

    def ticks(self) -> np.ndarray:
        """How many ticks each world has lived.  int64 [B]"""
        return self._numbers[:, L.TICK].copy()

    def tick_of(self, world: int = 0) -> int:
        """How many ticks one world has lived."""
        return self._numbers.item(world, L.TICK)

    def end_word(self, world: int = 0) -> str:
        """The word of the `end WORD` that terminated the last episode of a world, also where the next has begun since."""
        return self._compiler.words[self._numbers[world, L.WORD]]

    def ended(self) -> np.ndarray:
        """Which worlds have ended and wait for `reset`.  bool [B]"""
        return self._numbers[:, L.ENDED] != L.ENDED_NOT

    def _step_of(self, w: int) -> Step:
        n = self._numbers[w]
        said, notices = (), ()
        if n[L.SAID]:
            said = tuple(self._compiler.words[i] for i in n[self._tables.at["said"]:self._tables.at["said"] + n[L.SAID]])
        if n[L.NOTICE] & L.NOTICE_CHAIN:
            late = n[self._tables.at["chain"]:] if n[L.LATE] == n[L.TICK] else np.zeros(self._compiler.rule_words, np.int64)
            notices += (endless_chain([rule.name for i, rule in enumerate(self.scenario.rules) if late[i >> 6] >> (i & 63) & 1]),)
        if n[L.NOTICE] & L.NOTICE_FULL:
            notices += ("more happened in this tick than there is room for",)
        return Step(self._engine.reward[w].copy(), bool(n[L.ENDED] == L.ENDED_TERMINATED), bool(n[L.ENDED] == L.ENDED_TRUNCATED), self._ending(n), said, notices)

    def _ending(self, n: np.ndarray) -> str | None:
        if n[L.ENDED] == L.ENDED_NOT:
            return None
        return "time" if n[L.ENDED] == L.ENDED_TRUNCATED else self._compiler.words[n[L.WORD]]

    def hear_news(self) -> None:
        """Take what befell the law in this tick into the log; for whoever runs the engine by itself."""
        self._hear_news(np.flatnonzero((self._engine.lived != 0) & (self._numbers[:, L.NEWS] > 0)))

    def _hear_news(self, worlds: np.ndarray) -> None:
        """Take what befell the law of these worlds in this tick into the log."""
        start = self._tables.at["news"]
        for w in worlds:
            n = self._numbers[w]
            self._news[w] = self._news[w].and_then(n[start:start + min(int(n[L.NEWS]), self._tables.news_cap) * L.NEWS_WIDTH])

    def reset(self, where: np.ndarray | None = None) -> None:
        """A new episode for worlds that have ended, or for those that `where` (bool [B]) names. The tick goes on; the law as `laws:` says."""
        for w in np.flatnonzero(self.ended() if where is None else np.asarray(where, np.bool_)):
            self._numbers[w, L.NEWS] = 0
            self._engine.ask(int(w), BEGIN)
            if self._numbers[w, L.NEWS]:
                self._hear_news([w])
            self._engine.look([int(w)])

    def renew(self, seeds: dict[int, int]) -> None:
        """A new life for some worlds, {world: its seed}: as if they had just been made with that seed.

        Raises:
            ValueError: a seed is wrong; then nothing has changed.
        """
        seeds = {w: seed_of(seed) for w, seed in seeds.items()}
        own = list(self.seeds)
        for w, seed in seeds.items():
            own[w] = seed
            self._news[w] = History()
            if self._own_maps:
                board = board_of(self._settings[self._engine.setting[w]], seed)
                self.boards = (*self.boards[:w], board, *self.boards[w + 1:])
                if self._own_places:
                    tables = Tables(Compiler(self._settings[w], board), self.given, self._tables.spare, writers=self._tables.writers)
                    for edits in self._typed:
                        tables.compiler.add_set(edits)
                    self._engine.replace(w, tables)
                    self._take_arrays()
                self._engine.take_board(w, board)
            self._engine.bear(w)
            self._numbers[w, L.SEED] = seed - (1 << 64) if seed >> 63 == 1 else seed
            self._engine.ask(w, BEGIN, 1)
        self._engine.look(seeds)
        self.seeds = tuple(own)

    # ---- seeing -----------------------------------------------------------------------------------------------------
    def looks(self, learner: str) -> Looks:
        """What an agent can tell by sight about each thing, and its own actions and counters."""
        agent, things = self._agent[self._number[learner]], self.scenario.things
        values = {value: i + 1 for i, value in enumerate(self._compiler.values)}
        shown = [next((value for name, value in thing.values if name == "colour"),
                      next((value for name, value in thing.values if name != "facing"), None)) for thing in things]
        own = [self.scenario.counters[i] for i in self._columns[agent.name]]
        return Looks(tuple(thing.name for thing in things), np.array([thing.layer for thing in things], np.int8),
                     np.array([self._compiler.kind_number.get(thing.kind, -1) + 1 for thing in things], np.int16),
                     np.array([values.get(value, 0) for value in shown], np.int16), np.array([thing.facing for thing in things], np.int8),
                     self._actions[agent.name], tuple(counter.name for counter in own), np.array([counter.thing for counter in own], np.int16),
                     tuple(self.shape), self._reads(agent))

    def _reads(self, agent) -> tuple[str, ...]:
        """What an agent reads, by name: variables, and each law that can change."""
        laws = self._tables.laws.names
        return tuple(name for word in agent.reads for name in (laws if word == "laws" and word not in self._compiler.variable_number else [word]))

    def observe(self, learner: str, world: int = 0) -> Observation:
        """All that one agent may know now. One that is not on the board sees nothing and is at (-1, -1)."""
        number = self._number[learner]
        agent, n, start = self._agent[number], self._numbers[world], self._tables.at
        cell, facing, alive = (int(value) for value in n[start["mover"] + number * L.MOVER_WIDTH:][:3])
        row, col = divmod(cell, self.shape[1])
        cells = self._layers_of(world)
        if alive:
            book = self._books[n[L.BOOK]]
            at = self._compiler.book_at["agent"] + self._agent_number[number] * (L.A_ACTION + self._compiler.most_actions)
            packed = int(book[at + L.A_SEES])
            if packed == 0:
                view = cells.astype(np.uint16, order="C")
            else:
                view = seen(cells, row, col, facing, unpack_sight(packed), self._opaque(book, self._agent[number].name), self.scenario.edge == "wrap")
            if self._disguises is not None:
                view = disguised(view, self._disguises, self._layers)
            noise = int(book[at + L.A_SIGHT_NOISE])
            if noise:
                blur(view.reshape(5, -1), self._layers, noise, n[L.SEED], n[L.TICK], number, cell)
        else:
            row = col = -1
            view = np.full(cells.shape, UNSEEN, np.uint16)
        first = start["counter"] + number * len(self.scenario.counters)
        own = self._tables.own_reads[self._agent_number[number]][1:]
        laws = self._engine.tables[n[L.SETTING]].laws.read(self._books[n[L.BOOK]]) if any(i >= len(self.scenario.variables) for i in own) else []
        known = [*n[start["var"]:start["count"]], *laws]
        return Observation(view, row, col, facing, n[[first + i for i in self._columns[agent.name]]].astype(np.int32), np.array([known[i] for i in own], np.int32),
                           bool(n[L.ANNOUNCED]), bool(n[L.EPISODE_TICK] == 0))

    def _opaque(self, book: np.ndarray, agent: str) -> np.ndarray:
        """The ids that block an agent's sight.  bool [N]"""
        c = self._compiler
        id = self.scenario.kind(agent).first_id
        masks = book[:c.book_at["rule"]].reshape(len(c.properties), c.ids, c.words64)[L.OPAQUE]
        return (masks[:, id >> 6] >> (id & 63) & 1).astype(np.bool_)

    # ---- the whole truth --------------------------------------------------------------------------------------------
    def snapshot(self, world: int = 0) -> Snapshot:
        """The full truth of one world, from which `restore` goes on exactly."""
        n, start = self._numbers[world], self._tables.at
        width = self.shape[1]
        rows = n[start["mover"]:start["counter"]].reshape(-1, L.MOVER_WIDTH)
        movers = np.stack([rows[:, L.M_CELL] // width, rows[:, L.M_CELL] % width, rows[:, L.M_FACING], rows[:, L.M_ALIVE]], axis=1).astype(np.int32)
        counters = n[start["counter"]:start["var"]].reshape(len(rows), len(self.scenario.counters)).astype(np.int32)
        kept = (n[:self._tables.size].copy(), self._cells[world].copy(), tuple(self._typed), self._news[world], dict(start, end=self._tables.size),
                self._settings[self._engine.setting[world]], self.boards[world])
        return Snapshot(self._layers_of(world).astype(np.uint16, order="C"), movers, counters,
                        n[start["var"]:start["count"]].astype(np.int32), int(n[L.TICK]), int(n[L.EPISODE]), int(n[L.EPISODE_TICK]), int(n[L.VERSION]),
                        self._standing(n), self._ending(n), kept)

    def _layers_of(self, world: int) -> np.ndarray:
        """What stands in each layer: a view.  uint16 [5, H, W]"""
        return self._cells[world, :5 * self.shape[0] * self.shape[1]].reshape(*self.shape, 5).transpose(2, 0, 1)

    def restore(self, snapshot: Snapshot, world: int = 0) -> None:
        """Go back to a moment: from here the world goes on as it did then, with the seed it had then.

        A snapshot of another world of this scenario will do. Where each world has a map of its own, it takes over that of the snapshot, for later episodes too.

        Raises:
            ValueError: the snapshot was not made by `snapshot`, or is of another scenario, of other parameters, or of a map that this world cannot have.
        """
        if snapshot.kept is None:
            raise ValueError("this snapshot holds only what can be seen of a world; restore needs one that `snapshot` made")
        numbers, cells, typed, news, at, scenario, board = snapshot.kept
        if not same_scenario(scenario, self._settings[self._engine.setting[world]]):
            raise ValueError("this snapshot is of a world with other parameters")
        if not same_map(board, self.boards[world]):
            if not self._own_maps or self._own_places:
                raise ValueError("this snapshot is of a world on another map; a World with that seed and map can go on from it")
            self.boards = (*self.boards[:world], board, *self.boards[world + 1:])
            self._engine.take_board(world, board)
        renumbered = {}
        for i, edits in enumerate(typed):
            if i >= len(self._typed) or self._typed[i] != edits:
                renumbered[len(self.scenario.changes) + i] = self._add_typed(edits)
        while at["end"] > self._tables.size:
            self._grow()
        n = self._numbers[world]
        first = n[L.FIRST]
        if numbers[L.SEED] != n[L.SEED]:
            self.seeds = (*self.seeds[:world], int(numbers[L.SEED]) % (1 << 64), *self.seeds[world + 1:])
        n[:self._tables.row] = self._tables.moved(numbers[None], at)[0]
        n[L.SETTING], n[L.FIRST] = self._engine.setting[world], first
        common = min(len(cells), self._cells.shape[1])               # the other may keep what wrote its cells, or not
        self._cells[world] = 0
        self._cells[world, :common] = cells[:common]
        self._news[world] = news
        for row in self._stack(n):
            row[L.L_SET] = renumbered.get(int(row[L.L_SET]), row[L.L_SET])
        for at in range(self._queue_at, self._queue_at + int(n[L.QUEUED])):
            number = int(n[at]) // L.Q_SORTS % L.SET_BASE
            n[at] += (renumbered.get(number, number) - number) * L.Q_SORTS
        if renumbered:
            self._news[world] = news.renumbered(renumbered)
        self._engine.ask(world, REBUILD)
        self._engine.look([world])

    def digest(self, world: int = 0) -> str:
        """16 hex digits: equal for equal worlds."""
        return digest(self.snapshot(world))

    def peek(self, actions, world: int = 0) -> Snapshot:
        """What this tick would bring; touches nothing. `actions` int [L]."""
        own = len(self._settings) + world
        numbers, cells, book, news = self._numbers[world].copy(), self._cells[world].copy(), self._books[own].copy(), self._news[world]
        if numbers[L.ENDED] == L.ENDED_NOT:
            self._numbers[world, self._action_columns] = np.asarray(actions, np.int64).reshape(-1)
            self._engine.ask(world, LIVE)
            if self._numbers[world, L.NEWS]:
                self._hear_news([world])
        ahead = self.snapshot(world)
        self._numbers[world], self._cells[world], self._books[own], self._news[world] = numbers, cells, book, news
        return ahead

    def outcomes(self, learner: str, world: int = 0) -> Outcomes:
        """What each action of a learner would really do this tick, from each cell where it could stand. Touches nothing."""
        number, (height, width) = self._number[learner], self.shape
        actions, size = len(self._actions[self._agent[number].name]), height * width
        engine, settings = self._engine, len(self._settings)
        wide = self._numbers.shape[1]
        if self._trial is None or self._trial[0].shape[1] != wide:
            self._trial = (np.zeros((2, wide), np.int64), np.zeros((2, 12 * size), np.uint16), np.zeros((settings + 1, self._books.shape[1]), np.int64))
        numbers, cells, books = self._trial
        numbers[0], cells[0, :self._cells.shape[1]] = self._numbers[world], self._cells[world]
        books[:settings] = self._books[:settings]
        result = np.full((size + 1, actions, 14), -1, np.int64)
        outcomes(engine.h[engine.setting[world]], books, numbers, cells, engine.scratch[0], settings, number, result)
        rows = result[1:].reshape(height, width, actions, 14)
        stands = rows[..., 0, 0] >= 0
        landing = np.where(stands[..., None], rows[..., 0], -1).astype(np.int32)
        reward = np.where(stands[..., None], rows[..., 1] * MILLIONTH, 0).astype(np.float32)
        return Outcomes(landing, rows[..., 2:].reshape(height, width, actions, 4, 3).astype(np.int32), reward)

    def holds(self, condition: Condition, world: int = 0) -> bool:
        """Whether a condition about nobody in particular is true now: `ant at x3 y1`, `no gem left`."""
        self._own_tables()
        tables = self._engine.tables[self._engine.setting[world]]
        c = tables.compiler
        before = len(c.code), len(c.nouns), len(c.data)
        start = c.conditions((condition,))
        if before != (len(c.code), len(c.nouns), len(c.data)):
            tables.assemble()
            self._engine.assemble()
        return bool(self._engine.ask(world, HOLDS, start))

    def _grow(self) -> None:
        """More room in the stack of law."""
        self._engine.grow()
        self._take_arrays()

    # ---- for who looks at a scenario from outside -----------------------------------------------------------------
    def fired(self) -> np.ndarray:
        """How often each rule has fired, in all worlds together, trials included.  int64 [rules]"""
        start = self._tables.scratch_at["fired"]
        return sum(scratch[start:start + len(self.scenario.rules)] for scratch in self._engine.scratch)

    def bytes_per_world(self) -> int:
        """What one world takes: its cells, its numbers, and a book of law of its own, as it has when a law has changed.  int"""
        return int(self._cells[0].nbytes + self._numbers[0].nbytes + self._books[0].nbytes)

    # ---- for people -------------------------------------------------------------------------------------------------
    def writers(self, world: int = 0) -> np.ndarray:
        """What wrote each cell last; `writer_name` names it.  uint16 [H, W]

        Raises:
            ValueError: this batch does not keep it; `World(..., writers=True)` does.
        """
        if not self._tables.writers:
            raise ValueError("this batch does not keep what wrote each cell last; a World made with writers=True does")
        size = self.shape[0] * self.shape[1]
        return self._cells[world, 6 * size:].reshape(self.shape).copy()

    def writer_name(self, writer: int) -> str:
        """"rule fell", "move of ant", "change thaw", "carried"; "" for a cell that nobody has written."""
        writer = int(writer)
        if writer <= 0:
            return ""
        if writer >= L.WRITER_CARRIED:
            return "carried"
        if writer >= L.WRITER_CHANGE:
            return f"change {self._set_name(writer - L.WRITER_CHANGE)}"
        if writer >= L.WRITER_MOVE:
            return f"move of {self.movers[writer - L.WRITER_MOVE]}"
        return f"rule {self.scenario.rules[writer - L.WRITER_RULE].name}"

    def text(self, world: int = 0) -> str:
        """The board in letters: of each cell the first letter of its topmost thing, an agent's in capitals; `.` floor, `#` wall."""
        cells = self._layers_of(world)
        def letter(row: int, col: int) -> str:
            for layer in (3, 4, 2, 1, 0):
                thing = self.scenario.things[cells[layer, row, col]]
                if thing.id and thing.kind in ("floor", "wall"):
                    return {"floor": ".", "wall": "#"}[thing.kind]
                if thing.id:
                    return thing.kind[0].upper() if layer == 3 else thing.kind[0]
            return "."
        return "\n".join("".join(letter(row, col) for col in range(self.shape[1])) for row in range(self.shape[0]))
