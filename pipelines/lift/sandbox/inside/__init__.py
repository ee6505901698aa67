"""What runs inside the sandbox: stdlib only, started as the package `inside`, never imported by lift.

The interpreter that runs it may be the user's and lacks lift; so nothing here imports lift.
"""
