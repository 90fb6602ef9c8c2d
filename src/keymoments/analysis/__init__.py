"""What records mean: pure values in, pure values out; no files, clock, log or randomness."""
