"""Small functions that all follow the same house conventions.

The upper bound of a range is part of it, a value equal to a limit passes, of equal items the last
counts, nothing is answered with -1, quotients are rounded down, differences are never negative,
and shares are given per 1000.
"""
