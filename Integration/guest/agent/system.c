/* The guest as a system: mounts, kernel modules, swap on zram. */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <unistd.h>

void mount_filesystems(void)
{
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mkdir("/dev", 0755);
	mkdir("/tmp", 0777);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sys", "/sys", "sysfs", 0, NULL);
	mount("dev", "/dev", "devtmpfs", 0, NULL);
	mount("tmp", "/tmp", "tmpfs", 0, "size=100%");
}

/* 0, or a negative errno. */
int load_module(const char *name)
{
	char path[128];
	snprintf(path, sizeof path, "/lib/modules/%s.ko", name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return -errno;
	int result = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;
	close(fd);
	return result;
}

static bool listed(const char *name, const char *list)
{
	char wanted[80], all[256];
	snprintf(wanted, sizeof wanted, ",%s,", name);
	snprintf(all, sizeof all, ",%s,", list ? list : "");
	return strstr(all, wanted) != NULL;
}

/* Loads the modules named in order_file, one a line, but for those in the comma-separated list `except`. */
void load_modules(const char *order_file, const char *except)
{
	FILE *file = fopen(order_file, "r");
	char name[64];
	while (file && fscanf(file, "%63s", name) == 1)
		if (!listed(name, except)) load_module(name);
	if (file) fclose(file);
}

static int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0) return -errno;
	int result = write(fd, text, strlen(text)) < 0 ? -errno : 0;
	close(fd);
	return result;
}

/*
 * The kernel turns transparent huge pages off below 512 MiB, where lab guests live; guests of the size people run have
 * them, and allocate several times as fast.
 */
void enable_huge_pages(void)
{
	write_text("/sys/kernel/mm/transparent_hugepage/enabled", "always");
}

/* What mkswap writes: a page whose end says SWAPSPACE2 and whose header, after the 1 KiB boot area, has the size. */
static int make_swap(const char *device, unsigned long pages)
{
	char page[PAGE] = { 0 };
	uint32_t header[3] = { 1, pages - 1, 0 };       /* version, last page, bad pages */
	memcpy(page + 1024, header, sizeof header);
	memcpy(page + PAGE - 10, "SWAPSPACE2", 10);
	int fd = open(device, O_WRONLY | O_CLOEXEC);
	if (fd < 0) return -errno;
	int result = write(fd, page, sizeof page) == (ssize_t)sizeof page && !fsync(fd) ? 0 : -EIO;
	close(fd);
	return result;
}

/* Swap on a compressed RAM disk, so that a guest without any disk can swap. 0, or a negative errno. */
int start_zram_swap(unsigned long size)
{
	static const char *const modules[] = { "lzo_compress", "lzo", "lzo-rle", "zsmalloc", "zram" };
	for (unsigned i = 0; i < sizeof modules / sizeof *modules; i++) load_module(modules[i]);
	char text[32];
	snprintf(text, sizeof text, "%lu", size);
	int error = write_text("/sys/block/zram0/disksize", text);
	if (!error) error = make_swap("/dev/zram0", size / PAGE);
	if (!error && swapon("/dev/zram0", 0)) error = -errno;
	return error;
}
