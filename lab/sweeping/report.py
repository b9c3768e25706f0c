"""A sweep as one page of HTML that needs nothing beside it, and as a tidy table for pandas or polars."""
from __future__ import annotations

import csv
import html
import json
import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lab.examining.intervals import interval
from lab.examining.page import COLOURS, STYLE, NoMatplotlib, figure_of, svg_of
from lab.metrics import SPAN
from lab.sweeping.notebook import HEAD, rows

PAGE, TABLE = "report.html", "runs.csv"
MOST_GROUPS = 12
"""Lines in one picture; more cannot be told apart."""


class NoSweep(ValueError):
    """The folder holds no sweep, or no run of one yet."""


def write(folder: str | Path) -> list[Path]:
    """Write both beside the runs.  their paths

    Raises:
        NoSweep: there is nothing to report.
        NoMatplotlib: there is nothing to draw curves with.
        OSError: they cannot be written.
    """
    folder = Path(folder)
    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NoSweep(f"{folder} holds no {HEAD}; `python main.py sweep SCENARIO --out {folder}` makes one") from None
    found = rows(folder)
    if not found:
        raise NoSweep(f"no run of the sweep in {folder} has ended yet")
    table = tidy(found)
    with open(folder / TABLE, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in table for name in row)))
        writer.writeheader()
        writer.writerows(table)
    (folder / PAGE).write_text(_page(head, found), encoding="utf-8")
    return [folder / PAGE, folder / TABLE]


def tidy(found: Sequence[dict]) -> list[dict]:
    """One flat row for each agent of each run: what was set, and what came of it."""
    out = []
    for row in found:
        set_to = {**row["settings"], **{f"mind of {agent}": mind for agent, mind in row["mind_of"].items()}, "seed": row["seed"], "ticks": row["ticks"]}
        ends = {f"ended {word}": n for word, n in row.get("episodes", {}).items() if word != "count"}
        for agent, reward in (row.get("reward") or {"": ""}).items():
            bits = row.get("surprise", {}).get(agent, [])
            out.append({**set_to, "agent": agent, "mind": row.get("minds", {}).get(agent, ""), "reward": reward,
                        "bits a tick": round(float(np.mean(bits)), 6) if bits else "", "episodes": row.get("episodes", {}).get("count", ""), **ends,
                        "law changes": len(row["law"]) if "law" in row else "", "digest": row.get("digest", ""), "seconds": row.get("seconds", ""), "error": row.get("error", "")})
    return out


def _page(head: dict, found: list[dict]) -> str:
    good = [row for row in found if "error" not in row]
    groups: dict[str, list[dict]] = {}
    for row in good:
        name = ", ".join([*(f"{name} {value}" for name, value in row["settings"].items()), *(f"{agent} {mind}" for agent, mind in row["mind_of"].items())])
        groups.setdefault(name or "as written", []).append(row)
    learners = list(dict.fromkeys(agent for row in good for agent in row["surprise"]))
    title = f"Sweep of {Path(head['scenario'] or 'a scenario').name}"
    facts = [f"{len(found)} runs of {head['ticks']:,} ticks, {len(found) - len(good)} failed", f"umwelt {head['version']}, Python {head['python']}, "
             + ", ".join(f"{name} {number}" for name, number in head["packages"].items()), f"{head['machine']}, {head['cores']} cores"]
    if head["command"]:
        facts.insert(0, f"Made with <code>{_said(shlex.join(['python', 'main.py', *head['command']]))}</code>")
    parts = [f"<h1>{_said(title)}</h1>\n<p class=small>" + ".<br>\n".join(facts) + ".</p>"]
    for agent in learners:
        parts.append(f"<h2>{_said(agent)}</h2>")
        parts.append(_picture(agent, groups, head["ticks"]))
        parts.append(_table(agent, groups))
    if len(groups) > MOST_GROUPS:
        parts.append(f"<p class=small>The pictures show the first {MOST_GROUPS} of {len(groups)} groups; the tables show all.</p>")
    if failed := [row for row in found if "error" in row]:
        parts.append("<h2>Runs that failed</h2><ul>" + "".join(f"<li>{_said(json.dumps(row['settings']))}, seed {row['seed']}: {_said(row['error'])}" for row in failed[:50]) + "</ul>")
    parts.append(f"<h2>The scenario</h2><pre>{_said(head['text'])}</pre>")
    return f"<!doctype html>\n<html lang=en><meta charset=utf-8><title>{_said(title)}</title>\n<style>{STYLE}\npre {{ background: #f6f6f6; padding: 1em; overflow-x: auto }}</style>\n" \
        + "\n".join(parts) + "\n</html>\n"


def _picture(agent: str, groups: dict[str, list[dict]], ticks: int) -> str:
    """Surprise over time, mean and 95 % interval over seeds; a line where the law changed in most runs of the first group."""
    figure, axes = figure_of(f"bits a tick, means of {SPAN} ticks", "tick")
    for (name, runs), colour in zip(list(groups.items())[:MOST_GROUPS], COLOURS * 2):
        curves = [row["surprise"][agent] for row in runs if row["surprise"].get(agent)]
        if not curves:
            continue
        n = min(map(len, curves))
        spans = [interval([curve[i] for curve in curves]) for i in range(n)]
        across = [min(ticks, SPAN * (i + 1)) for i in range(n)]
        axes.plot(across, [mean for mean, _, _ in spans], color=colour, label=name, linewidth=1.6)
        axes.fill_between(across, [low for _, low, _ in spans], [high for _, _, high in spans], color=colour, alpha=.18, linewidth=0)
    first = next(iter(groups.values()))
    changed = Counter((entry["tick"], entry["change"]) for row in first for entry in row["law"])
    for (tick, change), times in sorted(changed.items())[:40]:
        if 2 * times >= len(first):
            axes.axvline(tick, color="#b8860b", linewidth=1)
            axes.annotate(change, (tick, 1), xycoords=("data", "axes fraction"), rotation=90, va="top", ha="right", fontsize=8, color="#8a6508")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=9)
    return svg_of(figure, f"surprise of {agent}")


def _table(agent: str, groups: dict[str, list[dict]]) -> str:
    lines = []
    for name, runs in groups.items():
        reward, bits = [row["reward"].get(agent, 0.0) for row in runs], [float(np.mean(row["surprise"][agent] or [0])) for row in runs]
        ends = Counter()
        for row in runs:
            ends.update({word: n for word, n in row["episodes"].items() if word != "count"})
        lines.append(f"<tr><td>{_said(name)}<td class=n>{len(runs)}<td class=n>{_spread(reward)}<td class=n>{_spread(bits)}<td>{_said(', '.join(f'{word} {n}' for word, n in ends.items()))}")
    return "<table><tr><th>group<th>runs<th>reward, mean ± 95 %<th>bits a tick<th>episodes\n" + "\n".join(lines) + "</table>"


def _spread(values: Sequence[float]) -> str:
    mean, low, high = interval(values)
    return f"{mean:.4g}" + (f" ± {(high - low) / 2:.2g}" if np.isfinite(low) else "")


def _said(text: str) -> str:
    return html.escape(text, quote=False)


__all__ = ["NoMatplotlib", "NoSweep", "tidy", "write"]
