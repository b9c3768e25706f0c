"""How exams are taken: lives lived by seed in several processes, kept as they end, counted, and told as a table, as JSON or as a page."""
