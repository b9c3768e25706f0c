"""The panels of the window, one a file. A panel says what its picture depends on (`inputs`) and draws it on a sheet (`draw`); it keeps nothing."""
