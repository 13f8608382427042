/* The table of workers: start, release, and count those the guest's OOM killer took. */
#define _GNU_SOURCE
#include "agent.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct worker workers[MAX_WORKERS];
unsigned killed_workers;

struct worker *worker_named(const char *name)
{
	for (struct worker *w = workers; w < workers + MAX_WORKERS; w++)
		if (w->state == WORKER_LIVE && !strcmp(w->name, name)) return w;
	return NULL;
}

static struct worker *free_slot(void)
{
	for (struct worker *w = workers; w < workers + MAX_WORKERS; w++)
		if (w->state == WORKER_FREE) return w;
	return NULL;
}

/* NULL when started, else what went wrong. The reply comes at once, or when the memory is filled. */
const char *start_worker(const char *tag, const char *name, const struct allocation *what, bool reply_when_filled)
{
	static unsigned serial;
	struct worker *w = free_slot();
	int orders[2], lines[2];
	if (!w) return "too many workers";
	if (pipe2(orders, O_CLOEXEC) || pipe2(lines, O_CLOEXEC)) return "pipe";
	memset(w, 0, sizeof *w);
	if (*name) snprintf(w->name, sizeof w->name, "%s", name);
	else snprintf(w->name, sizeof w->name, "w%u", serial++);
	snprintf(w->tag, sizeof w->tag, "%s", tag);
	pid_t pid = fork();
	if (pid == 0) {
		close(orders[1]);
		close(lines[0]);
		if (port >= 0) close(port);
		signal(SIGCHLD, SIG_DFL);
		worker_main(orders[0], lines[1], what);
	}
	close(orders[0]);
	close(lines[1]);
	if (pid < 0) {
		close(orders[1]);
		close(lines[0]);
		return "fork";
	}
	w->state = WORKER_LIVE;
	w->what = *what;
	w->pid = pid;
	w->in = orders[1];
	w->out = lines[0];
	w->owes_reply = reply_when_filled;
	if (!reply_when_filled) say("{\"tag\":\"%s\",\"ok\":true,\"name\":\"%s\"}", tag, w->name);
	return NULL;
}

static void forget(struct worker *w)
{
	close(w->in);
	close(w->out);
	w->state = WORKER_FREE;
}

/* Releases one worker, or all ("all"); returns the bytes they held. */
unsigned long free_workers(const char *name)
{
	unsigned long freed = 0;
	for (struct worker *w = workers; w < workers + MAX_WORKERS; w++) {
		if (w->state != WORKER_LIVE || (strcmp(name, "all") && strcmp(name, w->name))) continue;
		w->state = WORKER_RELEASING;
		kill(w->pid, SIGKILL);
		waitpid(w->pid, NULL, 0);
		freed += w->what.size;
		forget(w);
	}
	return freed;
}

/* A worker said something: the reply to the command that waits for it, or an event. */
void relay_worker_line(struct worker *w)
{
	char line[256];
	ssize_t length = read(w->out, line, sizeof line - 1);
	if (length <= 0) return;
	line[length] = 0;
	line[strcspn(line, "\n")] = 0;
	if (w->owes_reply)
		say("{\"tag\":\"%s\",\"ok\":%s,\"name\":\"%s\",\"size\":%lu,\"result\":\"%s\"}", w->tag,
		    strncmp(line, "fail", 4) ? "true" : "false", w->name, w->what.size, line);
	else
		say("{\"event\":\"worker\",\"name\":\"%s\",\"size\":%lu,\"result\":\"%s\"}", w->name, w->what.size, line);
	w->owes_reply = false;
}

static void bury(struct worker *w, int status)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
		killed_workers++;
		say("{\"event\":\"killed\",\"name\":\"%s\",\"size\":%lu,\"uptime\":%.2f}", w->name, w->what.size, uptime());
	}
	if (w->owes_reply)
		say("{\"tag\":\"%s\",\"ok\":false,\"error\":\"worker died\",\"name\":\"%s\",\"status\":%d}", w->tag, w->name,
		    status);
	forget(w);
}

void reap_workers(void)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (struct worker *w = workers; w < workers + MAX_WORKERS; w++)
			if (w->state == WORKER_LIVE && w->pid == pid) bury(w, status);
}
