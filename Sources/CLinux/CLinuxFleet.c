#define _GNU_SOURCE
#include "CLinuxFleet.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int clinux_connect_unix(const char *path, int32_t *pid) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    *pid = 0;
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof address.sun_path) return -ENAMETOOLONG;
    memcpy(address.sun_path, path, length + 1);

    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) {
        int error = errno;
        close(descriptor);
        return -error;
    }
    // Set by the peer's listen(), so it is known before the peer accepts.
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && size == sizeof peer) *pid = peer.pid;
    return descriptor;
}

int clinux_inotify_open(void) {
    int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int clinux_inotify_watch(int descriptor, const char *directory) {
    uint32_t mask = IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    int watch = inotify_add_watch(descriptor, directory, mask);
    return watch < 0 ? -errno : watch;
}

int clinux_inotify_unwatch(int descriptor, int watch) {
    return inotify_rm_watch(descriptor, watch) == 0 ? 0 : -errno;
}

int clinux_inotify_drain(int descriptor, int32_t *ended, int capacity, int *ended_count) {
    char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    *ended_count = 0;
    ssize_t got = read(descriptor, buffer, sizeof buffer);
    if (got < 0) return errno == EAGAIN || errno == EINTR ? 0 : -errno;
    int count = 0;
    for (size_t at = 0; at + sizeof(struct inotify_event) <= (size_t)got; count++) {
        struct inotify_event event;
        memcpy(&event, buffer + at, sizeof event);
        if ((event.mask & IN_IGNORED) && *ended_count < capacity) ended[(*ended_count)++] = event.wd;
        at += sizeof event + event.len;
    }
    return count;
}
