"""What is kept of the exports: sources, uploads, jobs, dossiers, and what uploads say of them."""

from dossiers.models.catalogue import (
    Authority,
    CatalogueGeneration,
    CatalogueProcedure,
    OnlineLevel,
    ServiceLevel,
    TermUnit,
)
from dossiers.models.dossier import Dossier, Facts, Rewriting, Saying, State, Stay
from dossiers.models.job import FILE_JOBS, UNFINISHED, Acceptance, Job, JobKind, JobState
from dossiers.models.procedure import Procedure
from dossiers.models.source import CompareBy, MissingDue, Source
from dossiers.models.special_day import SpecialDay
from dossiers.models.upload import NamedUnit, Problem, Upload, UploadState

__all__ = [
    "FILE_JOBS",
    "UNFINISHED",
    "Acceptance",
    "Authority",
    "CatalogueGeneration",
    "CatalogueProcedure",
    "CompareBy",
    "Dossier",
    "Facts",
    "Job",
    "JobKind",
    "JobState",
    "MissingDue",
    "NamedUnit",
    "OnlineLevel",
    "Problem",
    "Procedure",
    "Rewriting",
    "Saying",
    "ServiceLevel",
    "Source",
    "SpecialDay",
    "State",
    "Stay",
    "TermUnit",
    "Upload",
    "UploadState",
]
