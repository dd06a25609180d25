"""Evidence: draws of assumptions, ablation, and comparison with outside data.

:func:`draw` gives intervals, :func:`quick_draw` nearly the same in seconds, :func:`ablate` sets one assumption at a
time to its alternatives, and :func:`outside_evidence` puts published findings beside a result. From data that the
model has not seen, :func:`local_multiplier` estimates other local jobs per manufacturing job; :func:`baseline`
forecasts a place without
the plant; :func:`what_happened` compares a place after a plant with others, and :func:`against_model` puts the model
beside it; :func:`delta_by_size` says how little a setting of trade follows from data.
:func:`trade_checks` compares trade with what is published.
"""

from ._ablation import ablate
from ._baseline import baseline
from ._coverage import coverage, quick_errors
from ._draw import draw
from ._explained import explained, quotation
from ._history import against_model, what_happened
from ._identification import delta_by_size
from ._local_multiplier import local_multiplier
from ._net import net_sentences
from ._outside import outside_evidence
from ._quick import quick_draw
from ._readings import readings
from ._settle import settle_first
from ._trade_checks import trade_checks

__all__ = [
    "ablate",
    "against_model",
    "baseline",
    "coverage",
    "delta_by_size",
    "draw",
    "explained",
    "local_multiplier",
    "net_sentences",
    "outside_evidence",
    "quick_draw",
    "quick_errors",
    "quotation",
    "readings",
    "settle_first",
    "trade_checks",
    "what_happened",
]
