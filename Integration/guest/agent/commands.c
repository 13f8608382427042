/* The commands, one function each and one table at the end. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <unistd.h>

struct call {
	const char *tag;
	int argc;
	char *argv[24];
	const char *text;       /* the line as it came, without the tag */
};

unsigned long parse_size(const char *text)
{
	char *unit;
	double value = strtod(text, &unit);
	switch (*unit) {
	case 'K': value *= 1024; break;
	case 'M': value *= 1024 * 1024; break;
	case 'G': value *= 1024 * 1024 * 1024; break;
	}
	return (unsigned long)value;
}

static void reply(const struct call *call, const char *error)
{
	if (error) say("{\"tag\":\"%s\",\"ok\":false,\"error\":\"%s\"}", call->tag, error);
	else say("{\"tag\":\"%s\",\"ok\":true}", call->tag);
}

static void reply_errno(const struct call *call, int error)
{
	reply(call, error ? strerror(error) : NULL);
}

static void ping(struct call *call)
{
	say("{\"tag\":\"%s\",\"ok\":true,\"uptime\":%.2f}", call->tag, uptime());
}

static void slurp(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t length = 0;
	ssize_t n;
	while (fd >= 0 && length < size - 1 && (n = read(fd, text + length, size - 1 - length)) > 0) length += n;
	if (fd >= 0) close(fd);
	text[length] = 0;
}

static long field(const char *text, const char *key)
{
	const char *at = strstr(text, key);
	return at ? atol(at + strlen(key)) : -1;
}

/* Bytes held by workers, workers killed, and the guest kernel's own counters (meminfo in kB, vmstat in events). */
static void stat_command(struct call *call)
{
	static char meminfo[4096], vmstat[16384];
	unsigned long held = 0;
	int live = 0;
	for (struct worker *w = workers; w < workers + MAX_WORKERS; w++)
		if (w->state == WORKER_LIVE) { held += w->what.size; live++; }
	slurp("/proc/meminfo", meminfo, sizeof meminfo);
	slurp("/proc/vmstat", vmstat, sizeof vmstat);
	say("{\"tag\":\"%s\",\"ok\":true,\"uptime\":%.2f,\"workers\":%d,\"held\":%lu,\"killed\":%u,\"oom_kill\":%ld,"
	    "\"pswpin\":%ld,\"pswpout\":%ld,\"MemTotal\":%ld,\"MemFree\":%ld,\"MemAvailable\":%ld,\"Cached\":%ld,"
	    "\"AnonPages\":%ld,\"Mlocked\":%ld,\"SwapTotal\":%ld,\"SwapFree\":%ld}",
	    call->tag, uptime(), live, held, killed_workers, field(vmstat, "\noom_kill "), field(vmstat, "\npswpin "),
	    field(vmstat, "\npswpout "), field(meminfo, "MemTotal:"), field(meminfo, "MemFree:"),
	    field(meminfo, "MemAvailable:"), field(meminfo, "\nCached:"), field(meminfo, "AnonPages:"),
	    field(meminfo, "Mlocked:"), field(meminfo, "SwapTotal:"), field(meminfo, "SwapFree:"));
}

/* alloc SIZE [random|same|dup|zero|text] [name=N] [rate=BYTES] [dirty=BYTES] [mlock] [seed=N] [async] */
static void alloc(struct call *call)
{
	struct allocation what = { .mode = "random", .size = parse_size(call->argv[1]) & ~(PAGE - 1) };
	const char *name = "";
	bool async = false;
	for (int i = 2; i < call->argc; i++) {
		const char *word = call->argv[i];
		if (!strncmp(word, "name=", 5)) name = word + 5;
		else if (!strncmp(word, "rate=", 5)) what.rate = parse_size(word + 5);
		else if (!strncmp(word, "dirty=", 6)) what.dirty = parse_size(word + 6);
		else if (!strncmp(word, "seed=", 5)) what.seed = strtoull(word + 5, NULL, 0);
		else if (!strcmp(word, "mlock")) what.locked = true;
		else if (!strcmp(word, "async")) async = true;
		else snprintf(what.mode, sizeof what.mode, "%s", word);
	}
	const char *error = start_worker(call->tag, name, &what, !async);
	if (error) reply(call, error);
}

static void free_command(struct call *call)
{
	say("{\"tag\":\"%s\",\"ok\":true,\"freed\":%lu}", call->tag, free_workers(call->argv[1]));
}

/* order NAME touch|rewrite|dirty=BYTES: the reply comes from the worker */
static void order(struct call *call)
{
	struct worker *w = worker_named(call->argv[1]);
	if (!w) return reply(call, "no such worker");
	snprintf(w->tag, sizeof w->tag, "%s", call->tag);
	w->owes_reply = true;
	dprintf(w->in, "%s\n", call->argv[2]);
}

