// Unix sockets with the peer's process number, and inotify: what the fleet needs and Glibc's Swift module lacks.
#ifndef CLINUX_FLEET_H
#define CLINUX_FLEET_H

#include <stdint.h>

// Connects to a Unix stream socket without blocking and tells the listener's process number, or 0 when it is not to be had.
// A descriptor (non-blocking, close-on-exec), or a negative error number.
int clinux_connect_unix(const char *path, int32_t *pid);

// A non-blocking, close-on-exec inotify descriptor, or a negative error number.
int clinux_inotify_open(void);

// Watches a directory for entries that come and go, and for its own end. A watch number, or a negative error number.
int clinux_inotify_watch(int descriptor, const char *directory);

// 0, or a negative error number.
int clinux_inotify_unwatch(int descriptor, int watch);

// The next batch of events: their count, 0 for none, or a negative error number. Up to `capacity` numbers of watches that
// the kernel has ended are stored in `ended`, their count in `ended_count`. Never blocks.
int clinux_inotify_drain(int descriptor, int32_t *ended, int capacity, int *ended_count);

#endif
