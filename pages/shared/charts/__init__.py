"""Charts: a result in, a figure and its words out; one module a picture."""
