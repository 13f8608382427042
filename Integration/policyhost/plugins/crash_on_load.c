#include <stdlib.h>

__attribute__((constructor)) static void load(void) { abort(); }
