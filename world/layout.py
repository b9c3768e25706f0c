"""Where everything lies in the flat arrays that the compiled kernel reads: numbers for names, nothing else.

`h` (int64) is all that the scenario says and that never changes in a tick: sizes, tables of things, nouns, triggers, byte code, patches.
`book` (int64) is the law in force. `n` (int64) is one world's numbers, `k` (int64) scratch of one thread.
`c` (uint16) is one world's cells, cell by cell: what stands in (cell, layer) is `c[cell * 5 + layer]`, the topmost thing of a cell `c[5 * HW + cell]`, and
what wrote it last `c[h[H_WRITERS] + cell]`, where that is kept. Only `lay` and `write` of the kernel's base change them.
An H_ name is an index into `h`; where it names a table, `h[H_NAME]` is where that table begins. B_, N_ and K_ offsets also stand in `h`,
since they depend on the scenario's sizes: the book's rule table begins at `book[h[B_RULE]]`.
"""
from __future__ import annotations

import numpy as np

# ---- h: sizes and settings ------------------------------------------------------------------------------------------
(H_H, H_W, H_HW, H_IDS, H_WORDS, H_MOVERS, H_COUNTERS, H_VARS, H_RULES, H_CHANGES, H_AGENTS, H_KINDS, H_PROPS, H_RULE_WORDS,
 H_EDGE, H_CLASH, H_EPISODE, H_SAID_CAP, H_FLOOR, H_ACTIONS, H_ATTRS, H_NOUN_WIDTH, H_STACK_CAP, H_QUEUE_CAP, H_EVENT_CAP,
 H_PRIM_CAP, H_INSTANCE_CAP, H_GIVEN_APPLIED, H_GIVEN_DONE, H_TRACE_CAP, H_TYPED_KEY) = range(31)
# tables of things, by id
(H_LAYER, H_KIND, H_FACING, H_TURN, H_ATTR, H_AGENT_OF) = range(31, 37)
# by mover, by agent, by counter, by variable, by rule, by change
(H_MOVER_AGENT, H_MIND, H_COUNTER, H_COUNTER_COLUMN, H_VARIABLE, H_RULE_KEYS, H_CHANGE, H_ACTION_OWN,
 H_COUNTER_AGENT) = range(37, 46)
# what grows when a person types a sentence
(H_NOUN, H_TRIGGER, H_CODE, H_PATCH, H_SET, H_DATA) = range(48, 54)
# offsets into book, n, k
(B_PROP, B_RULE, B_KIND, B_AGENT, B_CHANGE, B_SUBJECT, B_OBJECT, B_FLAGS, B_SIZE) = range(54, 63)
(N_MOVER, N_COUNTER, N_VAR, N_COUNT, N_TIMES, N_DUE, N_RULE_DUE, N_AFTER, N_COOL, N_WAS_TRIGGER, N_WAS, N_CHANGE_WAS, N_STACK,
 N_QUEUE, N_REWARD, N_SAID, N_NEWS, N_ACTION, N_SIZE) = range(63, 82)
(K_WHO, K_EVENTS, K_TRIES, K_GOER, K_CHAIN, K_GOER_AT, K_CLAIM, K_PRIM, K_INSTANCE, K_DISTANCE, K_FIFO, K_INTENT, K_MEANING,
 K_TRACE, K_WORK, K_WRITTEN, K_NEXT, K_SIZE) = range(82, 100)
# the addresses of the kernel's parts: room for 28
H_CALLS = 172
(CALL_HOLDS, CALL_EFFECT, CALL_CARRY_OUT, CALL_WORK_OFF, CALL_EACH, CALL_GO_ROUND, CALL_COLLECT, CALL_ACT, CALL_LAW, CALL_REBUILD, CALL_LOOK,
 CALL_LISTS, CALL_DERIVE, CALL_TICK, CALL_NEXT_DUE, CALL_SHOW, CALL_ELSEWHERE, CALL_SEND_ON) = range(18)
