"""What insurances will do for a procedure: one function for all who make, change, complete or plan procedures.

:func:`compute` works out and writes the claimprocs of procedures. :func:`recompute` and :func:`recompute_patient` do so
for one procedure that was written, and for a patient whose insurances have changed.

Model: the desktop program's data layer, 24.3.45. Averages of past payments (BlueBook), Canadian labs and sales tax are
not simulated.
"""

from mock_od.dentistry.estimates.computing import compute, recompute, recompute_patient

__all__ = ["compute", "recompute", "recompute_patient"]
