"""What the entries say that matters: injuries, words of children, risks, decisions, promises; who knew it, and when."""
