#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static char while_loading[4096], now[4096];
static char *text;

static void note(const char *what, long result) {
    int error = result < 0 ? errno : 0;
    if (result > 2 && what[0] == 'o') close((int)result);
    sprintf(text + strlen(text), "%s=%d ", what, error);
}

static void *in_thread(void *result) {
    *(int *)result = 7;
    return NULL;
}

static void try_all(char *where) {
    text = where;
    *text = 0;
    errno = 0;
    pid_t child = fork();
    if (child == 0) _exit(0);
    note("fork", child);
    child = vfork();
    if (child == 0) _exit(0);
    note("vfork", child);
    note("clone3", syscall(SYS_clone3, NULL, 0));
    note("unshare", unshare(CLONE_NEWUSER));
    char *const arguments[] = {"true", NULL};
    note("exec", execve("/bin/true", arguments, NULL));
    note("inet", socket(AF_INET, SOCK_STREAM, 0));
    note("unix", socket(AF_UNIX, SOCK_STREAM, 0));
    int pair[2];
    note("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    note("open-read", open("/etc/passwd", O_RDONLY));
    note("open-shadow", open("/etc/shadow", O_RDONLY));
    note("open-write", open("/dev/null", O_WRONLY));
    note("open-update", open("/dev/null", O_RDWR));
    note("open-create", open("/tmp/balloon-policyhost-probe", O_WRONLY | O_CREAT, 0600));
    note("open-append", open("/dev/null", O_RDONLY | O_APPEND));
    note("open-unnamed", open("/tmp", O_TMPFILE | O_RDWR, 0600));
    note("openat2", syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", NULL, 0));
    note("unlink", unlink("/tmp/balloon-policyhost-none"));
    note("rename", rename("/tmp/balloon-policyhost-none", "/tmp/balloon-policyhost-other"));
    note("chmod", chmod("/tmp/balloon-policyhost-none", 0600));
    note("mkdir", mkdir("/tmp/balloon-policyhost-none", 0700));
    note("mount", mount("none", "/tmp/balloon-policyhost-none", "tmpfs", 0, NULL));
    note("ptrace", ptrace(PTRACE_TRACEME, 0, NULL, NULL));
    note("kill-parent", kill(getppid(), 0));
    note("kill-all", kill(-1, 0));
    note("kill-self", kill(getpid(), 0));
    struct iovec local = {text, 1}, remote = {text, 1};
    note("write-other", process_vm_writev(getppid(), &local, 1, &remote, 1, 0));
    note("bpf", syscall(SYS_bpf, 0, NULL, 0));
    note("io-uring", syscall(SYS_io_uring_setup, 1, NULL));
    note("memfd", memfd_create("more", 0));
    note("setuid", setuid(0));
    note("orphan", prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0));
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    note("more-memory", setrlimit(RLIMIT_AS, &limit));
    note("see-limit", getrlimit(RLIMIT_AS, &limit));
    void *code = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    note("map-code", code == MAP_FAILED ? -1 : 0);
    pthread_t thread;
    int result = 0;
    int error = pthread_create(&thread, NULL, in_thread, &result);
    if (error == 0) pthread_join(thread, NULL);
    errno = error;
    note("thread", error == 0 && result == 7 ? 0 : -1);
    note("environment", getenv("SECRET") ? 0 : (errno = ENOENT, -1));
    note("uid-root", getuid() == 0 ? 0 : (errno = EPERM, -1));
}

__attribute__((constructor)) static void load(void) { try_all(while_loading); }

const char *probe_while_loading(void) { return while_loading; }

const char *probe_now(void) {
    try_all(now);
    return now;
}
