"""How the built-in model is made: synthetic corpus, training, GGUF export, evaluation.

`python -m scripts.model --help` lists the steps; docs/builtin-model.md tells what came of them.
"""
