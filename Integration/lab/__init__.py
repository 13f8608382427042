"""Real QEMU guests under a small host of our own: the harness of the integration suites.

    shape, guest, fleet   what a guest is made of, one running guest, many of them from a saved state
    agent, qmp, lines     the two sockets of a guest
    pool, host            a memory cgroup as a host of a few GiB; KSM and swap of the real one
    daemon, config        balloond and balloonctl under test
    sampler, proxy        what watches them from outside
    world, waiting        what a suite is given, and how it waits
"""
