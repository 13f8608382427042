#define _GNU_SOURCE
#include "CPolicyHost.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// A list of what is allowed, not of what is forbidden: a kernel gets new system calls every year.

#if defined(__x86_64__)
#define THIS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_MACHINE AUDIT_ARCH_AARCH64
#endif

#ifdef THIS_MACHINE

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif
#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

// What a Swift program that computes calls: its own allocator's, threads' and clocks' calls, and those on what is open.
static const int computing[] = {
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_close, SYS_fstat, SYS_lseek, SYS_ppoll, SYS_munmap, SYS_mremap,
    SYS_madvise, SYS_brk, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_futex,
    SYS_set_robust_list, SYS_rseq, SYS_membarrier, SYS_sched_yield, SYS_sched_getaffinity, SYS_getcpu, SYS_nanosleep,
    SYS_clock_nanosleep, SYS_clock_gettime, SYS_clock_getres, SYS_gettimeofday, SYS_times, SYS_getrusage, SYS_sysinfo,
    SYS_uname, SYS_getrandom, SYS_getpid, SYS_gettid, SYS_getppid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid,
    SYS_restart_syscall, SYS_exit, SYS_exit_group,
#if defined(__x86_64__)
    SYS_poll, SYS_time, SYS_getrlimit,
#endif
};

// What the dynamic loader and constructors call besides.
static const int loading[] = {
    SYS_pread64, SYS_readlinkat, SYS_faccessat, SYS_newfstatat, SYS_statx, SYS_getcwd, SYS_seccomp,
#if defined(__x86_64__)
    SYS_readlink, SYS_access, SYS_stat, SYS_lstat,
#endif
};

enum { longest_program = 512 };

struct program {
    struct sock_filter code[longest_program];
    unsigned short length;
};

static void add(struct program *program, struct sock_filter instruction) {
    if (program->length < longest_program) program->code[program->length++] = instruction;
}

static void answer(struct program *program, unsigned verdict) {
    add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
}

static void look_at(struct program *program, unsigned offset) {
    add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
}

// The lower half of an argument: this machine is little-endian.
static unsigned argument(int place) { return offsetof(struct seccomp_data, args) + 8 * (unsigned)place; }

// The next `count` instructions are for this call only.
static void only_for(struct program *program, int call, int count) {
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, (unsigned char)count));
}

static void allow(struct program *program, int call) {
    only_for(program, call, 1);
    answer(program, SECCOMP_RET_ALLOW);
}

static const unsigned refused = SECCOMP_RET_ERRNO | EPERM;

static void allow_where_equal(struct program *program, int call, int place, unsigned first, unsigned second) {
    only_for(program, call, 5);
    look_at(program, argument(place));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, first, 1, 0));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, second, 0, 1));
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, refused);
}

static void allow_without(struct program *program, int call, int place, unsigned bits) {
    only_for(program, call, 4);
    look_at(program, argument(place));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0));
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, refused);
}

// A thread of this process, no process, and no namespace.
static void allow_threads(struct program *program) {
    const unsigned namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWTIME | CLONE_PTRACE | CLONE_UNTRACED;
    only_for(program, SYS_clone, 5);
    look_at(program, argument(0));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, namespaces, 2, 0));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1));
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, refused);
    // Its flags lie in memory, where no filter sees them. glibc falls back to clone.
    only_for(program, SYS_clone3, 1);
    answer(program, SECCOMP_RET_ERRNO | ENOSYS);
}

// Limits may be read; only the processor's may be set, which is renewed before each round.
static void allow_limits(struct program *program) {
    only_for(program, SYS_prlimit64, 11);
    look_at(program, argument(0));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0));
    answer(program, refused);
    look_at(program, argument(1));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RLIMIT_CPU, 4, 0));
    look_at(program, argument(2));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3));
    look_at(program, argument(2) + 4);
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1));
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, refused);
}

static void allow_common(struct program *program) {
    const unsigned self = (unsigned)getpid();
    allow_threads(program);
    allow_limits(program);
    // abort() and the crash report send a signal to themselves.
    allow_where_equal(program, SYS_tgkill, 0, self, self);
    allow_where_equal(program, SYS_kill, 0, self, self);
    allow_where_equal(program, SYS_fcntl, 1, F_GETFD, F_GETFL);
    allow_where_equal(program, SYS_prctl, 0, PR_SET_NAME, PR_SET_VMA);
    for (unsigned i = 0; i < sizeof computing / sizeof *computing; i++) allow(program, computing[i]);
}

static void allow_loading(struct program *program) {
    const unsigned writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
    allow_without(program, SYS_openat, 2, writing);
#if defined(__x86_64__)
    allow_without(program, SYS_open, 1, writing);
#endif
    allow(program, SYS_mmap);
    allow(program, SYS_mprotect);
    for (unsigned i = 0; i < sizeof loading / sizeof *loading; i++) allow(program, loading[i]);
}

static void begin(struct program *program) {
    look_at(program, offsetof(struct seccomp_data, arch));
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_MACHINE, 1, 0));
    answer(program, SECCOMP_RET_KILL_PROCESS);
    look_at(program, offsetof(struct seccomp_data, nr));
}

int policyhost_filter(enum policyhost_stage stage) {
    struct program program = {.length = 0};
    begin(&program);
    allow_common(&program);
    if (stage == policyhost_loading) {
        allow_loading(&program);
    } else {
        // No code but what is loaded.
        allow_without(&program, SYS_mmap, 2, PROT_EXEC);
        allow_without(&program, SYS_mprotect, 2, PROT_EXEC);
    }
    answer(&program, refused);
    if (program.length >= longest_program) return -E2BIG;

    const struct sock_fprog code = {.len = program.length, .filter = program.code};
    // A constructor may have started threads: the filter is for them too, or for nobody.
    long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &code);
    if (result == 0) return 0;
    if (result > 0) return -ESRCH;
    return errno == EINVAL ? -ENOSYS : -errno;
}

#else

int policyhost_filter(enum policyhost_stage stage) {
    (void)stage;
    return -ENOSYS;
}

#endif
