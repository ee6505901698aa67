"""`python -m lift_cli`, the same as the installed `lift`."""

from __future__ import annotations

from lift_cli.entry import main

main()
