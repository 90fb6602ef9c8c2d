"""What pages show, made from what queries give."""
