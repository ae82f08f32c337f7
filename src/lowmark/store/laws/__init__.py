"""The laws of the database: what no statement of anybody can do to it, written as triggers, constraints and roles."""
