// What a plugin's process does to itself before and after it loads the plugin, as far as Swift cannot say it.
#ifndef CPOLICYHOST_H
#define CPOLICYHOST_H

#include <stdint.h>

// All that return int: 0, or a negative error number, unless they say otherwise.

// An unnamed file in memory, to hold the plugin. A descriptor, or a negative error number.
int policyhost_memory_file(const char *name);
// From now on nobody can change the file.
int policyhost_seal(int descriptor);

// What came from the parent and is no business of a plugin: descriptors from `first` on, the environment, signal masks and
// dispositions, the session, the daemon's protection from the out-of-memory killer. Standard output is written line by line.
void policyhost_part_with_parent(int first);

// Address space in bytes; 0 leaves it.
int policyhost_limit_memory(uint64_t bytes);
// No core dumps, no files larger than nothing, few descriptors and threads.
int policyhost_limit_rest(void);
// Processor time from now until SIGXCPU, in seconds. For the whole process; told again, it counts anew.
int policyhost_limit_processor(unsigned seconds);

// Capabilities go, and root becomes nobody: uid, gid and no groups.
int policyhost_drop_privileges(void);
// SIGKILL when the thread that started this process ends. After a change of user, which resets it.
int policyhost_die_with_parent(void);
// Neither set-user-ID programs nor file capabilities give anything from now on. A filter needs it.
int policyhost_no_new_privileges(void);

enum policyhost_stage {
    // Files may be opened for reading, code may be mapped, one more filter may be set.
    policyhost_loading,
    // Computing, memory, threads, and what is open already.
    policyhost_computing,
};
// Only the system calls of the stage from now on, for all threads; others fail with EPERM. -ENOSYS: this kernel has no filters.
int policyhost_filter(enum policyhost_stage stage);

// The plugin whose crashes are reported. All of it must last.
struct policyhost_plugin {
    // What people call it, and what the loader does.
    const char *name, *path;
    // Its table of all functions, Elf64_Sym by Elf64_Sym, and the text with their names, which ends with a zero; both NULL
    // where it was stripped.
    const void *symbols;
    uint64_t symbols_count;
    const char *names;
    uint64_t names_length;
};
// From now on a crash writes its signal and where it happened to standard error, and ends the process by that signal.
void policyhost_report_crashes(struct policyhost_plugin plugin);

// Ends the process without any destructor of the plugin, which could wait for ever. What was printed is written.
_Noreturn void policyhost_end(int status);

#endif
