"""Records that a merge has set aside: out of every list, and still there.

What was merged can then be taken apart again, and nothing that points at such a row points at
nothing. `objects` of people and of designations leaves them out; `Person.everyone` and
`Designation.all_rows` are for who must find all that is kept of a person: an erasure, and an undo.
"""

from __future__ import annotations

import pgtrigger

# The row is locked: a merge that has begun is waited for, and one that begins later waits.
REFUSE_SET_ASIDE = """
    PERFORM 1 FROM focalpoints_person
    WHERE id = NEW.person_id AND merged_into_id IS NULL
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'This record of a person was merged into another.'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


def of_a_record_in_use() -> pgtrigger.Trigger:
    """What a member says of a person is said of a record that was not set aside."""
    return pgtrigger.Trigger(
        name="of_a_record_in_use",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id"),  # type: ignore[no-untyped-call]
        func=REFUSE_SET_ASIDE,
    )
