// Child processes that do not outlive the thread that made them: Swift has no fork, and posix_spawn no death signal.
#ifndef CLINUX_CHILD_H
#define CLINUX_CHILD_H

#include <stdint.h>

// Makes a process that calls listen() on the bound socket `descriptor` and then only waits to be killed. A client sees its
// number as that of its peer (SO_PEERCRED is set by listen), while the caller accepts and serves. It holds no descriptor.
// Its number, to be killed and waited for, or a negative error number.
int32_t clinux_fork_listener(int descriptor, int backlog);

// Starts a program in a process group of its own, with no signal blocked, standard input empty and both outputs to
// `output`. It gets SIGTERM when the calling thread ends. Its number, or a negative error number, also when the program
// cannot be run. `arguments` ends with a null pointer.
int32_t clinux_spawn(const char *path, char *const arguments[], int output);

// A descriptor that becomes readable with the first SIGINT, SIGTERM or SIGHUP, whichever thread the kernel hands it to; the
// second one of a kind ends the process. Or a negative error number.
int clinux_catch_termination(void);

#endif
