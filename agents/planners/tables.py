"""Where each verb leads, by state: answers of the world model, kept until something they looked at was mispredicted.

A state is (frame, load, facing, cell), the facing told apart for bodies that turn on the spot only; its ways are the verbs of `mind.verb_at`, in that order. A frame is a whole board: an act, or a happening, that turns every cell of
a kind into another leads to another frame. The table is of verbs and not of actions, so changed controls leave it as it is.
"""
from __future__ import annotations

import numpy as np

import agents.compiled as T
from agents.compiled import apart, compiled
from agents.memory import ACT, CELLS, EDGE, FRAMES, STAY, VERBS
from agents.models.board import DCOL, DROW, at
from agents.models.contexts import BUMPED, WAITED
from agents.models.controls import heading
from agents.models.course import JUMP, NO_GUESS, course
from agents.models.places import ARRIVED, BUMPED_INTO, SAME, WAITED_ON, kind_reward, reward_of

SCRATCH = FRAMES
"""Number of the board in `frames` on which successor frames are drawn."""
FEW = 12
"""Changed cells up to which only the ways that cross them are imagined again."""


@compiled
def state_of(mind, frame, load, facing, cell, size):
    look = facing if 0 <= facing < mind.facings and mind.facings > 1 else 0
    return (frame * mind.layers + load * mind.facings + look) * size + cell


@compiled
def load_of(mind, s, size):
    return s // size % mind.layers // mind.facings


@compiled
def facing_of(mind, s, size):
    """Where one looks in a state, -1 for bodies that look where they go.  int64"""
    return s // size % mind.facings if mind.facings > 1 else np.int64(-1)


@compiled
def draw(board, frames, f):
    """Copies a board into one of the frames."""
    for row in range(board.shape[0]):
        for col in range(board.shape[1]):
            frames[f, row, col] = board[row, col]


@compiled
def find_frame(mind, frames, board):
    """The number of the kept frame that equals this board, -1 if none does.  int64"""
    for f in range(mind.frames):
        same = True
        for row in range(board.shape[0]):
            for col in range(board.shape[1]):
                if frames[f, row, col] != board[row, col]:
                    same = False
                    break
            if not same:
                break
        if same:
            return f
    return -1


@compiled
def doubt_frame(mind, ways, frame, size):
    """Every way of a frame is to be imagined again."""
    n = mind.layers * size * mind.verbs
    for i in range(frame * n, (frame + 1) * n):
        ways[i].dirty = 1


@apart(T.types.void, T.mind, T.ways, T.whole, T.whole)
def doubt_kinds(mind, ways, kinds, size):
    """Every way whose course looked at one of these kinds (bits) is to be imagined again."""
    n = mind.layers * size * mind.verbs
    for i in range(mind.frames * n):
        if ways[i].met & kinds:
            ways[i].dirty = 1


@compiled
def doubt_verb(mind, ways, verb, size):
    """Every way by one verb is to be imagined again."""
    i = mind.number_of[verb]
    for s in range(mind.frames * mind.layers * size):
        ways[s * mind.verbs + i].dirty = 1


@apart(T.types.void, T.mind, T.states, T.ways, T.whole, T.whole, T.whole, T.whole)
def doubt_place(mind, states, ways, row, col, H, W):
    """The ways around one place and those that end there, whatever the frame and the load, are to be imagined again."""
    V = mind.verbs
    for layer in range(FRAMES * mind.layers):
        for e in range(STAY + 1):
            if mind.directions <= e < STAY:
                continue
            r, c = row + DROW[e], col + DCOL[e]
            if 0 <= r < H and 0 <= c < W:
                for d in range(V):
                    ways[(layer * H * W + r * W + c) * V + d].dirty = 1
        j = states[layer * H * W + row * W + col].head
        while j >= 0:
            ways[j].dirty = 1
            j = ways[j].next


