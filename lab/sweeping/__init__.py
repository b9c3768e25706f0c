"""Sweeps: one scenario lived over a grid of settings, seeds and minds, a line of JSON for each run."""
