/* Page contents: what KSM can merge and what it cannot is decided here. */
#include "agent.h"

#include <string.h>

static uint64_t random_state = 1;

void seed_random(uint64_t seed)
{
	random_state = seed ? seed : 1;
}

static uint64_t xorshift(uint64_t x)
{
	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

uint64_t next_random(void)
{
	return random_state = xorshift(random_state);
}

/*
 * random: unique contents, nothing to merge
 * same:   page i is f(i): equal in every guest, distinct within one (what KSM merges across guests)
 * dup:    every page the same one
 * text:   a quarter unique, the rest zero: compressible (for zram), not mergeable
 * zero:   touched zeros
 */
void fill_page(char *page, unsigned long index, const char *mode)
{
	uint64_t *words = (uint64_t *)page;
	const int count = PAGE / sizeof *words;
	if (!strcmp(mode, "random")) {
		for (int i = 0; i < count; i++) words[i] = next_random();
	} else if (!strcmp(mode, "same")) {
		uint64_t x = index * 0x9E3779B97F4A7C15ULL + 12345;
		for (int i = 0; i < count; i++) words[i] = x = xorshift(x);
	} else if (!strcmp(mode, "dup")) {
		for (int i = 0; i < count; i++) words[i] = 0xA5A5A5A5A5A5A5A5ULL;
	} else if (!strcmp(mode, "text")) {
		memset(page, 0, PAGE);
		for (int i = 0; i < count / 4; i++) words[i] = next_random();
	} else {
		*(volatile char *)page = 1;
		memset(page, 0, PAGE);
	}
}
