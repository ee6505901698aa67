"""The rules, one file each. `registry` finds them; nothing else has to be edited."""
