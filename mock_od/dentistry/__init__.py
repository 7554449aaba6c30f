"""What a practice's bookkeeping does whichever page asks for it: functions over an office's rows.

May not: be a page, import one, or answer a request.
"""
