"""Scales on a serial line."""

from drivers.scales.device import ScaleDevice, ScaleEvent
from drivers.scales.mt_sics import (
    MtSicsParser,
    ScaleInfo,
    ScaleStatus,
    TareReading,
    WeightReading,
)

__all__ = [
    "MtSicsParser",
    "ScaleDevice",
    "ScaleEvent",
    "ScaleInfo",
    "ScaleStatus",
    "TareReading",
    "WeightReading",
]
