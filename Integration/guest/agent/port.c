/* The virtio-serial port to the host: one JSON object a line. */
#include "agent.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int port = -1;

static bool is_agent_port(const char *entry)
{
	char path[300], name[64];
	snprintf(path, sizeof path, "/sys/class/virtio-ports/%s/name", entry);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return false;
	ssize_t length = read(fd, name, sizeof name - 1);
	close(fd);
	name[length > 0 ? length : 0] = 0;
	return !strncmp(name, AGENT_PORT_NAME, strlen(AGENT_PORT_NAME));
}

/* Leaves port at -1 while the driver has not made the port yet. */
void open_port(void)
{
	DIR *ports = opendir("/sys/class/virtio-ports");
	struct dirent *entry;
	while (ports && port < 0 && (entry = readdir(ports))) {
		if (entry->d_name[0] == '.' || !is_agent_port(entry->d_name)) continue;
		char path[300];
		snprintf(path, sizeof path, "/dev/%s", entry->d_name);
		port = open(path, O_RDWR | O_CLOEXEC);
	}
	if (ports) closedir(ports);
}

void say(const char *format, ...)
{
	char line[8192];
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(line, sizeof line - 1, format, arguments);
	va_end(arguments);
	if (length < 0) return;
	if (length > (int)sizeof line - 2) length = sizeof line - 2;
	line[length++] = '\n';
	for (int sent = 0; sent < length && port >= 0;) {
		ssize_t n = write(port, line + sent, length - sent);
		if (n >= 0) sent += n;
		else if (errno == EAGAIN || errno == EINTR) usleep(1000);
		else break;
	}
}

/* Replies with a (small) file's text, escaped for JSON. */
void say_file(const char *tag, const char *path)
{
	char raw[3500], text[2 * sizeof raw + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, raw, sizeof raw);
	int error = errno;
	if (fd >= 0) close(fd);
	if (length < 0) {
		say("{\"tag\":\"%s\",\"ok\":false,\"error\":\"%s\"}", tag, strerror(error));
		return;
	}
	char *end = text;
	for (ssize_t i = 0; i < length; i++) {
		unsigned char c = raw[i];
		if (c == '\n' || c == '\t' || c == '"' || c == '\\') {
			*end++ = '\\';
			*end++ = c == '\n' ? 'n' : c == '\t' ? 't' : c;
		} else if (c >= 32 && c < 127) {
			*end++ = c;
		}
	}
	*end = 0;
	say("{\"tag\":\"%s\",\"ok\":true,\"text\":\"%s\"}", tag, text);
}
