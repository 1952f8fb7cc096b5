/*
 * Every execution of OM(m) with traitors, one after the other, as the paper states the protocol and no cleverer:
 * the yardstick for `ironbird verify` in TypeScript.
 *
 * The recursion asks for a word wherever a traitor speaks to a loyal computer, always in the same order, so the
 * words of an execution are a list, and an odometer over that list is all executions. Each is run from the start:
 * nothing is kept from one to the next, and nobody has to be persuaded of anything.
 *
 *   verify-brute-force COMPUTERS FAULTS TRAITORS VALUES
 *
 * The commander 0 is loyal, the traitors are 1 ... TRAITORS. Prints: nanoseconds, executions, violations of IC1 and
 * of IC2.
 */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { COMPUTERS_MAX = 16, SLOTS_MAX = 4096, DEFAULT = 0 };

static int traitors;
static int32_t words[SLOTS_MAX];
static int asked;

static int is_traitor(int id) { return id >= 1 && id <= traitors; }

/* The value held by more than half, else the default. */
static int32_t majority(const int32_t *values, int count) {
  for (int i = 0; 2 * i < count; i++) {
    int votes = 0;
    for (int k = 0; k < count; k++) votes += values[k] == values[i];
    if (2 * votes > count) return values[i];
  }
  return DEFAULT;
}

/* What `commander` says to `receiver`, who holds `value`. */
static int32_t say(int commander, int receiver, int32_t value) {
  return is_traitor(commander) && !is_traitor(receiver) ? words[asked++] : value;
}

/* OM(m) from `commander` to `lieutenants`; chosen[id] is what the lieutenant with that id ends up with. */
static void oral_messages(int m, int commander, int32_t value, const int *lieutenants, int count, int32_t *chosen) {
  int32_t received[COMPUTERS_MAX];
  for (int k = 0; k < count; k++) received[k] = say(commander, lieutenants[k], value);
  if (m == 0) {
    for (int k = 0; k < count; k++) chosen[lieutenants[k]] = received[k];
    return;
  }
  int32_t held[COMPUTERS_MAX][COMPUTERS_MAX]; /* held[j][id]: what id took from lieutenant j */
  int others[COMPUTERS_MAX];                  /* the lieutenants without the j-th */
  for (int k = 1; k < count; k++) others[k - 1] = lieutenants[k];
  for (int j = 0; j < count; j++) {
    const int relay = lieutenants[j];
    held[j][relay] = received[j];
    oral_messages(m - 1, relay, received[j], others, count - 1, held[j]);
    others[j] = relay;
  }
  for (int k = 0; k < count; k++) {
    int32_t values[COMPUTERS_MAX];
    for (int j = 0; j < count; j++) values[j] = held[j][lieutenants[k]];
    chosen[lieutenants[k]] = majority(values, count);
  }
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  const int computers = atoi(argv[1]);
  const int faults = atoi(argv[2]);
  const int values = atoi(argv[4]);
  traitors = atoi(argv[3]);
  if (computers < 2 || computers > COMPUTERS_MAX || faults < 0 || faults > computers - 2) return 2;
  int lieutenants[COMPUTERS_MAX] = {0};
  for (int id = 1; id < computers; id++) lieutenants[id - 1] = id;

  struct timespec start, end;
  uint64_t executions = 0, ic1 = 0, ic2 = 0;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int32_t sent = 0; sent < values; sent++) {
    for (int more = 1; more;) {
      int32_t chosen[COMPUTERS_MAX];
      asked = 0;
      oral_messages(faults, 0, sent, lieutenants, computers - 1, chosen);
      int same = 1, obeyed = 1;
      for (int id = traitors + 1; id < computers; id++) {
        same &= chosen[id] == chosen[computers - 1];
        obeyed &= chosen[id] == sent;
      }
      executions++;
      ic1 += !same;
      ic2 += !obeyed;
      more = 0;
      for (int slot = 0; slot < asked && !more; slot++) {
        more = ++words[slot] < values;
        if (!more) words[slot] = 0;
      }
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  const double ns = 1e9 * (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec);
  printf("%.0f %llu %llu %llu\n", ns, (unsigned long long)executions, (unsigned long long)ic1, (unsigned long long)ic2);
  return 0;
}
