int balloon_policy_of_another_kind(void) { return 1; }
