"""Mutants that behave as the portal does: not tried, and printed with the result.

An entry says why no request, however made, gets another answer. What a
test could find, and is only hard to test, does not belong here. An entry must still be found
(tests/test_mutation.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from scripts.mutate.checks import Mutant


@dataclass(frozen=True)
class Alike:
    path: str
    function: str
    before: str
    after: str
    reason: str

    def is_of(self, mutant: Mutant) -> bool:
        key = (mutant.path, mutant.function, mutant.before, mutant.after)
        return key == (self.path, self.function, self.before, self.after)


ALIKE = (
    Alike(
        "network/web/middleware.py",
        "SectionCSPMiddleware.get_policy_parts",
        'request.path.startswith("/admin/") and not report_only',
        '(request.path.startswith("/admin/"))',
        "A policy that only reports is not set: without one nothing is sent.",
    ),
)


def alike(mutant: Mutant) -> Alike | None:
    return next((one for one in ALIKE if one.is_of(mutant)), None)
