#define _GNU_SOURCE
#include "CLinuxChild.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// Tells the parent how it went: an error number, or nothing when the pipe closes by itself.
static void tell(int pipe, int error) {
    ssize_t ignored = write(pipe, &error, sizeof error);
    (void)ignored;
}

// What the child told; the end of the pipe without a word is success.
static int32_t hear(int pipe, pid_t child) {
    int error = 0;
    ssize_t got;
    do got = read(pipe, &error, sizeof error);
    while (got < 0 && errno == EINTR);
    close(pipe);
    if (got != sizeof error || error == 0) return child;
    while (waitpid(child, 0, 0) < 0 && errno == EINTR) {}
    return -error;
}

int32_t clinux_fork_listener(int descriptor, int backlog) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
    pid_t parent = getpid();
    pid_t child = fork();
    if (child < 0) {
        int error = errno;
        close(ends[0]);
        close(ends[1]);
        return -error;
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        // The terminal's Ctrl-C is for the parent alone.
        signal(SIGINT, SIG_IGN);
        signal(SIGTERM, SIG_DFL);
        if (getppid() != parent) _exit(1);
        if (listen(descriptor, backlog) != 0) {
            tell(ends[1], errno);
            _exit(1);
        }
        // A descriptor kept here would keep a connection or a listener alive that its owner has closed.
        syscall(SYS_close_range, 0, ~0U, 0);
        for (;;) pause();
    }
    close(ends[1]);
    return hear(ends[0], child);
}

int32_t clinux_spawn(const char *path, char *const arguments[], int output) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
    pid_t parent = getpid();
    pid_t child = fork();
    if (child < 0) {
        int error = errno;
        close(ends[0]);
        close(ends[1]);
        return -error;
    }
    if (child == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, 0);
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) _exit(1);
        int empty = open("/dev/null", O_RDONLY);
        if (empty < 0 || dup2(empty, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) {
            tell(ends[1], errno);
            _exit(127);
        }
        execve(path, arguments, environ);
        tell(ends[1], errno);
        _exit(127);
    }
    close(ends[1]);
    return hear(ends[0], child);
}

static int termination_pipe[2] = {-1, -1};

static void on_termination(int number) {
    int saved = errno;
    tell(termination_pipe[1], number);
    errno = saved;
}

int clinux_catch_termination(void) {
    if (termination_pipe[0] < 0 && pipe2(termination_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -errno;
    struct sigaction action = {.sa_handler = on_termination, .sa_flags = SA_RESTART | SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, &action, 0) != 0 || sigaction(SIGTERM, &action, 0) != 0 || sigaction(SIGHUP, &action, 0) != 0)
        return -errno;
    return termination_pipe[0];
}
