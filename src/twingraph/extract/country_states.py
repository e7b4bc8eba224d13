"""States that stand behind a town ("Portsmouth in Ohio") -> their country.

Names that a town or a person bears as well (Washington, Georgia) are left out.
"""

from __future__ import annotations

_AMERICAN = (
    "Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Idaho,Illinois,Indiana,"
    "Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana,"
    "Nebraska,Nevada,Ohio,Oklahoma,Oregon,Pennsylvania,Tennessee,Texas,Utah,Vermont,Virginia,Wisconsin,Wyoming,"
    "Kalifornien,Californie,Floride,Pennsylvanie,Louisiane,North Carolina,South Carolina,New Jersey,New "
    "Mexico,"
    "New Hampshire,North Dakota,South Dakota,West Virginia"
)
_AUSTRALIAN = "New South Wales,Queensland,Tasmania,South Australia,Western Australia"
_CANADIAN = "Ontario,Alberta,British Columbia,Manitoba,Saskatchewan,Nova Scotia,New Brunswick,Québec"

STATE_COUNTRIES = {
    state: code
    for code, states in (("US", _AMERICAN), ("AU", _AUSTRALIAN), ("CA", _CANADIAN))
    for state in states.split(",")
}