# whether the scenario has any clock among its rules, and any condition to watch
H_CLOCKS, H_TURNS = 112, 113
H_NEWS_CAP = 114                                         # room for what befalls the law in one tick
H_WRITERS = 115                                          # where in c it stands what wrote each cell last; 0: that is not kept
H_READS = 116                                            # by agent: how many variables it reads, and which
N_CHAIN = 117                                            # the rules that ran late in a chain of events, if n[LATE] is this tick: words of bits
K_FIRED = 118                                            # by rule: how often it has fired in the worlds of this thread
H_LAWS_RESET = 124                                       # whether a new episode drops the layers of law
H_SETTINGS = 125                                         # how many base books there are
H_GOER_CAP = 126                                         # so many can go at once
K_ASKED = 127                                            # the properties that facts about `something P` ask for
H_PER_WIDTH = 119                                        # 2**40 / width, rounded up: (cell * this) >> 40 is the row of a cell
H_LEARNERS_ONLY = 120                                    # whether all movers are learners
B_QUIET = 121                                            # in the book, by id: bits QUIET_...; then what notes them needs
N_AROUND = 128                                           # as N_TOUCHED: cells where something has changed that matters to those around too
K_STONE = 129                                            # by cell: which tablet has been followed there
# 122, 123 and 130 .. 145 are free
H_LOOKS = 146                                            # by id: what agents take it for; 0: nothing is disguised
H_MOVES, H_DOWN, K_NEAR = 147, 148, 149                  # in how many directions agents go; where things fall; scratch: a distance for each direction
# lists of cells: how many rules have one, (rule, whether it asks for properties) of each, the list of each rule or -1; by id what lists it matters to (0:
# no lists at all); words of 64 cells, and those with the words that sum them up; where in n the bitmaps stand (0: none such), and where all ends; where in
# the book the rules that begin with `each` stand by id; scratch
(H_SLOTS, H_SLOT, H_SLOT_OF, H_WATCHED, H_BIT_WORDS, H_BITS, N_TOUCHED, N_ANY,
 N_LISTED, N_CARRIED, N_ON, N_FALLS, N_ROW, B_EACH, K_LOOK, K_ORDER) = range(150, 166)
# tablets: how many sentences they can make, a row for each, by id what stands on it, by noun and property and sign the sentence's number, their layer,
# and the first and last of their ids. How many tablets a world remembers to see whether one moved
(H_STONES, H_STONE, H_WORD, H_SENTENCE, H_STONE_NOUNS, H_STONE_PROPERTIES, H_TABLET_LAYER, H_TABLET_LOW, H_TABLET_HIGH, H_TABLET_CAP) = range(200, 210)
N_VOTE, N_STONE, N_TABLET = range(210, 213)              # yes by mover and change; words of bits: sentences read, sentences held; tablets as last read
H_VOTES, H_READ_WIDTH, H_LAW = range(213, 216)           # whether anything is voted on or refused; width of a row of H_READS; the laws that can be read
H_SIZE = 216
ST_PROPERTY, ST_NOUN, ST_HOLDS, ST_ALLOWED, STONE_WIDTH = range(5)
WD_NONE, WD_IS, WD_NOT, WD_NOUN, WD_PROPERTY = range(5)  # + WORD_SORTS * number
WORD_SORTS = 8
# a law as an agent reads it, in one number
LR_SORT, LR_A, LR_B, LR_C, LAW_WIDTH = range(5)
LR_FACT, LR_RAW, LR_CHANCE, LR_SPEED, LR_SIGHT, LR_LISTED = range(6)

WALL, WRAP, OPEN = range(3)                              # H_EDGE
RANDOM, ORDER, NONE = range(3)                           # H_CLASH

