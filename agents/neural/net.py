"""The net: from a square of tokens and an action to the square that follows.

It thinks in the mover's frame: the square is turned so that the action points up, and the answer is turned back. Tensors lead with B,
the batch; N cells of a square of side S, C channels, L layers, V tokens. What is dear is one look at the neighbours (a convolution) and
one scan along the action's direction, which carries any distance in one pass: a slide over ice, a beam, a row of boxes.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from agents.neural.constants import Constants
from agents.neural.numbers import CHANGES, REWARDS
from agents.neural.sight import Square
from agents.neural.words import UNTURNED, Words

FACINGS = 8
NEAR = 9
"""The 3 x 3 cells around the mover."""


@dataclass
class Situations:
    """B moments, each with an action. All long but `numbers`."""
    tokens: Tensor                                       # [B, L, N]
    known: Tensor                                        # [B, N]
    at: Tensor                                           # [B]
    home: Tensor                                         # [B]  N: not in the square
    places: Tensor                                       # [B, N]  cells of the board
    facing: Tensor                                       # [B]
    numbers: Tensor                                      # float32 [B, 5 D]
    act: Tensor                                          # [B]  which sort of action
    frame: Tensor                                        # [B]  0 .. 3 the way it points, 4 nowhere


    def only(self, i: int) -> Situations:
        """One of them."""
        return Situations(**{name: tensor[i:i + 1] for name, tensor in vars(self).items()})


@dataclass
class Outcomes:
    """What came of B situations."""
    tokens: Tensor                                       # [B, L, N]
    counted: Tensor                                      # bool [B, N]  seen after and known before
    at: Tensor                                           # [B]  N: out of the square
    facing: Tensor                                       # [B]
    reward: Tensor                                       # [B]  number of the reward
    end: Tensor                                          # [B]
    changes: Tensor                                      # [B, D]  how each number changed


@dataclass
class Answer:
    """What the net says of B situations, in the mover's frame: logits."""
    kinds: Tensor                                        # [B, N, V]  a softmax for each layer's span
    where: Tensor                                        # [B, N + 1]  the last: out of the square
    features: Tensor                                     # [B, N, C]
    own: Tensor                                          # [B, C]  those of the mover's cell

    def only(self, i: int) -> Answer:
        """One of them."""
        return Answer(**{name: tensor[i:i + 1] for name, tensor in vars(self).items()})


class Turns(nn.Module):
    """Boards turned. A cell j of the board in frame f is cell `to_world[f, j]` of the world's; `to_frame` is the way back."""

    def __init__(self, side: int, words: Words):
        super().__init__()
        cells = np.arange(side * side).reshape(side, side)
        to_world = np.stack([np.rot90(cells, frame).ravel() for frame in range(4)] + [cells.ravel()])
        outside = np.full((5, 1), side * side)
        for name, table in (("to_world", np.concatenate([to_world, outside], 1)), ("to_frame", np.concatenate([np.argsort(to_world, 1), outside], 1)),
                            ("turn", words.turn), ("back", words.back)):
            self.register_buffer(name, torch.as_tensor(table), persistent=False)

    def tokens(self, tokens: Tensor, frame: Tensor) -> Tensor:
        """[B, L, N] in the world's frame, as they are in the mover's."""
        B, L, N = tokens.shape
        moved = tokens.gather(2, self.to_world[frame, :N][:, None].expand(B, L, N))
        return self.turn[frame[:, None, None], moved]

    def cell(self, cell: Tensor, frame: Tensor) -> Tensor:
        """[B] cells of the world as cells of the mover's frame."""
        return self.to_frame[frame, cell]


class Look(nn.Module):
    """One look at the neighbours. Data is [B, S, S, C] throughout, so that a convolution sees channels last without a copy."""

    def __init__(self, channels: int):
        super().__init__()
        self.norm, self.conv = nn.LayerNorm(channels), nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, h: Tensor) -> Tensor:
        return h + self.conv(F.relu(self.norm(h)).permute(0, 3, 1, 2)).permute(0, 2, 3, 1)


class Scan(nn.Module):
    """A state carried row by row along the action's direction and, beside it, against it: m_i = relu(x_i + m_(i-1) A)."""

    def __init__(self, channels: int):
        super().__init__()
        self.norm, self.into, self.out = nn.LayerNorm(channels), nn.Linear(channels, 2 * channels), nn.Linear(2 * channels, channels)
        self.carry = nn.Parameter(0.7 * torch.eye(channels).repeat(2, 1, 1) + 0.02 * torch.randn(2, channels, channels))

    def forward(self, h: Tensor) -> Tensor:
        B, S, _, C = h.shape
        x = self.into(self.norm(h)).view(B, S, S, 2, C).permute(1, 3, 0, 2, 4)                                        # [S, 2, B, S, C]
        rows = torch.stack([x[:, 0].flip(0), x[:, 1]], 1).reshape(S, 2, B * S, C).unbind(0)
        state = F.relu(rows[0])
        states = [state]
        for row in rows[1:]:
            state = F.relu(torch.baddbmm(row, state, self.carry))
            states.append(state)
        both = torch.stack(states, 0).view(S, 2, B, S, C)
        return h + self.out(torch.cat([both[:, 0].flip(0), both[:, 1]], -1).permute(1, 0, 2, 3))


