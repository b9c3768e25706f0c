"""Planners: what to try, given a world model."""