@compiled
def doubt_cross(mind, ways, frame, row, col, H, W):
    """The ways that may cross one cell of a frame (all of its row and column, and its diagonals) are to be imagined again."""
    V = mind.verbs
    for layer in range(mind.layers):
        start = (frame * mind.layers + layer) * H * W
        for c in range(W):
            for d in range(V):
                ways[(start + row * W + c) * V + d].dirty = 1
        for r in range(H):
            for d in range(V):
                ways[(start + r * W + col) * V + d].dirty = 1
            if mind.directions > 4:
                for c in (col + r - row, col - r + row):
                    if 0 <= c < W:
                        for d in range(V):
                            ways[(start + r * W + c) * V + d].dirty = 1


@apart(T.types.void, T.mind, T.ways, T.frames, T.board)
def set_frame(mind, ways, frames, board):
    """The board as it is now becomes the frame to plan in; an unknown one overwrites frame 0 and all that hangs on it."""
    H, W = board.shape
    f = find_frame(mind, frames, board)
    if f < 0:
        f = 0
        differ = 0
        if mind.frames == 1:
            for row in range(H):
                for col in range(W):
                    differ += frames[0, row, col] != board[row, col]
        if 0 < differ <= FEW:
            for row in range(H):
                for col in range(W):
                    if frames[0, row, col] != board[row, col]:
                        doubt_cross(mind, ways, 0, row, col, H, W)
        else:
            for k in range(FRAMES):
                doubt_frame(mind, ways, k, H * W)
        draw(board, frames, 0)
        mind.frames = 1
        for k in range(FRAMES):
            mind.turns_back[k] = -1
    mind.frame_now = f


@apart(T.whole, T.mind, T.states, T.ways, T.frames, T.board)
def add_frame(mind, states, ways, frames, board):
    """The number of this board among the frames kept, added if there is room; a new one starts with the values of the present.  -1: no room"""
    f = find_frame(mind, frames, board)
    if f >= 0:
        return f
    if mind.frames >= FRAMES:
        return -1
    f = mind.frames
    mind.frames += 1
    draw(board, frames, f)
    n = mind.layers * board.size
    doubt_frame(mind, ways, f, board.size)
    for i in range(n):
        states[f * n + i].value = states[mind.frame_now * n + i].value
    return f


@compiled
def link(states, ways, j, to):
    """Way j leads to another state from now on."""
    old = ways[j].to
    if ways[j].previous >= 0:
        ways[ways[j].previous].next = ways[j].next
    elif states[old].head == j:
        states[old].head = ways[j].next
    if ways[j].next >= 0:
        ways[ways[j].next].previous = ways[j].previous
    ways[j].to = to
    ways[j].previous = -1
    ways[j].next = states[to].head
    if states[to].head >= 0:
        ways[states[to].head].previous = j
    states[to].head = j


@compiled
def does_something(mind, act, kind):
    """Whether an act on a kind is believed to do anything."""
    return mind.acted[act, kind, 1] > mind.acted[act, kind, 0]


@compiled
def refuses(mind, kind, load):
    """Whether one can turn towards a thing by bumping into it."""
    return mind.passed[kind, load, 0] > mind.passed[kind, load, 1]


@compiled
def where_to_act(mind, board, row, col, load, act, facing):
    """The direction of a neighbour on which an act is believed to do something; the present facing first.  -1: none"""
    if facing >= 0:
        k = at(board, row + DROW[facing], col + DCOL[facing])
        if k != EDGE and does_something(mind, act, k):
            return facing
    if mind.facings > 1:
        return np.int64(-1)
    for d in range(4):
        k = at(board, row + DROW[d], col + DCOL[d])
        if k != EDGE and does_something(mind, act, k) and refuses(mind, k, load):
            return np.int64(d)
    return np.int64(-1)


