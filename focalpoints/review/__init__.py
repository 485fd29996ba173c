"""The review engine: a member's draft on its way to publication.

Upper apps register what may be changed through review in `AppConfig.ready()`:

    registry.register(Kind(key="plan", model=NationalActionPlan, form=PlanForm, ...))

`registry` knows the kinds, `values` turns a form into JSON and back, `services` makes every
decision, `difference` tells what changed, `notices` tells people by mail, `needs` tells the
Secretariat's first page what waits.
"""
