#define _GNU_SOURCE
#include "CPolicyHost.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

int policyhost_memory_file(const char *name) {
    const unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    // Its code is mapped, never executed as a program; hosts with vm.memfd_noexec = 2 insist that this is said. Linux 6.3.
    int descriptor = memfd_create(name, flags | MFD_NOEXEC_SEAL);
    if (descriptor < 0 && errno == EINVAL) descriptor = memfd_create(name, flags);
    return descriptor < 0 ? -errno : descriptor;
}

int policyhost_seal(int descriptor) {
    const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
    return fcntl(descriptor, F_ADD_SEALS, seals) == 0 ? 0 : -errno;
}
