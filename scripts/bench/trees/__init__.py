"""Folders of Python code that a seed makes, for benchmarks of programs that read code."""
