"""What several pages know of dentistry: teeth, fees, what happens when a procedure is completed.

Below the pages: its functions name tables by text, read and write rows through a call's records, and know no request.
May not: be a page, or import one.
"""
