// The POSIX strerror_r: GNU's of the same name returns the text instead.
#undef _GNU_SOURCE
#define _POSIX_C_SOURCE 200809L
#include "CLinuxHost.h"

#include <string.h>

int clinux_error_text(int number, char *text, size_t length) {
    return strerror_r(number, text, length);
}
