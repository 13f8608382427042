// The three functions, and nothing of Swift behind them.
unsigned balloon_policy_api(void) { return 1; }
const char *balloon_policy_toolchain(void) { return "C"; }
void *balloon_policy(void) { return 0; }
