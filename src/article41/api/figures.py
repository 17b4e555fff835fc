"""Figures about the service in Prometheus' text format. Labels are routes and codes, never what was asked."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import Final

# Seconds; the middle ones are where single requests and batches land.
BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Figures:
    """Counts of what was served since the start."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._within: Counter[tuple[str, int]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self.screened: Counter[str] = Counter()

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests[method, route, status] += 1
        self._counts[route] += 1
        self._seconds[route] += seconds  # type: ignore[assignment]  # a Counter adds floats as well
        self._within[route, bisect_left(BUCKETS, seconds)] += 1

    def outcomes(self, outcome: str, parties: int) -> None:
        """Count parties by outcome."""
        self.screened[outcome] += parties

    def text(self, gauges: Iterable[tuple[str, str, float]]) -> str:
        """Everything as text.

        Args:
            gauges: (name with labels, help, value) of what is measured now.
        """
        lines = ["# HELP a41_requests_total Requests answered.", "# TYPE a41_requests_total counter"]
        for (method, route, status), count in sorted(self._requests.items()):
            lines.append(f'a41_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}')
        lines += ["# HELP a41_request_seconds Time to answer.", "# TYPE a41_request_seconds histogram"]
        for route, count in sorted(self._counts.items()):
            within = 0
            for place, bound in enumerate(BUCKETS):
                within += self._within[route, place]
                lines.append(f'a41_request_seconds_bucket{{route="{route}",le="{bound:g}"}} {within}')
            lines.append(f'a41_request_seconds_bucket{{route="{route}",le="+Inf"}} {count}')
            lines.append(f'a41_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}')
            lines.append(f'a41_request_seconds_count{{route="{route}"}} {count}')
        lines += ["# HELP a41_parties_total Parties by outcome.", "# TYPE a41_parties_total counter"]
        for outcome, count in sorted(self.screened.items()):
            lines.append(f'a41_parties_total{{outcome="{outcome}"}} {count}')
        described: set[str] = set()
        for name, help, value in gauges:
            bare = name.partition("{")[0]
            if bare not in described:
                described.add(bare)
                lines += [f"# HELP {bare} {help}", f"# TYPE {bare} gauge"]
            lines.append(f"{name} {value:g}")
        return "\n".join(lines) + "\n"
