"""The exams of the minds, a module each (or a family of two or three). `lab.examining.exam` finds them by their `EXAM` or `EXAMS`."""
