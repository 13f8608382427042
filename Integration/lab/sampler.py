"""A witness beside the daemon: pool usage 20 times a second, from the cgroup's own files."""

import threading
import time


class Sampler(threading.Thread):
    """Samples until `stop`; the answers may be asked at any time."""

    def __init__(self, pool, limit=0.8, period=0.05):
        super().__init__(daemon=True)
        self.pool = pool
        self.limit = limit
        self.period = period
        self.samples = []  # (monotonic seconds, usage as a part of the pool)
        self.swap_peak = 0
        self.first_oom_kills = pool.oom_kills()
        self._stopping = threading.Event()

    def run(self):
        while not self._stopping.is_set():
            self.samples.append((time.monotonic(), self.pool.usage()))
            self.swap_peak = max(self.swap_peak, self.pool.swapped())
            self._stopping.wait(self.period)

    def stop(self):
        self._stopping.set()
        self.join(5)

    def since(self, start):
        return [sample for sample in list(self.samples) if sample[0] >= start]

    def peak(self, since=0.0):
        """The highest usage seen."""
        return max((usage for _, usage in self.since(since)), default=0.0)

    def seconds_over(self, since=0.0):
        """Time over the limit: each sample over it counts until the next one."""
        samples = self.since(since)
        return sum(
            after[0] - before[0] for before, after in zip(samples, samples[1:], strict=False) if before[1] > self.limit
        )

    def oom_kills(self):
        """Processes of the pool the kernel killed since the sampler was made."""
        return self.pool.oom_kills() - self.first_oom_kills

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()
