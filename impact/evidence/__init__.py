"""How sure are we: what data that the model has not seen say of its answers.

:func:`local_multiplier` estimates other local jobs per manufacturing job; :func:`baseline` forecasts a place without
the plant; :func:`what_happened` compares a place after a plant with others, and :func:`against_model` puts the model
beside it; :func:`distance_profile` and :func:`delta_by_size` say how little the trade settings follow from data.
"""

from ._baseline import Baseline, baseline, predict, rolling_errors
from ._history import Comparison, ExPost, against_model, mixing_weights, rank_p, synthetic_control, what_happened
from ._identification import delta_by_size, distance_profile, matching_delta, national_profile, within_shares
from ._local_multiplier import (
    LocalMultiplier,
    estimate_multiplier,
    local_multiplier,
    panel_changes,
    predicted_change,
)
from ._regression import Estimate, Instrumented, instrumented

__all__ = [
    "Baseline",
    "Comparison",
    "Estimate",
    "ExPost",
    "Instrumented",
    "LocalMultiplier",
    "against_model",
    "baseline",
    "delta_by_size",
    "distance_profile",
    "estimate_multiplier",
    "instrumented",
    "local_multiplier",
    "matching_delta",
    "mixing_weights",
    "national_profile",
    "panel_changes",
    "predict",
    "predicted_change",
    "rank_p",
    "rolling_errors",
    "synthetic_control",
    "what_happened",
    "within_shares",
]
