// System calls that Glibc's Swift module does not offer, for the readers of kernel files and the daemon's own process.
#ifndef CLINUX_HOST_H
#define CLINUX_HOST_H

#include <stddef.h>
#include <stdint.h>

// The text of an error number; thread-safe. 0, or an error number.
int clinux_error_text(int number, char *text, size_t length);

// The monotonic clock, and the wall clock since 1970, in microseconds. Swift's timespec is in a module of its own.
int64_t clinux_monotonic_microseconds(void);
int64_t clinux_realtime_microseconds(void);

#endif
