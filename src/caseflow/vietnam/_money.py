"""The currency of Viet Nam, and the kinds of fee that its law knows."""

from caseflow.fees import SERVICE, FeeKind
from caseflow.money import Currency
from caseflow.values import Text

__all__ = ["FEE_KINDS", "LE_PHI", "PHI", "VND"]

#: Đồng, which have no smaller unit.
VND = Currency("VND")

#: A phí pays for a public service, a lệ phí is a fixed charge of the State.
#: Source: Law on fees and charges 97/2015/QH13, Art. 3.
PHI = FeeKind("phi", Text(vi="phí", en="fee for a public service"))
LE_PHI = FeeKind("le-phi", Text(vi="lệ phí", en="charge of the State"))
FEE_KINDS = (PHI, LE_PHI, SERVICE)
