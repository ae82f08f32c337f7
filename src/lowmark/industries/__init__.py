"""Industries as data: with what an entity of a trade begins, and what its trade proposes.

Before this: nothing. After this: services, which lay a pack between the framework's parameters and the entity's own settings.
"""
