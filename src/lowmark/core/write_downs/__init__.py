"""Write-downs: from what an allowance should be to what is proposed, decided, held and released.

Before this: assessment (what each unit of account needs). `propose` ends before the approval, `approval` says whether
a decision may stand, `allowance` is what a layer carries afterwards, `carry` takes it along with the goods, `replay`
sets it late, `of_the_year` says what of it this fiscal year charged. `aggregate` is for periodic books,
which do not follow goods. After this: the journal.
"""
