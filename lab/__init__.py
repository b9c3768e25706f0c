"""What is measured: sessions, traces, figures, expectations."""
