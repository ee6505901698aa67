"""What an expression of a module refers to in dspy: imports, aliases, assignments, instances."""
