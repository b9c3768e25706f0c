"""Umwelt for other people's programs: Gymnasium, its vectors, PettingZoo, and a World for notebooks. `import umwelt` opens them all."""
