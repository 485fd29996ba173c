"""The reference data of this app: plans by generation, and what sources say about them.

Files of `initiatives/reference/` (its README describes their columns). What a member or the
Secretariat has published through the portal since is recognised and never touched.
"""

from __future__ import annotations

from pathlib import Path

from focalpoints.models import Revision
from focalpoints.revisions import record_loaded
from initiatives.models import NationalActionPlan
from initiatives.sources.evidence import load_counts, load_differences, load_findings
from initiatives.sources.plans import load_national_plans, load_regional_plans
from network.importing.loading import LoadReport

FOLDER = Path(__file__).parent.parent / "reference"


def load(report: LoadReport, folder: Path = FOLDER) -> None:
    """Load the reliable rows; a second load writes nothing.

    Raises network.importing.reference.BrokenRowError, with the place, on the first row that
    cannot be read.
    """
    plans = load_national_plans(folder, report)
    load_regional_plans(folder, report)
    # All of them: a sample may have given up its number to a fact. Unchanged rows are skipped.
    every = NationalActionPlan.objects.values_list("pk", flat=True)
    record_loaded(NationalActionPlan, every, source=Revision.Source.REFERENCE)
    load_differences(folder, plans, report)
    load_findings(folder, report)
    load_counts(folder, report)
    report.save()
