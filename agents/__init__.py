"""Who guesses: minds that learn a world while they live in it. Imports the world's public types only."""
