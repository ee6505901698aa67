"""Rolling out optimized programs: stored versions, the flag that chooses one, and loading it.

`versions` keeps content-addressed programs, `flags` reads and writes the flag file in flagd's
format, `serve` is what a running service imports; it needs dspy and the light base, nothing
heavier.
"""
