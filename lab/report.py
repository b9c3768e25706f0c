"""A run as a person reads it in a terminal."""
from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from lab.beside import words
from lab.metrics import SPAN
from lab.runs import Outcome, Result

BARS = "▁▂▃▄▅▆▇█"
MOST_LAWS, MOST_BELIEFS, WIDEST = 12, 24, 60


class Paper(Console):
    """A console that leaves a reader gone away to the command line, which ends all commands alike."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def show(result: Result, console: Console | None = None, believes: bool = False) -> None:
    """Print what came of a run on standard output, on demand with what the minds believe of the law."""
    console = console or Paper(highlight=False, soft_wrap=True)
    worlds = "1 world" if result.worlds == 1 else f"{result.worlds} worlds"
    console.print(f"[bold]{escape(result.title)}[/] · seed {result.seed} · {result.ticks:,} ticks · {worlds} · {result.ticks_per_second:,.0f} ticks a second")
    for twin in result.twins:
        _minds(console, twin)
    for twin in result.twins:
        name = ", ".join(dict.fromkeys(twin.minds.values())) if len(result.twins) > 1 else ""
        _ends(console, twin, name)
    _law(console, result.twins[0].law)
    for twin in result.twins if believes else ():
        for learner, beliefs in twin.believes.items():
            if beliefs:
                console.print(escape(f"  {learner} · {twin.minds[learner]} believes"))
            for belief in beliefs[:MOST_BELIEFS]:
                console.print(escape(f"    {words(belief)}"))


def _minds(console: Console, twin: Outcome) -> None:
    width = max(map(len, [f"{agent} · {mind}" for agent, mind in twin.minds.items()]), default=0)
    top = max((max(bits, default=0.0) for bits in twin.surprise.values()), default=0.0)
    for agent, mind in twin.minds.items():
        line = f"  {f'{agent} · {mind}':{width}}"
        if agent in twin.reward and agent not in twin.surprise:
            line += f"   reward {twin.reward[agent]:>8g}"
        elif agent in twin.reward:
            bits = twin.surprise[agent]
            line += f"   reward {twin.reward[agent]:>8g}   surprise {sparks(bits, top)} {bits[-1] if bits else 0:.3g} bits a tick in the last {SPAN}"
        console.print(escape(line.rstrip()))


def sparks(numbers: Sequence[float], top: float) -> str:
    """A row of bars, each the largest of its share of the numbers."""
    n = min(len(numbers), WIDEST)
    shares = [max(numbers[i * len(numbers) // n:(i + 1) * len(numbers) // n]) for i in range(n)]
    return "".join(BARS[min(len(BARS) - 1, int(len(BARS) * share / top))] if top > 0 else BARS[0] for share in shares)


def _ends(console: Console, twin: Outcome, name: str) -> None:
    ends = ", ".join(f"{word} {n}" for word, n in twin.episodes.items() if word != "count")
    things = ", ".join(f"{n} {kind}" for kind, n in twin.counts.items() if n)
    if name:
        console.print(f"  [bold]{escape(name)}[/]")
    if twin.episodes["count"]:
        console.print(escape(f"  {twin.episodes['count']} episodes ended: {ends}"))
    console.print(escape(f"  at the end: {things}"))
    console.print(f"  digest {twin.digests[0]}" + (f" and {len(twin.digests) - 1} more" if len(twin.digests) > 1 else ""))


def _law(console: Console, law: list[dict]) -> None:
    law = [entry for entry in law if "refused" not in entry]
    if law:
        console.print(f"  the law changed {len(law)} times" if len(law) > 1 else "  the law changed once")
    for entry in law[:MOST_LAWS]:
        head = f"  {entry['tick']:>7}  {entry['change'] or 'edit'} ({entry['by']})"
        console.print(escape(f"{head:36} " + "  ".join([f"- {said}" for said in entry["removed"]] + [f"+ {said}" for said in entry["added"]])))
    if len(law) > MOST_LAWS:
        console.print(f"           and {len(law) - MOST_LAWS} more")
