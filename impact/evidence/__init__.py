"""How sure are we: draws of the assumptions, each of them alone, and what data and others say of the model's answers.

:func:`draw` gives intervals, :func:`ablate` sets one assumption at a time to its alternatives, and
:func:`outside_evidence` puts published findings beside a result. From data that the model has not seen,
:func:`local_multiplier` estimates other local jobs per manufacturing job; :func:`baseline` forecasts a place without
the plant; :func:`what_happened` compares a place after a plant with others, and :func:`against_model` puts the model
beside it; :func:`delta_by_size` says how little a setting of trade follows from data.
"""

from ._ablation import ablate
from ._baseline import baseline
from ._draw import draw
from ._history import against_model, what_happened
from ._identification import delta_by_size
from ._local_multiplier import local_multiplier
from ._outside import outside_evidence
from ._readings import readings

__all__ = [
    "ablate",
    "against_model",
    "baseline",
    "delta_by_size",
    "draw",
    "local_multiplier",
    "outside_evidence",
    "readings",
    "what_happened",
]
