#ifndef BALLOON_TOOLCHAIN_H
#define BALLOON_TOOLCHAIN_H

/// The compiler that builds whoever calls this: Swift has no such constant, its embedded Clang has. It survives `strip`.
static inline const char *balloon_toolchain(void) { return __VERSION__; }

#endif
