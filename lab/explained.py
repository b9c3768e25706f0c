"""What `explain` has found, as a person reads it."""
from __future__ import annotations

import io

from rich.console import Console
from rich.table import Table
from rich.text import Text

from lab.explain import Explanation

HEADING, NAME, QUIET, GOOD, DOUBT = "bold underline", "cyan", "dim", "green", "yellow"
BARS = "▁▂▃▄▅▆▇█"


def show(found: Explanation, console: Console | None = None) -> None:
    """Print it on standard output: in colours on a terminal, plain and unwrapped elsewhere."""
    console = console or Console(highlight=False)
    if console.is_terminal:
        return _show(console, found)
    plain = Console(highlight=False, file=io.StringIO(), width=10_000)
    _show(plain, found)
    console.file.write("".join(f"{line.rstrip()}\n" for line in plain.file.getvalue().splitlines()))


def _show(console: Console, found: Explanation) -> None:
    console.print(Text(found.scenario.title, "bold"))
    if found.scenario.about:
        console.print(Text(" ".join(found.scenario.about.split())))
    console.print(Text(in_numbers(found), QUIET))
    for heading, lines in found.law.items():
        console.print()
        console.print(Text(heading, HEADING))
        table = _columns(1 if heading == "from the start" else 2)
        for name, text in lines:
            table.add_row(*([Text(name, NAME)] if heading != "from the start" else []), Text(text))
        console.print(table)
    console.print()
    _lived(console, found)
    console.print()
    _doubts(console, found)


def in_numbers(found: Explanation) -> str:
    """`64 x 48 cells, 1 mover; 17 sorts of things; 10 rules, 2 changes; 31.2 KiB a world`."""
    sizes = found.sizes
    drawn = found.scenario.drawing
    parts = [f"{sizes['width']} x {sizes['height']} = {sizes['cells']:,} cells" + ("" if drawn is None else ", drawn by the world's seed" if drawn.seed is None else f", drawn by seed {drawn.seed}"),
             f"{_many(sizes['ids'], 'sort')} of things", _movers(sizes["movers"], sizes["learners"]), _many(sizes["rules"], "rule"), _many(sizes["changes"], "change"),
             f"{sizes['bytes'] / 1024:,.1f} KiB a world"]
    return " · ".join(parts)


def _movers(movers: int, learners: int) -> str:
    if not movers:
        return "no movers"
    return _many(movers, "mover") + (" that chooses" if movers == learners == 1 else " that choose" if movers == learners else f", {learners or 'none'} of them with a choice")


def _many(number: int, name: str) -> str:
    return f"{number:,} {name}" + ("" if number == 1 else "s")


def _columns(number: int) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 2))
    for _ in range(number):
        table.add_column(overflow="fold")
    return table


def _lived(console: Console, found: Explanation) -> None:
    """How often what happened in random lives."""
    console.print(Text.assemble((f"{found.ticks:,} random ticks", HEADING), (f"   {found.worlds} worlds; how often in a world", QUIET)))
    table = _columns(3)
    most = max([*found.fired.values(), 1])
    for name, number in found.fired.items():
        table.add_row(Text("rule", QUIET), Text(name, NAME), _often(number / found.worlds, number / most, found.due["rules"].get(name, "")))
    for name, number in found.enacted.items():
        table.add_row(Text("change", QUIET), Text(name, NAME), _often(number / found.worlds, 0, found.due["changes"].get(name, "")))
    for name, total in found.rewards.items():
        table.add_row(Text("reward", QUIET), Text(name, NAME), _often(total, 0))
    for word, number in sorted(found.ends.items()):
        table.add_row(Text("ended", QUIET), Text(word, NAME), _often(number / found.worlds, 0))
    console.print(table)


def _often(mean: float, share: float, due: str = "") -> Text:
    """A number, with a bar, or with when that comes which has not come yet."""
    if due:
        return Text(f"{mean:>10,.3g}  {due}", QUIET)
    text = Text(f"{mean:>10,.1f}" if abs(mean) >= 10 else f"{mean:>10,.3g}", "" if mean else DOUBT)
    return text.append(f"  {BARS[min(7, int(8 * share))]}" if share else "", NAME)


def _doubts(console: Console, found: Explanation) -> None:
    if not found.doubts:
        console.print(Text("nothing looks wrong", GOOD))
        return
    console.print(Text("what looks wrong", HEADING))
    for doubt in found.doubts:
        where = f"{found.scenario.path}:{doubt.mark.line}: " if doubt.mark else ""
        console.print(Text.assemble(("  ! ", DOUBT), (where, QUIET), doubt.text, (f"   [{doubt.code}]", QUIET)))
        if doubt.hint:
            console.print(Text(f"      {doubt.hint}", QUIET))
