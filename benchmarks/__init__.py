"""Benchmarks: each figure beside a named bare program in the same process."""
