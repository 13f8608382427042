/*
 * The least a program can do to set a balloon: connect to QEMU, negotiate, one `balloon`, read its reply.
 *
 *   set_reference SOCKET BYTES
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char buffer[65536];
static size_t length;

/* The next line that is not an event, in `line`; exits when the peer goes. */
static void next_reply(int fd, char *line, size_t size)
{
	for (;;) {
		char *newline = memchr(buffer, '\n', length);
		if (!newline) {
			ssize_t n = read(fd, buffer + length, sizeof buffer - length);
			if (n <= 0) exit(1);
			length += n;
			continue;
		}
		size_t used = newline - buffer + 1;
		snprintf(line, size, "%.*s", (int)used - 1, buffer);
		memmove(buffer, buffer + used, length - used);
		length -= used;
		if (!strstr(line, "\"event\"")) return;
	}
}

static void request(int fd, const char *text, char *line, size_t size)
{
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text)) exit(1);
	next_reply(fd, line, size);
	if (!strstr(line, "\"return\"")) {
		fprintf(stderr, "%s\n", line);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	if (argc != 3) return 64;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	snprintf(address.sun_path, sizeof address.sun_path, "%s", argv[1]);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (struct sockaddr *)&address, sizeof address)) {
		perror(argv[1]);
		return 1;
	}
	char line[4096], command[128];
	next_reply(fd, line, sizeof line);
	request(fd, "{\"execute\":\"qmp_capabilities\"}\n", line, sizeof line);
	snprintf(command, sizeof command, "{\"execute\":\"balloon\",\"arguments\":{\"value\":%s}}\n", argv[2]);
	request(fd, command, line, sizeof line);
	return 0;
}
