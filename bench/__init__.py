"""Speed and accuracy, reproducible, with the peers beside."""
