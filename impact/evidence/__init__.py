"""How sure are we: draws of the assumptions, each of them alone, and what data and others say of the model's answers.

:func:`draw` gives intervals, :func:`ablate` sets one assumption at a time to its alternatives, and
:func:`outside_evidence` puts published findings beside a result. From data that the model has not seen,
:func:`local_multiplier` estimates other local jobs per manufacturing job; :func:`baseline` forecasts a place without
the plant; :func:`what_happened` compares a place after a plant with others, and :func:`against_model` puts the model
beside it; :func:`distance_profile` and :func:`delta_by_size` say how little the trade settings follow from data.
"""

from ._ablation import ablate
from ._baseline import Baseline, baseline, predict, rolling_errors
from ._draw import draw
from ._drivers import Driver, drivers_of, latin_hypercube
from ._history import Comparison, ExPost, against_model, mixing_weights, rank_p, synthetic_control, what_happened
from ._identification import delta_by_size, distance_profile, matching_delta, national_profile, within_shares
from ._local_multiplier import (
    LocalMultiplier,
    estimate_multiplier,
    local_multiplier,
    panel_changes,
    predicted_change,
)
from ._outside import Finding, findings, outside_evidence
from ._readings import readings
from ._regression import Estimate, Instrumented, instrumented

__all__ = [
    "Baseline",
    "Comparison",
    "Driver",
    "Estimate",
    "ExPost",
    "Finding",
    "Instrumented",
    "LocalMultiplier",
    "ablate",
    "against_model",
    "baseline",
    "delta_by_size",
    "distance_profile",
    "draw",
    "drivers_of",
    "estimate_multiplier",
    "findings",
    "instrumented",
    "latin_hypercube",
    "local_multiplier",
    "matching_delta",
    "mixing_weights",
    "national_profile",
    "outside_evidence",
    "panel_changes",
    "predict",
    "predicted_change",
    "rank_p",
    "readings",
    "rolling_errors",
    "synthetic_control",
    "what_happened",
    "within_shares",
]
