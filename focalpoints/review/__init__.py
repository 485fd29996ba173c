"""The review engine: a member's draft on its way to publication.

Upper apps contribute what may be changed through review in their `contributions.py`:

    registry.add(Kind(name="plan", model=NationalActionPlan, form=PlanForm, ...))

`registry` knows the kinds, `values` turns a form into JSON and back, `changes` says what every step
asks and records, `drafts` and `submissions` take the steps, `publication` writes the next version
of an entry, `difference` tells what changed, `notices` informs people by mail.
"""
