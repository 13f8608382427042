/*
 * The guest agent: PID 1 of a lab guest, driven by the host over a virtio-serial port.
 *
 * One command a line ("#TAG " in front is echoed in the reply), one JSON object a line back; lines with "event" come
 * unasked. Memory is held by worker processes, one an allocation, so that the guest's OOM killer takes a worker and
 * never the agent: what died can then be counted.
 *
 *   main.c      boot as PID 1, then the loop over port and workers
 *   port.c      the virtio-serial port: lines out
 *   commands.c  the commands
 *   workers.c   the table of workers: start, free, reap
 *   worker.c    what runs in a worker: fill at a rate, lock, dirty, touch
 *   pages.c     page contents: random, the same in every guest, compressible
 *   system.c    mounts, kernel modules, zram swap
 */
#ifndef AGENT_H
#define AGENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define AGENT_PORT_NAME "org.balloond.agent"
#define PAGE 4096UL
#define MAX_WORKERS 64

/* What an allocation should look like. */
struct allocation {
	char mode[16];          /* random | same | dup | zero | text, see fill_page */
	unsigned long size;     /* bytes, whole pages */
	double rate;            /* bytes a second while filling; 0: as fast as it goes */
	double dirty;           /* bytes a second rewritten afterwards */
	uint64_t seed;          /* clones of one saved state share their entropy: the host tells them apart */
	bool locked;
};

struct worker {
	enum { WORKER_FREE = 0, WORKER_LIVE, WORKER_RELEASING } state;
	bool owes_reply;        /* a command waits for the worker's next line */
	pid_t pid;
	int in, out;            /* commands to the worker, lines from it */
	char name[32], tag[32];
	struct allocation what;
};

/* port.c */
extern int port;
void open_port(void);
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void say_file(const char *tag, const char *path);

/* pages.c */
void seed_random(uint64_t seed);
uint64_t next_random(void);
void fill_page(char *page, unsigned long index, const char *mode);

/* worker.c */
void worker_main(int in, int out, const struct allocation *what) __attribute__((noreturn));

/* workers.c */
extern struct worker workers[MAX_WORKERS];
extern unsigned killed_workers;
struct worker *worker_named(const char *name);
const char *start_worker(const char *tag, const char *name, const struct allocation *what, bool reply_when_filled);
unsigned long free_workers(const char *name);
void relay_worker_line(struct worker *worker);
void reap_workers(void);

/* system.c */
void mount_filesystems(void);
void load_modules(const char *order_file, const char *except);
int load_module(const char *name);
void enable_huge_pages(void);
int start_zram_swap(unsigned long size);

/* commands.c */
void run_command(char *line);
unsigned long parse_size(const char *text);

/* main.c */
double uptime(void);

#endif
