"""Minds from a file of one's own, each in a process of its own: `host` asks, `guest` answers, `wire` is what goes between them."""
