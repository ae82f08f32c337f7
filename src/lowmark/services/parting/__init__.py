"""Costs in their parts: what is recorded, costed part by part in memory."""
