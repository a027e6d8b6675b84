"""Describe English words in what should be Dutch."""

import re

#: Words of English sentences that no Dutch text has.
ENGLISH = re.compile(
    r"\b(?:after|all|an|and|any|applicant|are|at|been|before|by|cannot|cases?|channel|clock|days?|"
    r"decided|did|does|due|early|expected|faults?|fees?|filings?|first|for|found|from|give|given|"
    r"granted|has|have|hours|invalid|it|its|known|left|limit|missing|must|needs?|no|none|not|"
    r"nothing|on|only|other|paid|paused|received|shown?|state|supplement|than|that|the|then|there|"
    r"they|this|through|time|to|unknown|until|use|usage|valid|waiting|warning|weeks|with|working|"
    r"write|written|years|you)\b",
    re.IGNORECASE,
)
#: What is given or to be typed, and stands as it is in any language.
TYPED = re.compile(
    r"'[^']*'|\"[^\"]*\"|`[^`]*`|\[[a-z-]+\]|--?[\w-]+(?:=\S+)?|\bcaseflow [a-z-]+(?: [a-z]+)?:?|"
    r"[\w/.:@-]*[/.:@][\w/.:@-]*|\b[a-z]+-[a-z0-9-]+\b"
)


def english(text):
    """The English words of *text*, but for what was given or is to be typed."""
    return ENGLISH.findall(TYPED.sub(" ", text))
