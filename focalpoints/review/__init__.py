"""The review engine: a member's draft on its way to publication.

Upper apps contribute what may be changed through review in their `contributions.py`:

    registry.add(Kind(name="plan", model=NationalActionPlan, form=PlanForm, ...))

`registry` knows the kinds, `values` turns a form into JSON and back, `services` makes every
decision, `difference` tells what changed, `notices` tells people by mail.
"""
