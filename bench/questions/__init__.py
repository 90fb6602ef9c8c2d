"""Ten plain questions on the report of each case, and what a reader needs to answer them."""
