#define _GNU_SOURCE
#include "CLinuxSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

// The child's own are 0 to 3: an end that lies there would be overwritten before it is copied.
enum { FIRST_FREE = 4, CHILD_SOCKET = 3 };

// Moves a descriptor above the child's own ones; it is closed when that fails. A negative error number then.
static int lifted(int descriptor) {
    if (descriptor >= FIRST_FREE) return descriptor;
    int higher = fcntl(descriptor, F_DUPFD_CLOEXEC, FIRST_FREE);
    int number = errno;
    close(descriptor);
    return higher < 0 ? -number : higher;
}

static int lifted_pair(const int pair[2], int *ours, int *theirs) {
    *ours = pair[0];
    *theirs = lifted(pair[1]);
    if (*theirs >= 0) return 0;
    close(*ours);
    return *theirs;
}

int clinux_socket_pair(int *ours, int *theirs) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return -errno;
    return lifted_pair(pair, ours, theirs);
}

int clinux_output_pipe(int *ours, int *theirs) {
    int pair[2];
    if (pipe2(pair, O_CLOEXEC) != 0) return -errno;
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
    return lifted_pair(pair, ours, theirs);
}

static int add_descriptors(posix_spawn_file_actions_t *actions, int socket, int output) {
    int failed = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    if (!failed) failed = posix_spawn_file_actions_adddup2(actions, output, 1);
    if (!failed) failed = posix_spawn_file_actions_adddup2(actions, output, 2);
    if (!failed) failed = posix_spawn_file_actions_adddup2(actions, socket, CHILD_SOCKET);
    // Whatever somebody else forgot to mark close-on-exec.
    if (!failed) failed = posix_spawn_file_actions_addclosefrom_np(actions, FIRST_FREE);
    return failed;
}

static int set_signals(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int failed = posix_spawnattr_setsigmask(attributes, &none);
    if (!failed) failed = posix_spawnattr_setsigdefault(attributes, &all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID;
    return failed ? failed : posix_spawnattr_setflags(attributes, flags);
}

int clinux_spawn_with_socket(
    const char *path, char *const *arguments, char *const *environment, int socket, int output, int32_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed) return -failed;
    failed = posix_spawnattr_init(&attributes);
    if (!failed) {
        failed = add_descriptors(&actions, socket, output);
        if (!failed) failed = set_signals(&attributes);
        pid_t child = 0;
        if (!failed) failed = posix_spawn(&child, path, &actions, &attributes, arguments, environment);
        if (!failed) *pid = child;
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return -failed;
}

int32_t clinux_spawn_connected(char *const *arguments, int *socket, int *errors) {
    int their_socket = -1, their_errors = -1;
    int failed = clinux_socket_pair(socket, &their_socket);
    if (failed) return failed;
    fcntl(*socket, F_SETFL, O_NONBLOCK);
    failed = clinux_output_pipe(errors, &their_errors);
    if (failed) {
        close(*socket);
        close(their_socket);
        return failed;
    }
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    failed = posix_spawn_file_actions_init(&actions);
    if (!failed) {
        failed = posix_spawn_file_actions_adddup2(&actions, their_socket, 0);
        if (!failed) failed = posix_spawn_file_actions_adddup2(&actions, their_socket, 1);
        if (!failed) failed = posix_spawn_file_actions_adddup2(&actions, their_errors, 2);
        if (!failed) failed = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    close(their_socket);
    close(their_errors);
    if (!failed) return child;
    close(*socket);
    close(*errors);
    return -failed;
}
