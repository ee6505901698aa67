"""DSPy programs of the shipped roles; the only place besides adapters that subclasses dspy."""
