"""World models: what a mind believes will happen."""
