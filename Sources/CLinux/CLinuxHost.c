// The POSIX strerror_r: GNU's of the same name returns the text instead.
#undef _GNU_SOURCE
#define _POSIX_C_SOURCE 200809L
#include "CLinuxHost.h"

#include <string.h>
#include <time.h>

int clinux_error_text(int number, char *text, size_t length) {
    return strerror_r(number, text, length);
}

static int64_t microseconds(clockid_t clock) {
    struct timespec time = {0, 0};
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int64_t clinux_monotonic_microseconds(void) { return microseconds(CLOCK_MONOTONIC); }

int64_t clinux_realtime_microseconds(void) { return microseconds(CLOCK_REALTIME); }
