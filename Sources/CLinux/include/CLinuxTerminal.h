// A terminal taken over for a full screen, and given back whatever ends the process: handlers of signals may only do what
// C can promise.
#ifndef CLINUX_TERMINAL_H
#define CLINUX_TERMINAL_H

// Puts the terminal `input` in raw mode and writes `enter` to `output`. From then on `leave` is written and the mode put back
// by `clinux_terminal_leave`, and before the process ends by a crash (SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT).
// A descriptor from which the numbers of SIGWINCH, SIGINT, SIGTERM, SIGHUP and SIGCONT can be read, a byte each, as they
// come; never blocks. Or a negative error number. `leave` is copied; at most 255 bytes.
int clinux_terminal_enter(int input, int output, const char *enter, const char *leave);

// Gives it back; does nothing when it was not taken.
void clinux_terminal_leave(void);

// Gives it back and ends the process by this signal, as if it had never been caught; or stops it, for SIGTSTP, and returns
// when it is continued.
void clinux_terminal_yield_to(int signal_number);

#endif
