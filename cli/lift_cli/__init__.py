"""The command line of lift: parse, call one pipeline function, render, exit code.

Start reading at `main`, which lists the commands; `entry` is where errors become exit codes.
"""
