"""slo-gate: validates SLO files and gates deploys on the error budget that is really left."""

__version__ = "0.1.0"
