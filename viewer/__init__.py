"""What is shown: the pygame window. Reads frames, returns commands."""
