"""Tax: what tax books value inventory at, what of a write-down is deductible now, and the tax on the rest.

Before this: layers with cost and carrying amount, evidence that tax law asks for, the rules of a tax book as dated
parameters. After this: current and deferred tax of a write-down, for statements and their effects.
"""
