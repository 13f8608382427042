#define _GNU_SOURCE
#include "CPolicyHost.h"

#include <dlfcn.h>
#include <elf.h>
#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

// Swift's own crash report starts another program, which a filter forbids. This one stays in the process: it may fail in a
// process that has just failed, and then the signal still ends it.

// The daemon keeps the last 64 lines: the first line of a report has to be among them.
enum { deepest = 256, most_lines = 24, stack_size = 128 << 10, longest_line = 512 };

static struct policyhost_plugin plugin = {.name = "", .path = ""};
static volatile sig_atomic_t reporting;

static const struct {
    int number;
    const char *text;
} crashes[] = {
    {SIGILL, "SIGILL: a check of Swift's failed (an index, an overflow, a nil), or fatalError"},
    {SIGTRAP, "SIGTRAP: a check of Swift's failed (an index, an overflow, a nil), or fatalError"},
    {SIGSEGV, "SIGSEGV: memory that is not there, or endless recursion"},
    {SIGBUS, "SIGBUS: memory that is not there"},
    {SIGFPE, "SIGFPE: an impossible calculation"},
    {SIGABRT, "SIGABRT: it ended itself (fatalError, or no memory left)"},
    {SIGXCPU, "SIGXCPU: it used up its processor time"},
};

static void say(const char *line, int length) {
    if (length <= 0) return;
    if (length >= longest_line) length = longest_line - 1;
    if (write(STDERR_FILENO, line, (size_t)length) < 0) { /* Nobody reads it any more. */
    }
}

// The loader knows exported functions only, and a policy exports three.
static const char *function_of_plugin(uint64_t offset) {
    for (uint64_t i = 0; i < plugin.symbols_count; i++) {
        Elf64_Sym symbol;
        memcpy(&symbol, (const char *)plugin.symbols + i * sizeof symbol, sizeof symbol);
        if (ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_name < plugin.names_length &&
            offset >= symbol.st_value && offset - symbol.st_value < symbol.st_size)
            return plugin.names + symbol.st_name;
    }
    return NULL;
}

static void say_frame(int number, void *address, int is_return) {
    char line[longest_line];
    Dl_info place;
    // A return address may be the first byte of the next function: the call is in front of it.
    char *within = (char *)address - (is_return ? 1 : 0);
    if (!dladdr(within, &place) || place.dli_fname == NULL) {
        say(line, snprintf(line, sizeof line, "  %2d %p\n", number, address));
        return;
    }
    uint64_t offset = (uint64_t)(within - (char *)place.dli_fbase);
    const char *slash = strrchr(place.dli_fname, '/');
    const char *file = slash ? slash + 1 : place.dli_fname, *function = place.dli_sname;
    if (strcmp(place.dli_fname, plugin.path) == 0) {
        file = plugin.name;
        if (function == NULL) function = function_of_plugin(offset);
    }
    say(line, snprintf(line, sizeof line, "  %2d %s + 0x%lx%s%s\n", number, file, (unsigned long)offset,
                       function ? " in " : "", function ? function : ""));
}

static void *interrupted_at(const void *context) {
#if defined(__x86_64__)
    return (void *)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (void *)((const ucontext_t *)context)->uc_mcontext.pc;
#else
    (void)context;
    return NULL;
#endif
}

static void say_repeated(int times) {
    char line[longest_line];
    if (times > 0) say(line, snprintf(line, sizeof line, "     and again %d times\n", times));
}

static void say_frames(const void *context) {
    void *frames[deepest];
    int count = backtrace(frames, deepest);
    // In front of what was interrupted stand the handler's own frames.
    void *crashed = interrupted_at(context);
    int first = 0;
    while (first < count && frames[first] != crashed) first++;
    if (first == count) {
        // A jump to nowhere: the unwinder has lost its way, and the address is all there is.
        say_frame(0, crashed, 0);
        first = 0;
    }
    int lines = 0, repeated = 0;
    for (int i = first; i < count && lines < most_lines; i++) {
        // A recursion is told once.
        if (i > first && frames[i] == frames[i - 1]) {
            repeated++;
            continue;
        }
        say_repeated(repeated);
        repeated = 0;
        say_frame(i - first, frames[i], frames[i] != crashed);
        lines++;
    }
    say_repeated(repeated);
}

static void report(int number, siginfo_t *information, void *context) {
    (void)information;
    if (!reporting) {
        reporting = 1;
        const char *text = "a signal";
        for (unsigned i = 0; i < sizeof crashes / sizeof *crashes; i++)
            if (crashes[i].number == number) text = crashes[i].text;
        char line[longest_line];
        say(line, snprintf(line, sizeof line, "balloon-policyhost: %s crashed with %s\n", plugin.name, text));
        say_frames(context);
    }
    signal(number, SIG_DFL);
    raise(number);
}

void policyhost_report_crashes(struct policyhost_plugin loaded) {
    plugin = loaded;
    // The first call loads the unwinder, which allocates: not in a handler.
    void *frame[1];
    backtrace(frame, 1);

    // Endless recursion leaves no stack to handle anything on.
    void *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack != MAP_FAILED) {
        const stack_t alternate = {.ss_sp = stack, .ss_size = stack_size};
        sigaltstack(&alternate, NULL);
    }
    struct sigaction action = {.sa_sigaction = report, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    for (unsigned i = 0; i < sizeof crashes / sizeof *crashes; i++) sigaction(crashes[i].number, &action, NULL);
}
