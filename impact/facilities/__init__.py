"""What is being built: facility types, the site file, and the change in output that a site causes.

A facility type is one YAML file in ``catalogue/``. A :class:`Site` says what is built where; :func:`shock` turns it
into output, jobs and labor income by industry.
"""

from ._catalogue import Facility, Figure, facilities, facility
from ._industries import industry_mix
from ._shock import Shock, shock
from ._site import Site

__all__ = ["Facility", "Figure", "Shock", "Site", "facilities", "facility", "industry_mix", "shock"]
