"""Films of a life: a trace lived again, drawn without a window into a page, a moving picture, or a still."""
