"""Learning-rate schedule by steps or by the clock, and checkpoints to go on from."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

WARM_UP = 0.05  # share of the run in which the rate rises
FINAL = 0.02  # share of the rate that is left at the end


@dataclass(slots=True, kw_only=False)
class Schedule:
    """A rate that rises, then falls along a cosine over `steps`, or over `minutes` where they end sooner."""

    optimizer: torch.optim.Optimizer
    steps: int
    minutes: float | None
    spent_s: float
    progress: float = 0.0
    _rates: list[float] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Remember the full rates."""
        self._rates = [group["lr"] for group in self.optimizer.param_groups]

    def elapsed_s(self) -> float:
        """Return the time spent training, that of earlier runs included."""
        return self.spent_s + time.monotonic() - self._started

    def advance(self, step: int) -> bool:
        """Set the rates for `step`; return False once the minutes are used up."""
        by_clock = self.elapsed_s() / (60 * self.minutes) if self.minutes else 0.0
        self.progress = max(step / self.steps, by_clock)
        if self.progress >= 1.0:
            return False
        falling = FINAL + (1 - FINAL) * (1 + math.cos(math.pi * self.progress)) / 2
        for group, rate in zip(self.optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * min(1.0, self.progress / WARM_UP + 0.01) * falling
        return True


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One file with everything that a cut-off run needs."""

    path: Path

    def resume(self, model: Any, optimizer: torch.optim.Optimizer, schedule: Schedule) -> int:
        """Load the file where there is one; return the steps already done."""
        if not self.path.exists():
            return 0
        state = torch.load(self.path, weights_only=True)
        model.load_state_dict(state["model"])
        rates = [group["lr"] for group in optimizer.param_groups]
        optimizer.load_state_dict(state["optimizer"])
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate
        schedule.spent_s = float(state["spent_s"])
        return int(state["step"])

    def save(self, model: Any, optimizer: torch.optim.Optimizer, schedule: Schedule, step: int) -> None:
        """Write the file aside, then put it in place."""
        aside = self.path.with_suffix(".new")
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "step": step,
                "spent_s": schedule.elapsed_s(),
            },
            aside,
        )
        aside.replace(self.path)

    def drop(self) -> None:
        """Remove the file once the stage is done."""
        self.path.unlink(missing_ok=True)
