"""Scripts that run in another DSPy version's environment; they import nothing of lift."""