@apart(T.truth, T.mind, T.places, T.leaves, T.states, T.ways, T.frames, T.whole, T.whole, T.whole, T.whole, T.whole)
def imagine_way(mind, places, leaves, states, ways, frames, s, i, home_row, home_col, facing):
    """Imagines the i-th way of a state again; facing: where the mover looks if it stands there now, else -1.  whether anything changed"""
    H, W = frames.shape[1], frames.shape[2]
    size = H * W
    j = s * mind.verbs + i
    verb = mind.verb_at[i]
    way = ways[j]
    way.dirty = 0
    f, load, row, col = s // (mind.layers * size), load_of(mind, s, size), (s % size) // W, s % W
    if mind.facings > 1:
        facing = facing_of(mind, s, size)
    board = frames[f]
    mover = mind.trial[:]
    mover[0], mover[1], mover[2], mover[3], mover[4], mover[5] = row, col, load, home_row, home_col, facing
    to, reward, ends, bump, face = s, 0.0, np.int64(0), False, np.int64(-1)
    if verb >= ACT:
        way.met = 0
        face = where_to_act(mind, board, row, col, load, verb - ACT, facing)
        if face >= 0:
            mover[5] = face
            course(mind, places, leaves, board, mover, verb, NO_GUESS, False)
            way.met = mind.met
            k = at(board, row + DROW[face], col + DCOL[face])
            after = frames[SCRATCH]
            draw_after(mind, board, verb, k, after)
            g = add_frame(mind, states, ways, frames, after)
            to = state_of(mind, g if g >= 0 else f, mind.lands[verb, 2], mind.lands[verb, 3], mind.lands[verb, 0] * W + mind.lands[verb, 1], size)
            reward = mind.act_reward[verb - ACT, k]
    else:
        course(mind, places, leaves, board, mover, verb, NO_GUESS, False)
        way.met = mind.met
        if mind.spoke == JUMP and mind.kind_of_mind != CELLS and not mind.astray and mind.edits[verb] == 0:
            drop_if_agreed(mind, places, leaves, board, mover, verb)
            way.met = mind.met
        cell = mind.lands[verb, 0] * W + mind.lands[verb, 1]
        to = state_of(mind, f, mind.lands[verb, 2], mind.lands[verb, 3], cell, size)
        bump = mind.phase == BUMPED
        reward, ends = reward_of_course(mind, places, size)
        reward += wish_of_course(mind)
    way.bump = bump
    way.face = face
    if to != way.to or abs(reward - way.reward) > SAME or ends != way.ends or (states[to].head < 0 and to != s):
        link(states, ways, j, to)
        way.reward = reward
        way.ends = ends
        return True
    return False


@compiled
def reward_of_course(mind, places, size):
    """What the course imagined last pays.  reward, ends"""
    if mind.phase == BUMPED:
        return kind_reward(mind, BUMPED_INTO, mind.ahead, mind.arrived_load)
    if mind.phase == WAITED:
        return kind_reward(mind, WAITED_ON, mind.arrived_at, mind.arrived_load)
    return reward_of(mind, places, mind.arrived_at, mind.arrived_load, mind.arrived_cell, size)


@compiled
def wish_of_course(mind):
    """What the course imagined last is worth to the needs of the moment, beside what it pays (`agents.drives.needs`).  float64"""
    if mind.phase == BUMPED:
        return mind.craving[BUMPED_INTO, mind.ahead]
    return mind.craving[WAITED_ON if mind.phase == WAITED else ARRIVED, mind.arrived_at]


@compiled
def drop_if_agreed(mind, places, leaves, board, mover, verb):
    """A jump that the rules agree with by now is no exception: it is dropped."""
    row, col = mind.lands[verb, 0], mind.lands[verb, 1]
    leave = leaves[(mover[0] * board.shape[1] + mover[1]) * VERBS + heading(verb, mover[5])]
    key = leave.key
    leave.key = 0
    course(mind, places, leaves, board, mover, verb, NO_GUESS, False)
    if mind.lands[verb, 0] != row or mind.lands[verb, 1] != col:
        leave.key = key
        course(mind, places, leaves, board, mover, verb, NO_GUESS, False)
    else:
        mind.exceptions -= 1


@compiled
def draw_after(mind, board, verb, kind, after):
    """Draws on `after` the frame that an act on a kind leads to: its course's edits, and what it turns everywhere."""
    for row in range(board.shape[0]):
        for col in range(board.shape[1]):
            after[row, col] = board[row, col]
    for i in range(mind.edits[verb]):
        after[mind.edit[verb, i, 0], mind.edit[verb, i, 1]] = mind.edit[verb, i, 2]
    for row in range(board.shape[0]):
        for col in range(board.shape[1]):
            after[row, col] = mind.turns_into[verb - ACT, kind, after[row, col]]