# ---- n: the head, then tables ---------------------------------------------------------------------------------------
# SETTING: which row of h, and which base book; BOOK: the row of the book in force; FIRST: which first numbers and cells its episodes begin with;
# WAKE: the first tick that must be lived the whole way; DUE: the first tick at which a clock may strike
(TICK, EPISODE_TICK, WAKE, ENDED, SETTING, BOOK, SEED, VERSION, EPISODE, WORD, DEPTH, QUEUED, ANNOUNCED, SAID, NEWS, NOTICE, LATE, FIRST, DUE) = range(19)
N_HEAD = 24
# one mover: its cell, the way it faces, whether it lives, the id it took last, its patrol's leg, where it was when pairs were last looked at (-1 if
# nowhere), its id, whether it left over an open edge, its home, 1 + the sticky cell that it has tried to leave once
M_CELL, M_FACING, M_ALIVE, M_TOOK, M_LEG, M_MET, M_ID, M_LEFT, M_HOME, M_STUCK, MOVER_WIDTH = range(11)
# one layer of law in force
L_SET, L_SINCE, L_LAPSE, L_BY, LAYER_WIDTH = range(5)
# what waits for step 0, in one number: ((by + BY_SHIFT) * SET_BASE + set) * Q_SORTS + what to do
Q_APPLY, Q_UNDO, Q_LAPSE, Q_SORTS = range(4)
SET_BASE = 1 << 20
BY_SHIFT = 8
# what befell the law in this tick
NW_SORT, NW_SET, NW_BY, NW_LAPSE, NW_TICK, NW_VERSION, NEWS_WIDTH = range(7)
# PAID: who paid for a change (set) how much (lapse); it is enacted in a later tick. MADE, BROKEN: a sentence on tablets (set is its number there).
# REFUSED: what an agent would do to an entrenched law; BARRED: what a stone would. FALLEN: all layers, at a new episode
(NEWS_ENACTED, NEWS_LAPSED, NEWS_UNTIL, NEWS_UNDONE, NEWS_STRUCK, NEWS_PAID, NEWS_MADE, NEWS_BROKEN, NEWS_REFUSED, NEWS_BARRED, NEWS_FALLEN) = range(11)
VOTE_TICKS = 10                                          # a yes counts in its tick and in the nine that follow
BY_CLOCK, BY_TRIGGER, BY_PERSON, BY_GIVEN, BY_STONE, BY_EPISODE = -1, -2, -3, -4, -5, -6
NEVER_DUE = 1 << 62
BY_RULE = 1 << 20                                        # + index of the rule; movers are 0, 1, 2 ...
BY_VOTE = 1 << 22                                        # + how many voted * VOTE_BASE + the first of them
VOTE_BASE = 1 << 13
ENDED_NOT, ENDED_TERMINATED, ENDED_TRUNCATED = range(3)
WORD_NONE = -1
NOTICE_CHAIN, NOTICE_FULL = 1, 2
MOST_NUMBER = (1 << 31) - 1                              # variables and counters go no further, up or down

# behind a world's numbers, from h[N_SIZE] on: how good the lists of cells are, then by list a rule's trigger and local conditions when it was made, then bitmaps
LISTS_STALE, LISTS_LAW, LISTS_GOOD = range(3)            # to be made anew; good if the law has not changed a rule of theirs; good
# what a thing matters to: to rules that begin with `each`, in its cell or in those around; as what carries or is carried, as what is on something or has
# something on it, as what falls
ROWS_EACH, ROWS_BELT, ROWS_CARRIED, ROWS_HEARER, ROWS_HEARD, ROWS_FALLS, ROWS_AROUND = 1, 2, 4, 8, 16, 32, 64

# who wrote a cell last
WRITER_RULE, WRITER_MOVE, WRITER_CHANGE, WRITER_CARRIED = 1, 10_000, 20_000, 32_000

