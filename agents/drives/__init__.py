"""Drives: what to want, and which belief to test."""
