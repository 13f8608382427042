/*
 * The least a program can do to watch many guests: epoll, jansson, one `qom-get guest-stats` a guest and second, all
 * at once. What balloond's polling is measured against.
 *
 *   poll_reference SECONDS PATH SOCKET...      PATH: the balloon device in QEMU's object tree
 *
 * Prints `cpu SECONDS replies COUNT refused COUNT` of the time after all guests are negotiated with.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

struct guest {
	int fd;
	enum { GREETING, NEGOTIATING, READY } state;
	size_t length;
	double available, last_update;          /* what a manager would look at */
	char buffer[8192];
};

static int count, ready;
static long replies, refused;
static char poll_request[256];

static void send_line(struct guest *g, const char *line)
{
	if (write(g->fd, line, strlen(line)) < 0) perror("write");
}

static void take_stats(struct guest *g, json_t *reply)
{
	json_t *value = json_object_get(reply, "return");
	json_t *stats = json_object_get(value, "stats");
	if (!stats) {
		refused++;
		return;
	}
	g->available = json_number_value(json_object_get(stats, "stat-available-memory"));
	g->last_update = json_number_value(json_object_get(value, "last-update"));
	replies++;
}

static void take_line(struct guest *g, const char *line, size_t length)
{
	json_error_t error;
	/* an absent statistic is 2^64-1, which jansson refuses as an integer, and the whole reply with it */
	json_t *message = json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
	if (!message) {
		refused++;
		return;
	}
	if (g->state == GREETING && json_object_get(message, "QMP")) {
		g->state = NEGOTIATING;
		send_line(g, "{\"execute\":\"qmp_capabilities\"}\n");
	} else if (g->state == NEGOTIATING && json_object_get(message, "return")) {
		g->state = READY;
		ready++;
	} else if (json_object_get(message, "return")) {
		take_stats(g, message);
	}
	json_decref(message);
}

static void take_bytes(struct guest *g)
{
	ssize_t n = read(g->fd, g->buffer + g->length, sizeof g->buffer - g->length);
	if (n <= 0) return;
	g->length += n;
	char *start = g->buffer, *newline;
	while ((newline = memchr(start, '\n', g->buffer + g->length - start))) {
		take_line(g, start, newline - start);
		start = newline + 1;
	}
	g->length -= start - g->buffer;
	memmove(g->buffer, start, g->length);
	if (g->length == sizeof g->buffer) g->length = 0;
}

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	while (connect(fd, (struct sockaddr *)&address, sizeof address)) {
		if (errno != EAGAIN) {
			perror(path);
			exit(1);
		}
		usleep(1000);
	}
	return fd;
}

static double cpu_seconds(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv)
{
	if (argc < 4) return 64;
	int seconds = atoi(argv[1]), tick = -1;
	count = argc - 3;
	snprintf(poll_request, sizeof poll_request,
		 "{\"execute\":\"qom-get\",\"arguments\":{\"path\":\"%s\",\"property\":\"guest-stats\"}}\n", argv[2]);
	struct guest *guests = calloc(count, sizeof *guests);
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	struct itimerspec every_second = { { 1, 0 }, { 1, 0 } };
	timerfd_settime(timer, 0, &every_second, NULL);
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };
	epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
	for (int i = 0; i < count; i++) {
		guests[i].fd = connect_to(argv[3 + i]);
		event.data.ptr = &guests[i];
		epoll_ctl(epoll, EPOLL_CTL_ADD, guests[i].fd, &event);
	}
	double started = 0;
	while (tick < seconds) {
		struct epoll_event events[256];
		int n = epoll_wait(epoll, events, 256, -1);
		for (int i = 0; i < n; i++) {
			if (events[i].data.ptr) {
				take_bytes(events[i].data.ptr);
				continue;
			}
			uint64_t expirations;
			if (read(timer, &expirations, sizeof expirations) < 0) return 1;
			if (ready < count) continue;
			if (++tick == 0) started = cpu_seconds();
			for (int g = 0; g < count && tick < seconds; g++) send_line(&guests[g], poll_request);
		}
	}
	printf("cpu %.4f replies %ld refused %ld\n", cpu_seconds() - started, replies, refused);
	return 0;
}
