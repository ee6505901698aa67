"""Measure programs: rollouts, their statistics, baselines and the interleaved proof."""