# ---- the book -------------------------------------------------------------------------------------------------------
# a rule: R_LOCAL and R_COMMON are parts of its `if` (world/lists.py); R_LEAP, where in the data the coins of a rare chance stand (world/leaps.py), or -1
R_ON, R_TRIGGER, R_IF, R_LOCAL, R_COMMON, R_CHANCE, R_LEAP, R_DO, RULE_WIDTH = range(9)
KD_BACKWARD, KD_SPEED, KD_STRENGTH, KD_NOISE, KIND_WIDTH = range(5)
A_SEES, A_SPEED, A_REACH, A_NOISE, A_SIGHT_NOISE, A_ACTION = range(6)
(X_CHANCE, X_COST, X_COST_COUNTER, X_COOLDOWN, X_TIMES, X_LOW, X_HIGH, X_EVERY, X_EVERY_HIGH, X_GEOMETRIC, X_AFTER, X_AFTER_TICKS, X_WHEN, X_UNTIL,
 X_ANNOUNCE, X_MOMENTS, X_MOMENT_COUNT, CHANGE_WIDTH) = range(18)
(F_EACH, F_MEETS, F_ON_MOVERS, F_ON_THINGS, F_CONVEYS, F_SLIPPERY, F_TRIES, F_QUIET, F_RESTLESS, F_ONE_WAY, F_PULLS, F_STICKY, F_FALLS, F_PORTALS, F_NOISE,
 F_WIDTH) = range(16)
# of a thing, when ticks are quiet: agents walk over it, or are stopped by it, without any consequence; it is a ground; using it comes to nothing; while it
# is on the board no tick is quiet
QUIET_PLAIN, QUIET_STOPS, QUIET_GROUND, QUIET_USE, QUIET_RESTLESS = 1, 2, 4, 8, 16
SPEED_BASE = 1 << 16                                     # cells per ticks, packed: cells * SPEED_BASE + ticks
# sight, packed: rows + cols * 2**10 + ahead * 2**20 + line of sight * 2**21; rows 0: everything
SIGHT_BASE = 1 << 10

# ---- static rows ----------------------------------------------------------------------------------------------------
RULE_KEY, RULE_PLACE, RULE_RANDOM, RULE_EVERY, RULE_AT, RULE_LEAP, RULE_KEYS = range(7)
# what a law cannot set of a change: keys of its dice, the changes that it picks from, whether it is voted on and by which agents (bits), whether agents
# are refused it, and where in N_AFTER the dates stand that `after` brings (bits, by tick), over how many words
(CH_KEY, CH_EVERY_KEY, CH_AT_KEY, CH_FOR_KEY, CH_RANDOM_KEY, CH_PICK_KEY, CH_PICKS, CH_PICK_COUNT, CH_WEIGHTS, CH_VOTE, CH_BY, CH_REFUSED, CH_RING,
 CH_RING_WORDS, CH_WIDTH) = range(15)
C_START, C_MOST, C_THING, COUNTER_WIDTH = range(4)
V_START, V_WORDS, V_WAYS, VARIABLE_WIDTH = range(4)
MIND_SORT, MIND_NOUN, MIND_LIST, MIND_LENGTH, MIND_WIDTH = range(5)
OUTSIDE, STILL, WANDER, STRAIGHT, CHASE, FLEE, PATROL, SCRIPT = range(8)
# a noun: words of its mask of ids, then these
NN_PROPERTY, NN_RELATION, NN_SAME, NN_FACING, NN_NOTHING, NN_LAYERS, NN_LOWEST, NN_PLAIN, NOUN_EXTRA = range(9)
T_SORT, T_SUBJECT, T_OBJECT, T_VERB, T_WORD, T_LOW, T_HIGH, TRIGGER_WIDTH = range(8)
T_EVENT, T_BECOMES, T_EACH, T_CLOCK, T_MOMENT = range(5)
MOMENT_LIFE, MOMENT_EVERY, MOMENT_EPISODE = range(3)
VERBS = ("tries", "enters", "leaves", "bumps", "pushes", "uses", "meets", "is on", "does")
(TRIES, ENTERS, LEAVES, BUMPS, PUSHES, USES, MEETS, IS_ON, DOES) = range(9)
N_VERBS = 9
CLOCK_RULE = 9                                           # not an event: a rule whose clock or condition has come
SET_START, SET_COUNT, SET_CODE, SET_ENTRENCHED, SET_WIDTH = range(5)
PATCH_SET, PATCH_SWAP, PATCH_PROPERTY, PATCH_KEEP = range(4)
PATCH_WIDTH = 6

