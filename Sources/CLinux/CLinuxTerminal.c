#define _GNU_SOURCE
#include "CLinuxTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int told[] = {SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGCONT};
static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
enum { TOLD = sizeof told / sizeof told[0], CRASHES = sizeof crashes / sizeof crashes[0], LONGEST = 255 };

static int ends[2] = {-1, -1};
static int input_descriptor, output_descriptor;
static volatile sig_atomic_t taken;
static struct termios found;
static char leaving[LONGEST + 1];
// A stack that overflowed cannot carry its own handler.
static char spare_stack[32768];

static void write_all(int descriptor, const char *text, size_t length) {
    while (length > 0) {
        ssize_t count = write(descriptor, text, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        text += count;
        length -= (size_t)count;
    }
}

static void on_told(int number) {
    int saved = errno;
    char byte = (char)number;
    ssize_t ignored = write(ends[1], &byte, 1);
    (void)ignored;
    errno = saved;
}

// SA_RESETHAND: raised again, it ends the process as it would have.
static void on_crash(int number) {
    clinux_terminal_leave();
    raise(number);
}

static void handle(int number, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, 0);
}

int clinux_terminal_enter(int input, int output, const char *enter, const char *leave) {
    if (strlen(leave) > LONGEST) return -EINVAL;
    if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -errno;
    if (tcgetattr(input, &found) != 0) return -errno;
    strcpy(leaving, leave);
    input_descriptor = input;
    output_descriptor = output;

    stack_t stack = {.ss_sp = spare_stack, .ss_size = sizeof spare_stack};
    sigaltstack(&stack, 0);
    for (int index = 0; index < CRASHES; index++) handle(crashes[index], on_crash, SA_RESETHAND | SA_NODEFER | SA_ONSTACK);
    for (int index = 0; index < TOLD; index++) handle(told[index], on_told, SA_RESTART);

    taken = 1;
    struct termios raw = found;
    cfmakeraw(&raw);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (tcsetattr(input, TCSADRAIN, &raw) != 0) {
        int error = errno;
        taken = 0;
        return -error;
    }
    write_all(output, enter, strlen(enter));
    return ends[0];
}

void clinux_terminal_leave(void) {
    if (!taken) return;
    taken = 0;
    write_all(output_descriptor, leaving, strlen(leaving));
    tcsetattr(input_descriptor, TCSADRAIN, &found);
}

void clinux_terminal_yield_to(int number) {
    clinux_terminal_leave();
    handle(number, SIG_DFL, 0);
    raise(number);
}
