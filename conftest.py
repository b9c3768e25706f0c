"""Before any test module is imported: compiled code comes from, and goes to, the program's own folder for it."""
from lab import warm

warm.use_cache()
