"""One module a kind of rule: each looks through the facts of a case and yields what it finds."""
