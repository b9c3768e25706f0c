"""The views of a board, one file each. Each paints the still part of a moment; what moves is the board's (`viewer.board`)."""