# ---- byte code ------------------------------------------------------------------------------------------------------
CODE_WIDTH = 6
NEGATED = 5                                              # column of a condition's row
END = 0
(BESIDE, HERE, TOWARD, WITHIN, STANDS_ON, STANDS_AT, HAS, COUNTER, VARIABLE, EXISTS, COUNT, RULE_IS, TICK_IS, SEES) = range(1, 15)
(BECOME, REMOVE, PUT, TURN, HOME, THROUGH, STOP, TAKE, GAIN, SET_VARIABLE, REWARD, FINISH, APPLY, UNDO, SAY,
 PUT_AT, CLEAR, EVERY_BECOMES, UNDO_NEWEST, PICK, MOVE, SWAP_PLACES, LAY_DOWN) = range(20, 43)
TO_IT, TO_THEM, TO_NOBODY = -1, -2, -3                   # targets; a noun's number otherwise
COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")
PUT_HERE, PUT_AHEAD, PUT_BEHIND, PUT_BESIDE, PUT_AROUND, PUT_ANYWHERE, PUT_TO, PUT_PLACE = range(8)
WHERES = ("here", "ahead", "behind", "beside", "around", "anywhere", "to", "at")
MOVE_TO, MOVE_VARIABLE, MOVE_AHEAD, MOVE_BEHIND, MOVE_RANDOMLY, MOVE_TOWARD, MOVE_AWAY, MOVE_PLACE = range(8)
MOVE_WHERES = ("to", "variable", "ahead", "behind", "randomly", "toward", "away", "at")
TURN_LEFT, TURN_RIGHT, TURN_BACK, TURN_RANDOMLY = range(4)
TURNS = ("left", "right", "back", "randomly")
SET_TO, SET_PLUS, SET_MINUS, SET_CYCLES, SET_RANDOM = range(5)
SETS = ("=", "+=", "-=", "cycles", "random")

# what an effect does, worked out: sort and three numbers
(P_CELL, P_KILL, P_FACE, P_MOVE, P_TAKE, P_GAIN, P_VARIABLE, P_REWARD, P_END, P_APPLY, P_UNDO, P_SAY, P_SWAP, P_TELL, P_FOLLOW) = range(15)
PRIM_WIDTH = 4

# what an action means: 0 .. 7 to go that way, or
A_WAIT, A_USE, A_TAKE, A_DROP, A_FORWARD, A_TURN_LEFT, A_TURN_RIGHT, A_WORD, A_BUY, A_DROP_THING = 8, 9, 10, 11, 12, 13, 14, 100, 10_000, 20_000
PROPERTY_NAMES = ("solid", "pushable", "pulled", "slippery", "conveyor", "one-way", "portal", "falling", "sticky", "opaque")
SOLID, PUSHABLE, PULLED, SLIPPERY, CONVEYOR, ONE_WAY, PORTAL, FALLING, STICKY, OPAQUE = range(10)

# ---- k: the head, then tables ---------------------------------------------------------------------------------------
(STAMP, GOERS, PRIMS, PRIM_FROM, VETO, CAUSED, TRACES, CAUSING, STRIDE_FROM, INSTANCES,
 C_DOER, C_DOER_CELL, C_DOER_LAYER, C_DOER_ID, C_IT, C_IT_CELL, C_IT_LAYER, C_IT_ID, C_SUBJECT, C_OBJECT, C_EACH, C_RULE, C_PLACE,
 C_PLACE_KEY, C_RANDOM_KEY, C_WRITER, C_BUMPED, C_VERB, BOUND_MOVER, BOUND_CELL, BOUND_LAYER, LEAPS, OVERFULL,
 COUNTED_AT, COUNTED_NOUN, COUNTED) = range(36)
