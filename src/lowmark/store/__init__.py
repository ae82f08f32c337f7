"""The store keeps nouns on SQLite and PostgreSQL, under law. It knows nothing of accounting."""
