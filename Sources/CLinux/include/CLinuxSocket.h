// What the kernel says about the peer of a Unix socket; Glibc hides its `struct ucred` behind _GNU_SOURCE.
#ifndef CLINUX_SOCKET_H
#define CLINUX_SOCKET_H

#include <sys/types.h>

/// The value of `SO_PEERCRED`, laid out as the kernel's `struct ucred` (unix(7)).
struct peer_credentials {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};

#endif