K_HEAD = 40
(E_VERB, E_DOER, E_DOER_CELL, E_DOER_LAYER, E_DOER_ID, E_IT, E_IT_CELL, E_IT_LAYER, E_IT_ID, E_SINCE, E_EXTRA, E_CAUSED,
 EVENT_WIDTH) = range(13)
(G_MOVER, G_CELL, G_LAYER, G_ID, G_WAY, G_TARGET, G_STATE, G_BUMP_CELL, G_BUMP_LAYER, G_LENGTH, G_PULLED, G_WAITS, G_LEAVES, G_KEY, G_ORDER,
 GOER_WIDTH) = range(16)
GO, FAILED, DROPPED = range(3)
TRACE_WIDTH = 4                                          # from, to, layer, round; the round of one that an effect moved is negative
STOPPED, HELD = 8, 16                                    # of K_INTENT: a move failed or was forbidden; held by something sticky
WORK_WIDTH = 4
W_PC, W_OF, W_WHO, W_GIVEN = range(4)
CHAIN_CAP = 34
CHAIN_WIDTH = 2 * CHAIN_CAP                              # layers pushed, cell by cell, then layers pulled
I_RULE, I_FROM, I_TO, I_WON, INSTANCE_WIDTH = range(5)
EVENTS_CAUSED_CAP = 1000

# ---- e: the arrays of a batch, for `drive` and `ask`: addresses and sizes -------------------------------------------
(E_BATCH, E_NUMBERS, E_CELLS, E_BOOKS, E_H, E_FIRST_NUMBERS, E_FIRST_CELLS, E_NUMBERS_WIDTH, E_CELLS_WIDTH, E_BOOK_WIDTH, E_BOOK_COUNT, E_H_WIDTH, E_SETTINGS,
 E_LEARNERS, E_ACTING, E_ACTIONS, E_REWARD, E_STATUS, E_LIVED, E_WHERE, E_AUTORESET, E_CHUNK, E_NEWS, E_QUICK, E_WATCHES, E_WATCHED) = range(26)
E_NEXT, E_DONE = 40, 48                                  # what threads share, each in a line of the cache of its own
E_SCRATCH = 56                                           # one for each thread
MOST_THREADS = 64
E_FRONT, E_BACK = 120, 128                               # how many chunks have been taken from either end
E_SIZE = 136
# one who is watched: a mover; 1 or 5 layers and the frame of its pictures; how many numbers they and the facts have; where they go, and where those of an
# episode's end (0: nowhere)
(WA_MOVER, WA_LAYERS, WA_FRAME, WA_SIZE, WA_FACTS, WA_PICTURES, WA_KNOWN, WA_LAST_PICTURES, WA_LAST_KNOWN, WATCH_WIDTH) = range(10)
# a learner: its mover, the rows of it in n and of its actions' meanings in the book, how many actions it has
SEAT_MOVER, SEAT_ROW, SEAT_MEANINGS, SEAT_ACTIONS, SEAT_WIDTH = range(5)
AUTORESET_NONE, AUTORESET_NEXT, AUTORESET_SAME = range(3)

# Numba gives each plain integer a type of its own and works out every sum anew for each; a numpy integer is just an int64, and compiles in half the time.
globals().update({name: np.int64(value) for name, value in list(globals().items()) if type(value) is int})
# the flag of a book that says whether anything has a property, by property; -1: nobody asks
FLAG_OF_PROPERTY = tuple(np.int64({PULLED: F_PULLS, SLIPPERY: F_SLIPPERY, CONVEYOR: F_CONVEYS, ONE_WAY: F_ONE_WAY, PORTAL: F_PORTALS, FALLING: F_FALLS,
                                   STICKY: F_STICKY}.get(prop, -1)) for prop in range(len(PROPERTY_NAMES)))
