"""The sections of a scenario file, one module each: from nodes to the typed parts of a Scenario."""
