"""Umwelt for Python: `import umwelt`, and Gymnasium knows "Umwelt-v0".

World         a world for a notebook: World.load("4-locks").step("east")
parallel_env  several agents of one world at once, as PettingZoo has it
"""
from lab import warm

warm.use_cache()

from lab.faces import known  # noqa: E402
from lab.faces.notebook import World  # noqa: E402

__all__ = ["World", "parallel_env"]

known.register()


def parallel_env(scenario, **options):
    """Several agents of one world at once. `options`: those of lab/faces/together.py's ParallelUmwelt."""
    from lab.faces.together import ParallelUmwelt  # PettingZoo is slow to load, and sets up sound
    return ParallelUmwelt(scenario, **options)