/* read SIZE: page cache from /dev/vda. The descriptor stays open: closing a block device drops its cache. */
static void read_disk(struct call *call)
{
	static int disk = -1;
	static char block[65536];
	unsigned long wanted = parse_size(call->argv[1]), got = 0;
	if (disk < 0) disk = open("/dev/vda", O_RDONLY | O_CLOEXEC);
	if (disk < 0) return reply_errno(call, errno);
	lseek(disk, 0, SEEK_SET);
	ssize_t n;
	while (got < wanted && (n = read(disk, block, sizeof block)) > 0) got += n;
	say("{\"tag\":\"%s\",\"ok\":true,\"read\":%lu}", call->tag, got);
}

/* tmpfs SIZE NAME: shared memory, which counts as cache but is not available */
static void tmpfs(struct call *call)
{
	static char page[PAGE];
	char path[100];
	snprintf(path, sizeof path, "/tmp/%s", call->argv[2]);
	int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0) return reply_errno(call, errno);
	unsigned long pages = parse_size(call->argv[1]) / PAGE, written = 0;
	seed_random((uint64_t)(uptime() * 1e9));
	for (; written < pages; written++) {
		fill_page(page, written, "random");
		if (write(fd, page, PAGE) != (ssize_t)PAGE) break;
	}
	close(fd);
	reply(call, written == pages ? NULL : "short write");
}

static void rm(struct call *call)
{
	char path[100];
	snprintf(path, sizeof path, "/tmp/%s", call->argv[1]);
	reply_errno(call, unlink(path) ? errno : 0);
}

static void zram(struct call *call)
{
	reply_errno(call, -start_zram_swap(parse_size(call->argv[1])));
}

static void cat(struct call *call)
{
	say_file(call->tag, call->argv[1]);
}

/* write PATH VALUE... */
static void write_command(struct call *call)
{
	const char *value = strstr(call->text, call->argv[1]) + strlen(call->argv[1]) + 1;
	int fd = open(call->argv[1], O_WRONLY | O_CLOEXEC);
	int error = fd < 0 || write(fd, value, strlen(value)) < 0 ? errno : 0;
	if (fd >= 0) close(fd);
	reply_errno(call, error);
}

static void insmod(struct call *call)
{
	reply_errno(call, -load_module(call->argv[1]));
}

static void rmmod(struct call *call)
{
	reply_errno(call, syscall(SYS_delete_module, call->argv[1], O_NONBLOCK) ? errno : 0);
}

static void panic(struct call *call)
{
	reply(call, NULL);
	int fd = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);
	if (write(fd, "c", 1) < 0) perror("sysrq");
}

static void poweroff(struct call *call)
{
	reply(call, NULL);
	reboot(RB_POWER_OFF);
}

static void reboot_command(struct call *call)
{
	reply(call, NULL);
	reboot(RB_AUTOBOOT);
}

static const struct {
	const char *name;
	int arguments;          /* fewest */
	void (*run)(struct call *);
} commands[] = {
	{ "ping", 0, ping }, { "stat", 0, stat_command }, { "alloc", 1, alloc }, { "free", 1, free_command },
	{ "order", 2, order }, { "read", 1, read_disk }, { "tmpfs", 2, tmpfs }, { "rm", 1, rm }, { "zram", 1, zram },
	{ "cat", 1, cat }, { "write", 2, write_command }, { "insmod", 1, insmod }, { "rmmod", 1, rmmod },
	{ "panic", 0, panic }, { "reboot", 0, reboot_command }, { "poweroff", 0, poweroff },
};

/* Takes one line apart and runs it; every command replies exactly once. */
void run_command(char *line)
{
	char tag[32] = "", text[512];
	struct call call = { .tag = tag, .text = text };
	if (*line == '#') {
		char *space = strchr(line, ' ');
		if (!space) return;
		*space = 0;
		snprintf(tag, sizeof tag, "%s", line + 1);
		line = space + 1;
	}
	snprintf(text, sizeof text, "%s", line);
	char *rest;
	for (char *word = strtok_r(line, " \r\t", &rest); word && call.argc < 24; word = strtok_r(NULL, " \r\t", &rest))
		call.argv[call.argc++] = word;
	if (!call.argc) return;
	for (unsigned i = 0; i < sizeof commands / sizeof *commands; i++) {
		if (strcmp(call.argv[0], commands[i].name)) continue;
		if (call.argc <= commands[i].arguments) return reply(&call, "too few arguments");
		return commands[i].run(&call);
	}
	reply(&call, "unknown command");
}