class Net(nn.Module):
    """Some 20,000 weights."""

    def __init__(self, words: Words, square: Square, numbers: int, acts: int, constants: Constants):
        super().__init__()
        C, V, K = constants.channels, words.size, constants.doubters
        self.words, self.square, self.constants, self.V = words, square, constants, V
        self.turns = Turns(square.side, words)
        self.active = [0]
        self.register_buffer("features_of", torch.as_tensor(words.features), persistent=False)
        self.register_buffer("told_by", torch.as_tensor(words.features + words.nothing), persistent=False)
        self.register_buffer("one_hot", torch.eye(V + 1, V), persistent=False)
        near, nine = _around(square.side)
        self.register_buffer("near", near, persistent=False)
        self.register_buffer("nine", nine, persistent=False)

        def vectors(n, sigma):
            return nn.Parameter(sigma * torch.randn(n, C)) if sigma else nn.Parameter(torch.zeros(n, C))
        self.token, self.known, self.marks = vectors(words.features.shape[1], 0.5), vectors(4, 0.3), vectors(2, 0.5)
        self.act, self.around = vectors(acts, 0.5), vectors(NEAR + 1, 0.3)
        self.orient, self.facing = vectors(5, 0), vectors(FACINGS, 0)      # equivariant, until the world shows a wind or a belt
        self.numbers = nn.Linear(5 * numbers, C, bias=False) if numbers else None
        self.scan, self.look, self.norm = Scan(C), Look(C), nn.LayerNorm(C)
        self.kinds = nn.Parameter(0.02 * torch.randn(words.features.shape[1], C))
        self.kinds_bias = nn.Parameter(torch.zeros(V))
        self.where = nn.Linear(C, 1)
        self.elsewhere = nn.Linear(C, 1)
        self.stays = nn.Parameter(torch.full((V,), constants.stays))
        self.stands, self.faces = nn.Parameter(torch.tensor(constants.stands)), nn.Parameter(torch.tensor(constants.stays))
        self.wanted, self.offered = nn.Linear(C, constants.far_keys + 2), nn.Linear(C, constants.far_keys)
        self.place = nn.Parameter(torch.zeros(square.shape[0] * square.shape[1] + 1, 2))
        self.splits = [REWARDS, 2] + [CHANGES] * numbers
        self.rest, self.turns_to = nn.Linear(2 * C, sum(self.splits)), nn.Linear(2 * C, FACINGS)
        usual = torch.zeros(sum(self.splits))
        for first in np.cumsum([0, *self.splits[:-1]]):
            usual[first] = constants.stays
        self.register_buffer("usual", usual, persistent=False)
        self.doubt_where, self.doubt_kinds = nn.Parameter(0.2 * torch.randn(K, C)), nn.Parameter(0.2 * torch.randn(K, V, C))
        with torch.no_grad():
            for weight in (self.where.weight, self.elsewhere.weight, self.rest.weight, self.turns_to.weight):
                weight.normal_(0, 0.02)
            for zero in (self.where.bias, self.offered.weight, self.offered.bias, self.rest.bias, self.turns_to.bias):
                zero.zero_()
            self.elsewhere.bias.fill_(-2 * constants.stands)

    def forward(self, s: Situations) -> Answer:
        B, L, N = s.tokens.shape
        S = self.square.side
        tokens = self.turns.tokens(s.tokens[:, self.active], s.frame)
        hot = self.one_hot[tokens[:, 0]]
        for layer in range(1, len(self.active)):
            hot = hot + self.one_hot[tokens[:, layer]]                                                                # [B, N, V]
        at, home = self.turns.cell(s.at, s.frame), self.turns.cell(s.home, s.frame)
        order = self.turns.to_world[s.frame, :N]
        known = s.known.gather(1, order)
        whole = self.act[s.act] + self.orient[s.frame] + self.facing[turned_facing(s.facing, s.frame)]
        if self.numbers is not None:
            whole = whole + self.numbers(s.numbers)
        x = hot @ (self.features_of @ self.token) + self.around[self.near[at]] + whole[:, None]
        if bool(known.any()):
            x = x + self.known[known]
        rows = torch.arange(B, device=x.device)
        marks = torch.zeros(B, N + 1, 2, device=x.device)
        marks[rows, at, 0] = 1
        marks[rows, home, 1] = 1
        x = (x + marks[:, :N] @ self.marks).view(B, S, S, -1)
        x = self.look(self.scan(x))
        x = F.relu(self.norm(x)).view(B, N, -1)
        own = x[rows, at]
        kinds = F.linear(x, self.told_by @ self.kinds, self.kinds_bias) + hot * self.stays
        keys = torch.cat([self.offered(x), self.place[s.places.gather(1, order)]], -1)
        where = self.where(x)[..., 0] + marks[:, :N, 0] * self.stands + (keys @ self.wanted(own)[..., None])[..., 0]
        return Answer(kinds, torch.cat([where.masked_fill(known == 3, -30.0), self.elsewhere(own)], 1), x, own)

    def rest_of(self, answer: Answer, landing: Tensor, s: Situations) -> list[Tensor]:
        """Given where the mover lands (in its frame): logits of facing [B, 8], reward, end [B, 2], and each number's change."""
        rows = torch.arange(len(landing), device=landing.device)
        inside = landing < answer.features.shape[1]
        land = answer.features[rows, landing.clamp(max=answer.features.shape[1] - 1)] * inside[:, None]
        seen = torch.cat([answer.own, land], 1)
        rest = self.rest(seen) + self.usual
        # what shows in the features of facing is used; but they do not learn for its sake: it would tell the four frames apart
        facing = self.turns_to(seen.detach()) + F.one_hot(turned_facing(s.facing, s.frame), FACINGS) * self.faces
        return [facing, *rest.split(self.splits, 1)]

    def costs(self, answer: Answer, s: Situations, came: Outcomes) -> tuple[Tensor, Tensor, Tensor]:
        """Nats that an outcome costs: its cells and landing, [B]; and facing, reward, end and numbers, [B]; landing in the mover's frame."""
        N = s.tokens.shape[2]
        tokens = self.turns.tokens(came.tokens[:, self.active], s.frame).clamp(max=self.V - 1)
        counted = came.counted.gather(1, self.turns.to_world[s.frame, :N])
        said = answer.kinds.gather(2, tokens.transpose(1, 2)).sum(-1)
        cells = self.whole_of(answer.kinds) - said
        landing = self.turns.cell(came.at, s.frame)
        frame = (cells * counted).sum(1) + F.cross_entropy(answer.where, landing, reduction="none")
        truths = [turned_facing(came.facing, s.frame), came.reward, came.end, *came.changes.unbind(1)]
        rest = self.rest_of(answer, landing, s)
        return frame, sum(F.cross_entropy(logits, truth, reduction="none") for logits, truth in zip(rest, truths)), landing

    def whole_of(self, kinds: Tensor) -> Tensor:
        """The normalisers of a cell's layers, added up.  [B, N]"""
        return sum(torch.logsumexp(kinds[..., slice(*self.words.spans[layer])], -1) for layer in self.active)

    def split(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """The weights of the doubting heads, and all others."""
        doubting = [self.doubt_where, self.doubt_kinds]
        return doubting, [weight for weight in self.parameters() if all(weight is not one for one in doubting)]

    def doubters(self, answer: Answer, at: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of the doubting heads: of the landing [K, B, N], of the tokens of the cells around the mover [K, B, 9, V]; those cells [B, 9].

        Each head starts with an opinion of its own, beside what the net says; where much was seen, they come to agree.
        """
        x = answer.features.detach()
        N = x.shape[1]
        around = self.nine[at]
        rows = torch.arange(len(at), device=at.device)[:, None]
        where = answer.where[:, :N].detach() + torch.einsum("kc,bnc->kbn", self.doubt_where, x)
        kinds = answer.kinds[rows, around].detach() + torch.einsum("kvc,bnc->kbnv", self.doubt_kinds, x[rows, around])
        return where, kinds, around


def turned_facing(facing: Tensor, frame: Tensor) -> Tensor:
    """A direction 0 .. 7 as it looks in the mover's frame."""
    return torch.where(frame == UNTURNED, facing, (facing - frame) % 4 + 4 * (facing > 3))


def facing_back(facing: Tensor, frame: Tensor) -> Tensor:
    """A direction of the mover's frame in the world."""
    return torch.where(frame == UNTURNED, facing, (facing + frame) % 4 + 4 * (facing > 3))


def _around(side: int) -> tuple[Tensor, Tensor]:
    """For a mover at each cell: which of the nine cells around it each cell is, 9: none, [N + 1, N]; and those nine, itself for one outside, [N + 1, 9]."""
    row, col = np.divmod(np.arange(side * side), side)
    down, right = row[None] - row[:, None] + 1, col[None] - col[:, None] + 1
    near = np.where((down >= 0) & (down < 3) & (right >= 0) & (right < 3), down * 3 + right, NEAR)
    near = np.concatenate([near, np.full((1, side * side), NEAR)])
    own = np.minimum(np.arange(side * side + 1), side * side - 1)
    nine = np.stack([np.where((near == k).any(1), (near == k).argmax(1), own) for k in range(NEAR)], 1)
    return torch.as_tensor(near), torch.as_tensor(nine)
