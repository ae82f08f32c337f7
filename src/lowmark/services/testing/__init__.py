"""Tests of stock: read what they need in one snapshot, and run them. Shared by `assess`, `propose`, `approve` and `post`."""

from lowmark.services.testing.gathering import Gathered, Question, gather
from lowmark.services.testing.hashes import canonical_rows
from lowmark.services.testing.layers import layers_at, layers_to_test
from lowmark.services.testing.run import Test, assessed_of, run_test, test_of

__all__ = [
    "Gathered", "Question", "Test", "assessed_of", "canonical_rows", "gather", "layers_at",
    "layers_to_test", "run_test", "test_of",
]  # fmt: skip
