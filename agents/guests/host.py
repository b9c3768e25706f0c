"""A mind from a file, as the rest of the program sees it: each verb is asked of a process of its own, and not waited for too long.

What ends the process, raises in it, or takes too long raises `GuestFailed` here, with the place in the file. The process ends with its mind.
"""
from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from agents.guests import guest, wire
from world.types import Looks, Observation, Transition

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 2.0
"""Seconds a verb may take, unless --patience says otherwise."""
BIRTH_S = 30.0
"""Seconds that importing the file and making the mind may take: torch alone takes some. More patience in proportion."""
GRACE_S = 2.0
"""So long a process that is late has to say where it is."""
SETTING = "UMWELT_PATIENCE"
"""The environment variable that carries --patience to the processes of an exam."""


class GuestFailed(RuntimeError):
    """What befell a mind in its own process: "failed at minds/ant.py:12: KeyError: 3"."""


def patience() -> float:
    """Seconds that a verb may take."""
    with contextlib.suppress(KeyError, ValueError):
        return max(0.01, float(os.environ[SETTING]))
    return PATIENCE_S


class GuestMind:
    """The mind `made` of a file. Raises GuestFailed at birth, and from every verb."""

    def __init__(self, file: str, made: str, looks: Looks, seed: int):
        self.learns = "something"
        self._places: dict[str, str] = {}
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
        process = subprocess.Popen([sys.executable, "-P", "-m", "agents.guests.guest"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
                                   start_new_session=True)       # in a session of its own: Ctrl-C is for the program, not for its minds
        self._process, self._questions, self._answers = process, queue.SimpleQueue(), queue.SimpleQueue()
        threading.Thread(target=_carry, args=(process, self._questions, self._answers), daemon=True).start()
        self.close = weakref.finalize(self, _end, process, self._questions)
        born = self._ask("birth", file, made, looks, seed, seconds=max(BIRTH_S, BIRTH_S / PATIENCE_S * patience()))
        self._places = born["verbs"]
        for verb in guest.VERBS:
            if verb not in born["verbs"]:
                self.__dict__[verb] = None               # it has none, and `can` says so
        self.__dict__ |= born["fields"]

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if name in ("learning", "budget"):
            self._ask("set", name, value)

    def place_of(self, verb: str) -> str:
        """Where a verb stands in the file: "minds/ant.py:12"; "" if that is not known."""
        return self._places.get(verb, "")

    # ---- the verbs ----
    def act(self, observation: Observation):
        return self._ask("act", observation)

    def observe(self, transition: Transition):
        return self._ask("observe", transition)

    def imagine(self, observation: Observation, plan):
        return self._ask("imagine", observation, list(plan))

    def audit(self, observation: Observation):
        return self._ask("audit", observation)

    def plan(self):
        return self._ask("plan")

    def ledger(self):
        return self._ask("ledger")

    def believes(self):
        return self._ask("believes")

    def save(self):
        return self._ask("save")

    def load(self, memory: Mapping[str, np.ndarray]):
        try:
            return self._ask("load", dict(memory))
        except GuestFailed as failed:
            raise ValueError(str(failed)) from None

    # ---- asking ----
    def _ask(self, verb: str, *arguments, seconds: float | None = None):
        if not self.close.alive:
            raise GuestFailed("has ended already")
        seconds = patience() if seconds is None else seconds
        self._questions.put(wire.pack([verb, list(arguments), seconds]))
        try:
            how, value = self._answers.get(timeout=seconds + GRACE_S)
        except queue.Empty:
            how, value = "slow", self.place_of(verb)
        if how == "done":
            return value
        if how == "ended":
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE_S)
            why = f"ended its process in `{verb}`" + _at(self.place_of(verb)) + _code(self._process.poll())
        elif how == "slow":
            what = "was not born in" if verb == "birth" else f"took longer in `{verb}` than"
            why = f"{what} {seconds:g} s{_at(value)}; --patience gives it more"
        else:
            place, words = value
            why = f"failed{_at(place).replace(', at', ' at')}: {words}"
        self.close()
        raise GuestFailed(why)


def _at(place: str) -> str:
    return f", at {place}" if place else ""


def _code(code: int | None) -> str:
    """How a process ended, in words."""
    if code is None:
        return ""
    if code >= 0:
        return f": exit code {code}"
    with contextlib.suppress(ValueError):
        return f": {signal.Signals(-code).name}"
    return f": signal {-code}"


def _carry(process: subprocess.Popen, questions: queue.SimpleQueue, answers: queue.SimpleQueue) -> None:
    """In a thread of its own, which may wait for a process that does not move: questions down the pipe, answers up."""
    while (question := questions.get()) is not None:
        try:
            process.stdin.write(question)
            process.stdin.flush()
            answers.put(wire.receive(process.stdout))
        except (OSError, EOFError, ValueError):          # it has ended, or it says what is no answer
            answers.put(("ended", None))
            return


def _end(process: subprocess.Popen, questions: queue.SimpleQueue) -> None:
    """End a process with all that it started."""
    questions.put(None)
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        process.wait(GRACE_S)
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError, ValueError):
            pipe.close()
