"""One module per command: parse, call one pipeline function, render, return the exit code."""
