#define _GNU_SOURCE
#include "CPolicyHost.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Who owns nothing: the kernel's overflow uid and gid, `nobody` everywhere.
enum { nobody = 65534 };
enum { most_descriptors = 32, most_threads = 256, malloc_arenas = 2 };

static int limit(int resource, rlim_t value) {
    struct rlimit now;
    if (getrlimit(resource, &now) != 0) return -errno;
    if (now.rlim_max != RLIM_INFINITY && value > now.rlim_max) value = now.rlim_max;
    const struct rlimit both = {value, value};
    return setrlimit(resource, &both) == 0 ? 0 : -errno;
}

// The daemon is kept from the out-of-memory killer, and children inherit that; a plugin goes before any guest.
static void stand_in_for_the_daemon(void) {
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    if (write(file, "1000", 4) != 4) { /* Then it stays as it is: nothing depends on it. */
    }
    close(file);
}

void policyhost_part_with_parent(int first) {
    close_range((unsigned)first, ~0U, 0);
    setsid();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    // Where standard error is a file, RLIMIT_FSIZE would turn a line on it into a death.
    signal(SIGXFSZ, SIG_IGN);
    stand_in_for_the_daemon();
    clearenv();
    setvbuf(stdout, NULL, _IOLBF, 0);
    // An arena reserves 64 MiB of address space, and each thread would have one.
    mallopt(M_ARENA_MAX, malloc_arenas);
}

int policyhost_limit_memory(uint64_t bytes) { return bytes == 0 ? 0 : limit(RLIMIT_AS, bytes); }

int policyhost_limit_rest(void) {
    int error = limit(RLIMIT_CORE, 0);
    if (error == 0) error = limit(RLIMIT_FSIZE, 0);
    if (error == 0) error = limit(RLIMIT_NOFILE, most_descriptors);
    if (error == 0) error = limit(RLIMIT_NPROC, most_threads);
    return error;
}

int policyhost_limit_processor(unsigned seconds) {
    struct rusage used;
    struct rlimit budget;
    if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &budget) != 0) return -errno;
    // The begun second counts as a whole one.
    rlim_t soft = (rlim_t)used.ru_utime.tv_sec + (rlim_t)used.ru_stime.tv_sec + 1 + seconds;
    if (budget.rlim_max != RLIM_INFINITY && soft > budget.rlim_max) soft = budget.rlim_max;
    budget.rlim_cur = soft;
    return setrlimit(RLIMIT_CPU, &budget) == 0 ? 0 : -errno;
}

// glibc has no wrapper; libcap would be a library for one call.
static int drop_capabilities(void) {
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[2];
    memset(none, 0, sizeof none);
    return syscall(SYS_capset, &header, none) == 0 ? 0 : -errno;
}

int policyhost_drop_privileges(void) {
    int error = 0;
    if (geteuid() == 0) {
        if (setgroups(0, NULL) != 0 || setresgid(nobody, nobody, nobody) != 0 ||
            setresuid(nobody, nobody, nobody) != 0)
            error = -errno;
    }
    int capabilities = drop_capabilities();
    return error != 0 ? error : capabilities;
}

int policyhost_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 ? 0 : -errno; }

int policyhost_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : -errno; }

void policyhost_end(int status) {
    fflush(NULL);
    _exit(status);
}
