"""The process of a mind from a file: imports it, gives birth to it, and answers for it until nobody asks any more.

Its standard input and output are the pipe; what the mind prints goes to standard error. It ends by itself when the asking process is gone.
"""
from __future__ import annotations

import contextlib
import difflib
import faulthandler
import importlib.util
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

from agents.agent import can
from agents.guests import wire

VERBS = ("act", "observe", "imagine", "audit", "plan", "ledger", "believes", "save", "load")
FIELDS = ("learns", "learning", "budget")
MEMORY_SHARE = 0.5
"""Of the machine's memory, at most, for one mind."""
LOOKS_EVERY_S = 0.05
LAST_S = 60.0
"""So long after its time has run out a process that neither answers nor is killed ends itself."""


def main() -> None:
    """Live for one mind. Does not return."""
    asked, answer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout.reconfigure(line_buffering=True)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    with contextlib.suppress(AttributeError, OSError, ValueError):
        faulthandler.enable()
    _limit_memory()
    guest = Guest(answer)
    threading.Thread(target=guest.watch, daemon=True).start()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            verb, arguments, seconds = wire.receive(asked)
            guest.do(verb, arguments, seconds)
    os._exit(0)                                          # threads of the mind do not hold it back


class Guest:
    """One mind and the pipe on which it answers."""

    def __init__(self, answer):
        self.answer, self.mind, self.file = answer, None, ""
        self.turn = threading.Lock()                     # one answer to each question
        self.verb, self.until = "", None
        self.parent, self.thread = os.getppid(), threading.get_ident()

    def do(self, verb: str, arguments: list, seconds: float) -> None:
        """Do what was asked, within so many seconds, and answer [how it went, value]."""
        with self.turn:
            self.verb, self.until = verb, time.monotonic() + seconds
        _end_by_itself(seconds + LAST_S)
        try:
            reply = ["done", self._done(verb, arguments)]
        except BaseException as failure:                 # whatever a mind raises, SystemExit included, is told
            reply = ["failed", [place_of(failure, self.file), " ".join(f"{type(failure).__name__}: {failure}".split())[:300].removesuffix(": ")]]
        with self.turn:
            if self.until is not None:
                self.until = None
                self._send(reply)
        _end_by_itself(0)

    def _send(self, reply: list) -> None:
        try:
            message = wire.pack(reply)
        except wire.TooMuch as too_much:
            message = wire.pack(["failed", ["", str(too_much)]])
        self.answer.write(message)
        self.answer.flush()

    def _done(self, verb: str, arguments: list):
        if verb == "birth":
            return self._birth(*arguments)
        if verb == "set":
            return setattr(self.mind, *arguments)
        return getattr(self.mind, verb)(*arguments)

    def _birth(self, file: str, made: str, looks, seed: int) -> dict:
        """Import the file and make the mind.  {verb or field that it has: where it stands, or its value}"""
        self.file = str(Path(file).resolve())
        sys.path.append(str(Path(self.file).parent))     # a mind may lean on files beside it
        spec = importlib.util.spec_from_file_location(f"mind_{Path(file).stem}", self.file)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        if not hasattr(module, made):
            near = difflib.get_close_matches(made, [name for name, one in vars(module).items() if isinstance(one, type)], n=1)
            raise AttributeError(f"{Path(file).name} has no class {made}" + (f"; did you mean {near[0]}?" if near else ""))
        self.mind = getattr(module, made)(looks, seed)
        places = {verb: _place(getattr(getattr(self.mind, verb), "__code__", None)) for verb in VERBS if can(self.mind, verb)}
        return {"verbs": places, "fields": {field: getattr(self.mind, field) for field in FIELDS if hasattr(self.mind, field)}}

    def watch(self) -> None:
        """In a thread of its own: says where the mind is when its time has run out, and ends when nobody is there to hear it."""
        while True:
            time.sleep(LOOKS_EVERY_S)
            if os.getppid() != self.parent:
                os._exit(0)
            if self.until is not None and time.monotonic() > self.until and self.turn.acquire(timeout=1):
                try:
                    if self.until is not None and time.monotonic() > self.until:
                        self.until = None
                        frame = sys._current_frames().get(self.thread)
                        self._send(["slow", place_in(traceback.extract_stack(frame), self.file)])
                finally:
                    self.turn.release()


def place_of(failure: BaseException, file: str) -> str:
    """Where something was raised: "minds/ant.py:12"."""
    if isinstance(failure, SyntaxError) and failure.filename:
        return f"{short(failure.filename)}:{failure.lineno}"
    return place_in(traceback.extract_tb(failure.__traceback__), file)


def place_in(frames, file: str) -> str:
    """The innermost of some frames that stands in the mind's own file, else beside it, else not in ours; "" if there is none."""
    folder = str(Path(file).parent)
    for ours in (lambda frame: frame.filename == file, lambda frame: frame.filename.startswith(folder) and "site-packages" not in frame.filename):
        for frame in reversed(frames):
            if ours(frame) and Path(frame.filename).parent != Path(__file__).parent:
                return f"{short(frame.filename)}:{frame.lineno}"
    return ""


def _place(code) -> str:
    return f"{short(code.co_filename)}:{code.co_firstlineno}" if code is not None else ""


def short(file: str) -> str:
    return "/".join(Path(file).parts[-2:])


def _limit_memory() -> None:
    """So that a mind which asks for more than there is gets a MemoryError and not the machine."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource
        most = int(MEMORY_SHARE * os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _end_by_itself(seconds: float) -> None:
    """The system ends this process after so many seconds, even in the midst of compiled code; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
