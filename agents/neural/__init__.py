"""A mind whose world model is a small neural net that learns while it lives. Torch is imported here and nowhere else, and only when such a mind is made."""
