"""The door for work that nobody waits at: a worker that carries out jobs, one at a time, until it is told to end."""
