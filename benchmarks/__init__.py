"""How fast caseflow is beside what a user would otherwise pick, measured in one run.

`make bench`, or `python -m benchmarks --json FILE --only NAME`. Every benchmark first checks that
the contenders give the same answers, then runs them in turn, round by round, and compares them
within each round: ratios count, seconds do not. Nothing here is imported by caseflow.
"""
