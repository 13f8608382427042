// Starting a process that gets nothing of ours but what it is given: GNU extensions of posix_spawn that Glibc's Swift
// module hides.
#ifndef CLINUX_SPAWN_H
#define CLINUX_SPAWN_H

#include <stdint.h>

// A close-on-exec stream socket pair whose first end is ours; 0, or a negative error number. Both ends are above the
// descriptors that a child is given.
int clinux_socket_pair(int *ours, int *theirs);

// A close-on-exec pipe whose reading end is ours and does not block; 0, or a negative error number. The writing end is above
// the descriptors that a child is given.
int clinux_output_pipe(int *ours, int *theirs);

// Starts `path` in a session of its own: no signal blocked, ignored or handled, standard input empty, `output` as standard
// output and error, `socket` as descriptor 3, and no other descriptor. 0 with its process number, or a negative error number.
int clinux_spawn_with_socket(
    const char *path, char *const *arguments, char *const *environment, int socket, int output, int32_t *pid);

// Starts the program that `arguments` begin with, looked for in PATH, in our environment: its standard input and output are one
// stream socket, whose other end does not block and becomes `*socket`, its standard error a pipe that is read from `*errors`
// without blocking. Its number, or a negative error number.
int32_t clinux_spawn_connected(char *const *arguments, int *socket, int *errors);

#endif
