"""Learning on the job: one small gradient step each tick, more of them while the newest tick still surprises."""
from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from agents.neural.constants import Constants
from agents.neural.controls import Controls
from agents.neural.memory import Came, Memory
from agents.neural.net import Answer, Net, Outcomes, Situations
from agents.neural.numbers import Numbers
from agents.neural.sight import Moment, Square


class Learner:
    """The net with its memory, its optimiser and its view of the controls. Deterministic for a seed, on one thread."""

    def __init__(self, net: Net, square: Square, numbers: Numbers, controls: Controls, constants: Constants, seed: int, device: torch.device):
        self.net, self.square, self.numbers, self.controls, self.constants, self.seed, self.device = net, square, numbers, controls, constants, seed, device
        self.memory = Memory(len(net.words.layers), square.cells, numbers.count, constants)
        self.parts = net.split()
        self.optimiser = torch.optim.AdamW(net.parameters(), lr=constants.rate, weight_decay=constants.decay, betas=(0.9, 0.99), fused=True)
        self.steps, self.credit, self.calm, self.ripe = 0, 0.0, 4.0, False

    # ---- foretelling -------------------------------------------------------------------------------------------------
    def situations(self, moments: list[Moment], actions: list[int]) -> Situations:
        """Moments, each with an action, as the net takes them."""
        sorts, frames = zip(*(self.controls.read(action, moment.facing) for moment, action in zip(moments, actions)))
        return self._situations(np.stack([m.tokens for m in moments]), np.stack([m.known for m in moments]), np.stack([m.numbers for m in moments]),
                                np.array([(m.at, m.home, *m.corner, m.facing, sort, frame, 0) for m, sort, frame in zip(moments, sorts, frames)]))

    def _situations(self, tokens, known, numbers, state) -> Situations:
        def tensor(array):
            return torch.from_numpy(np.ascontiguousarray(array)).to(self.device)
        state = np.asarray(state, np.int64)
        if self.square.whole:
            places = torch.from_numpy(self.square.places((0, 0))).to(self.device).expand(len(state), -1)
        else:
            places = tensor(np.stack([self.square.places((int(row), int(col))) for row, col in state[:, 2:4]]))
        columns = tensor(state)
        return Situations(tensor(tokens).long(), tensor(known).long(), columns[:, 0], columns[:, 1], places, columns[:, 4],
                          tensor(self.numbers.features(numbers)), columns[:, 5], columns[:, 6])

    def _outcomes(self, tokens, counted, after) -> Outcomes:
        columns = torch.from_numpy(np.asarray(after, np.int64)).to(self.device)
        return Outcomes(torch.from_numpy(tokens).to(self.device).long(), torch.from_numpy(counted).to(self.device),
                        columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3], columns[:, 4:])

    @torch.no_grad()
    def luck(self, answer: Answer, counted: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """What a forecast itself expects to be surprised by: mean and standard deviation of its cost, in nats.  [B] each"""
        mean, variance = 0.0, 0.0
        for span in [*(self.net.words.spans[layer] for layer in self.net.active), None]:
            logits = answer.where if span is None else answer.kinds[..., slice(*span)]
            log = F.log_softmax(logits, -1)
            odds = log.exp()
            entropy = -(odds * log).sum(-1)
            spread = (odds * log * log).sum(-1) - entropy * entropy
            if span is not None and counted is not None:
                entropy, spread = entropy * counted, spread * counted
            mean, variance = mean + (entropy if span is None else entropy.sum(-1)), variance + (spread if span is None else spread.sum(-1))
        return mean, variance.clamp(min=0).sqrt()

    # ---- learning ----------------------------------------------------------------------------------------------------
    def cost(self, situations: Situations, answer: Answer, came: Came) -> tuple[float, float]:
        """Nats that what came costs: cells and landing alone, and all."""
        with torch.no_grad():
            frame, rest, _ = self.net.costs(answer, situations, self._outcomes(came.tokens[None], came.counted[None], _after(came)[None]))
        return float(frame[0]), float(frame[0] + rest[0])

    def learn(self, moment: Moment, action: int, came: Came, situations: Situations, answer: Answer, budget: float) -> float:
        """One transition, foretold by `answer`. Nats of surprise at its cells and landing."""
        c, controls = self.constants, self.controls
        frame_cost, cost = self.cost(situations, answer, came)
        sort, frame = controls.read(action, moment.facing)
        self._notice_layers(came, moment)
        newest = self.memory.add(moment, sort, frame, action, came, cost)
        self.calm += 0.05 * (min(cost, 4.0) - self.calm)
        self.ripe = self.ripe or self.calm < c.ripe
        doubtful = self._which_way(newest, action, moment, came, cost)
        mean, spread = (float(x[0]) for x in self.luck(answer))
        lucky = self.ripe and cost - mean < c.spread * spread
        surge = 0 if doubtful or lucky or cost <= c.contradicts else c.surge * budget
        self.credit += budget
        while self.credit >= 1 or (surge >= 1 and self.memory["cost"][newest] > c.understood):
            if self.credit >= 1:
                self.credit -= 1
            else:
                surge -= 1
            self._step(newest)
        return frame_cost

    def _notice_layers(self, came: Came, moment: Moment) -> None:
        """A layer in which something stands for the first time is foretold from now on."""
        for layer, (first, _) in enumerate(self.net.words.spans):
            if layer not in self.net.active and ((came.tokens[layer] > first) & (came.tokens[layer] < self.net.V) | (moment.tokens[layer] > first) & (moment.tokens[layer] < self.net.V)).any():
                self.net.active = sorted([*self.net.active, layer])

    def _which_way(self, newest: int, action: int, moment: Moment, came: Came, cost: float) -> bool:
        """Did this action work in another frame? Old knowledge stays true when only the controls were turned. Whether that is in doubt now."""
        c, controls = self.constants, self.controls
        if came.at == moment.at or not controls.can_turn(action) or moment.facing > 3 and controls.relative(action):
            return False                                 # being stopped can have many reasons
        if cost <= c.contradicts:
            controls.settle(action)
            return False
        if not self.ripe:
            return False
        memory = self.memory
        rows = np.repeat(newest, 4)
        state = memory["state"][rows].copy()
        state[:, 6] = controls.frames(action, moment.facing)
        situations = self._situations(memory["tokens"][rows], memory["known"][rows], memory["numbers"][rows], state)
        with torch.no_grad():
            frame, _, _ = self.net.costs(self.net(situations), situations, self._outcomes(memory["came"][rows], memory["counted"][rows], memory["after"][rows]))
        costs = frame.cpu().numpy()
        turn = controls.weigh(action, costs)
        if turn:
            memory.relabel(action, c.relabelled, turn)
        return bool(costs[controls.turn[action]] - costs.min() > c.doubtful)

    def _step(self, newest: int) -> None:
        """One gradient step."""
        c, net, memory = self.constants, self.net, self.memory
        self.steps += 1
        which = memory.draw(np.random.default_rng((self.seed, self.steps)))
        situations = self._situations(memory["tokens"][which], memory["known"][which], memory["numbers"][which], memory["state"][which])
        came = self._outcomes(memory["came"][which], memory["counted"][which], memory["after"][which])
        answer = net(situations)
        frame, rest, landing = net.costs(answer, situations, came)
        costs = frame + rest
        mean, _ = self.luck(answer)
        now = costs.detach()
        teach = memory.note(which, now.cpu().numpy(), (now - mean).cpu().numpy(), newest)
        teaching = torch.from_numpy(teach).to(self.device)
        loss = (costs * teaching).mean() + self._doubters_cost(answer, situations, came, landing, memory["born"][which], teaching)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        for weights in self.parts:                       # doubting heads do not slow the others down
            nn.utils.clip_grad_norm_(weights, c.clip)
        self.optimiser.step()


    def _doubters_cost(self, answer: Answer, s: Situations, came: Outcomes, landing: torch.Tensor, born: np.ndarray, teaching: torch.Tensor) -> torch.Tensor:
        """Each doubting head learns from a share of its own of the memories, and only what the others do not reach."""
        net = self.net
        where, kinds, around = net.doubters(answer, net.turns.cell(s.at, s.frame))
        K, B, N = where.shape
        share = torch.from_numpy(((born[None] * 2654435761 + np.arange(1, K + 1)[:, None] * 40503 * 7919) >> 7) % 4 > 0).to(self.device) * teaching
        inside = landing < N
        cost = F.cross_entropy(where.reshape(K * B, N), landing.clamp(max=N - 1).repeat(K), reduction="none").view(K, B) * inside
        rows = torch.arange(B, device=around.device)[:, None]
        tokens = net.turns.tokens(came.tokens[:, net.active], s.frame).clamp(max=net.V - 1).transpose(1, 2)[rows, around]
        counted = came.counted.gather(1, net.turns.to_world[s.frame, :N])[rows, around]
        cells = net.whole_of(kinds) - kinds.gather(3, tokens.expand(K, -1, -1, -1)).sum(-1)
        return ((cost + (cells * counted).sum(-1)) * share).mean()

    @torch.no_grad()
    def doubt(self, s: Situations, answer: Answer) -> np.ndarray:
        """How far the doubting heads differ over the landing and the cells around: nats, at most ln K each.  float32 [B]"""
        net = self.net
        where, kinds, _ = net.doubters(answer, net.turns.cell(s.at, s.frame))
        doubt = _differ(where)
        for layer in net.active:
            doubt = doubt + _differ(kinds[..., slice(*net.words.spans[layer])]).sum(-1)
        return doubt.cpu().numpy()


def _differ(logits: torch.Tensor) -> torch.Tensor:
    """Entropy of the heads' mean less the mean of their entropies, over the last axis.  [K, ..., n] -> [...]"""
    log = F.log_softmax(logits, -1)
    mean = log.exp().mean(0)
    return (log.exp() * log).sum(-1).mean(0) - (mean * (mean + 1e-12).log()).sum(-1)


def _after(came: Came) -> np.ndarray:
    return np.array([came.at, came.facing, came.reward, came.end, *came.changes], np.int64)
