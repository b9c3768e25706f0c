"""Before any test module is imported: compiled code comes from, and goes to, the program's own folder for it; random tests are steady in CI."""
import os

from lab import warm

warm.use_cache()

from hypothesis import HealthCheck, Phase, settings  # noqa: E402

# The first call of compiled code takes longer than any deadline. Explaining a failure runs it a thousand times more, in a place where nobody waits.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow],
                          phases=[phase for phase in Phase if phase != Phase.explain])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
