/* Boot as PID 1, then serve the port and the workers until the guest ends. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

double uptime(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* Only there so that poll() returns with EINTR when a worker dies. */
static void on_child(int signal)
{
	(void)signal;
}

static void outlive_memory_pressure(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (fd >= 0) {
		if (write(fd, "-1000", 5) < 0) perror("oom_score_adj");
		close(fd);
	}
	mlockall(MCL_CURRENT);
}

static void announce_boot(void)
{
	int console = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (console >= 0) {
		dprintf(console, "agent: booted after %.2f s, port %s\n", uptime(), port >= 0 ? "open" : "missing");
		close(console);
	}
	say("{\"event\":\"booted\",\"uptime\":%.2f}", uptime());
}

static void read_commands(void)
{
	static char buffer[4096];
	static size_t length;
	ssize_t got = read(port, buffer + length, sizeof buffer - 1 - length);
	if (got == 0) usleep(100000);   /* no host connected */
	if (got <= 0) return;
	length += got;
	char *newline;
	while ((newline = memchr(buffer, '\n', length))) {
		char line[sizeof buffer];
		size_t used = newline - buffer + 1;
		*newline = 0;
		memcpy(line, buffer, used);
		run_command(line);
		memmove(buffer, buffer + used, length - used);
		length -= used;
	}
	if (length >= sizeof buffer - 1) length = 0;
}

static void serve(void)
{
	struct pollfd fds[MAX_WORKERS + 1] = { { port, POLLIN, 0 } };
	struct worker *owner[MAX_WORKERS + 1] = { NULL };
	int count = 1;
	for (struct worker *w = workers; w < workers + MAX_WORKERS; w++) {
		if (w->state != WORKER_LIVE) continue;
		fds[count] = (struct pollfd){ w->out, POLLIN, 0 };
		owner[count++] = w;
	}
	int ready = poll(fds, count, -1);
	for (int i = 1; ready > 0 && i < count; i++)
		if (fds[i].revents & POLLIN) relay_worker_line(owner[i]);
	reap_workers();
	if (ready <= 0) return;
	if (fds[0].revents & POLLIN) read_commands();
	else if (fds[0].revents & (POLLHUP | POLLERR)) usleep(250000);  /* nobody on the port: look again soon */
}

int main(void)
{
	mount_filesystems();
	/* Words of the kernel command line reach PID 1 as environment: SKIP_MODULES=virtio_balloon */
	load_modules("/lib/modules/order", getenv("SKIP_MODULES"));
	enable_huge_pages();
	outlive_memory_pressure();
	struct sigaction action = { .sa_handler = on_child, .sa_flags = SA_NOCLDSTOP };
	sigaction(SIGCHLD, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < 50 && port < 0; i++) {
		open_port();
		if (port < 0) usleep(20000);
	}
	announce_boot();
	for (;;) serve();
}
