/* What runs in a worker process: one allocation, filled at a rate, then kept, dirtied or touched on command. */
#include "agent.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct memory {
	char *base;
	unsigned long pages, filled;
	double started;         /* when filling began */
	double last_dirtied;
	double dirty_debt;      /* pages owed to the dirtying rate */
	bool announced;         /* "done" was said */
};

static void become_first_victim(void)
{
	FILE *file = fopen("/proc/self/oom_score_adj", "w");
	if (!file) return;
	fputs("500", file);
	fclose(file);
}

static void seed_from_world(uint64_t seed)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	seed_random(((uint64_t)t.tv_nsec * 0x9E3779B97F4A7C15ULL) ^ ((uint64_t)getpid() << 32)
		    ^ (seed * 0xD1B54A32D192ED03ULL));
}

static void fill_some(struct memory *memory, const struct allocation *what, int out)
{
	unsigned long some = 256;
	if (what->rate > 0) {
		unsigned long due = (uptime() - memory->started) * what->rate / PAGE;
		some = due > memory->filled ? due - memory->filled : 0;
	}
	if (some > memory->pages - memory->filled) some = memory->pages - memory->filled;
	char *start = memory->base + memory->filled * PAGE;
	for (unsigned long i = 0; i < some; i++) fill_page(start + i * PAGE, memory->filled + i, what->mode);
	if (what->locked && some && mlock(start, some * PAGE)) {
		dprintf(out, "fail mlock %d\n", errno);
		_exit(1);
	}
	memory->filled += some;
}

static void dirty_some(struct memory *memory, double rate)
{
	double now = uptime();
	memory->dirty_debt += (now - memory->last_dirtied) * rate / PAGE;
	if (memory->dirty_debt > memory->pages) memory->dirty_debt = memory->pages;
	memory->last_dirtied = now;
	for (; memory->dirty_debt >= 1; memory->dirty_debt--)
		*(uint64_t *)(memory->base + next_random() % memory->pages * PAGE) = next_random();
}

/* touch: read every page; rewrite: fill every page again; dirty=RATE: set the dirtying rate */
static void obey(const char *order, struct memory *memory, struct allocation *what, int out)
{
	double started = uptime();
	if (!strncmp(order, "dirty=", 6)) {
		what->dirty = parse_size(order + 6);
		memory->last_dirtied = started;
		dprintf(out, "dirtying\n");
	} else if (!strncmp(order, "touch", 5)) {
		volatile char sum = 0;
		for (unsigned long i = 0; i < memory->filled; i++) sum += memory->base[i * PAGE];
		dprintf(out, "touched %.3f\n", uptime() - started);
	} else if (!strncmp(order, "rewrite", 7)) {
		for (unsigned long i = 0; i < memory->filled; i++) fill_page(memory->base + i * PAGE, i, what->mode);
		dprintf(out, "rewritten %.3f\n", uptime() - started);
	} else {
		dprintf(out, "fail unknown order\n");
	}
}

/* Milliseconds to wait for an order before there is work to do; -1: nothing to do but wait. */
static int patience(const struct memory *memory, const struct allocation *what)
{
	if (memory->filled < memory->pages) return what->rate > 0 ? 20 : 0;
	if (!memory->announced) return 0;
	return what->dirty > 0 ? 50 : -1;
}

void worker_main(int in, int out, const struct allocation *wanted)
{
	struct allocation what = *wanted;
	struct memory memory = { .pages = what.size / PAGE };
	become_first_victim();
	seed_from_world(what.seed);
	memory.base = mmap(NULL, what.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory.base == MAP_FAILED) {
		dprintf(out, "fail mmap %d\n", errno);
		_exit(1);
	}
	memory.started = memory.last_dirtied = uptime();
	for (;;) {
		struct pollfd orders = { in, POLLIN, 0 };
		if (poll(&orders, 1, patience(&memory, &what)) > 0) {
			char order[128];
			ssize_t length = read(in, order, sizeof order - 1);
			if (length <= 0) _exit(0);
			order[length] = 0;
			obey(order, &memory, &what, out);
		}
		if (memory.filled < memory.pages) {
			fill_some(&memory, &what, out);
		} else if (!memory.announced) {
			memory.announced = true;
			memory.last_dirtied = uptime();
			dprintf(out, "done %.3f\n", uptime() - memory.started);
		} else if (what.dirty > 0) {
			dirty_some(&memory, what.dirty);
		}
	}
}
