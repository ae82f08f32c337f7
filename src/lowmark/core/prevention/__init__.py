"""From what is at risk of a write-down, and what can be done about it, to the plan that recovers most.

Before this: stock, expected demand and open orders, as tables. After this: people, who accept an action or do not. In the
order of the chain: `risks` and `outlook` say what will not be sold, `actions` what can be done (a file an action), `choices`
lays both out for a program, `solving` solves it (a large one by `pricing`, with
`relaxing`, `settling` and `mixing`), `filling` makes whole steps of the answer, `checking` verifies it by
itself, `plan` puts them together and says why.
"""
