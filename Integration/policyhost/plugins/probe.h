// Tries what a policy may not do, and tells what came of it: `fork=1 socket=1 ...`, error numbers, 0 for success.
#ifndef PROBE_H
#define PROBE_H

// What a constructor found while the plugin was loaded, and what is found now.
const char *probe_while_loading(void);
const char *probe_now(void);

#endif
