"""The classics of the book: Sutton and Barto, Reinforcement Learning, 2nd edition, chapters 6 and 8."""
