"""A function for each page: load through a query, bind a form, call one operation, redirect."""
