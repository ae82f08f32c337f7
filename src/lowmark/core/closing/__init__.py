"""The close of a period: its tasks, what each waits for, and where each stands.

Before this: what can be computed of a period (runs, seals, differences), and what people have signed. After this: the
board that shows it, and the lock that asks whether everything before it is done.
"""
