"""What runs inside the sandbox: stdlib only, started as the package `inside`.

The interpreter that runs it may be the user's and lack lift; so nothing here imports lift,
and lift imports nothing from here.
"""
