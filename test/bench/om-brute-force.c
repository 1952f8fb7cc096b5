/*
 * Oral messages OM(m), as the paper states it and no cleverer (Lamport, Shostak and Pease 1982, section 3): the
 * yardstick for the TypeScript that flies.
 *
 *   OM(m), m > 0   the commander sends its value to every lieutenant; each lieutenant is commander of OM(m-1)
 *                  towards the others, with the value it got; each then takes the majority of what it holds
 *   OM(0)          the commander sends; each lieutenant uses what it got
 *
 * The recursion *is* the message flow, so nothing is packed, addressed or copied: a message is an addition and a
 * store, straight to where the vote reads it. All arrays are flat and on the stack, nothing is allocated. A table
 * of all the paths, as the TypeScript has, would be faster for large m; the point of this program is that nobody
 * has to be persuaded that it is OM.
 *
 *   om-brute-force COMPUTERS FAULTS FRAMES   prints: nanoseconds of all frames, checksum of all decisions
 *
 * In a frame every computer is commander once. The workload (reports, lies, checksum) is that of
 * om-exchange.ts, to the bit.
 */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { COMPUTERS_MAX = 16, ABSENT = -1 };

/* What a computer adds to the value it tells another: row = sender; 0 throughout for a loyal one. */
static int32_t lie[COMPUTERS_MAX][COMPUTERS_MAX];

/* The value held by more than half, else the default. */
static int32_t majority(const int32_t *values, int count) {
  for (int i = 0; 2 * i < count; i++) {
    int votes = 0;
    for (int k = 0; k < count; k++) votes += values[k] == values[i];
    if (2 * votes > count) return values[i];
  }
  return ABSENT;
}

/* OM(m) from `commander` to `lieutenants`; chosen[id] is what the lieutenant with that id ends up with. */
static void oral_messages(int m, int commander, int32_t value, const int *lieutenants, int count, int32_t *chosen) {
  if (m == 0) {
    for (int k = 0; k < count; k++) chosen[lieutenants[k]] = value + lie[commander][lieutenants[k]];
    return;
  }
  int32_t held[COMPUTERS_MAX][COMPUTERS_MAX]; /* held[j][id]: what id took from lieutenant j */
  int others[COMPUTERS_MAX];                  /* the lieutenants without the j-th */
  for (int k = 1; k < count; k++) others[k - 1] = lieutenants[k];
  for (int j = 0; j < count; j++) {
    const int relay = lieutenants[j];
    held[j][relay] = value + lie[commander][relay];
    oral_messages(m - 1, relay, held[j][relay], others, count - 1, held[j]);
    others[j] = relay;
  }
  for (int k = 0; k < count; k++) {
    int32_t values[COMPUTERS_MAX];
    for (int j = 0; j < count; j++) values[j] = held[j][lieutenants[k]];
    chosen[lieutenants[k]] = majority(values, count);
  }
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  const int computers = atoi(argv[1]);
  const int faults = atoi(argv[2]);
  const long frames = atol(argv[3]);
  if (computers < 2 || computers > COMPUTERS_MAX || faults < 0 || faults > computers - 2) return 2;
  for (int liar = 1; liar <= 3 * faults - 2; liar += 3) {
    for (int to = 0; to < computers; to++) lie[liar][to] = (liar + to) % 3;
  }

  struct timespec start, end;
  uint32_t checksum = 0;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (long frame = 0; frame < frames; frame++) {
    for (int commander = 0; commander < computers; commander++) {
      int lieutenants[COMPUTERS_MAX];
      int32_t chosen[COMPUTERS_MAX];
      int count = 0;
      for (int id = 0; id < computers; id++) {
        if (id != commander) lieutenants[count++] = id;
      }
      const int32_t report = (int32_t)((frame * 7 + commander * 1000) & 0xffff);
      chosen[commander] = report;
      oral_messages(faults, commander, report, lieutenants, count, chosen);
      for (int id = 0; id < computers; id++) checksum += (uint32_t)chosen[id] * (uint32_t)(17 * id + commander + 1);
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  const double ns = 1e9 * (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec);
  printf("%.0f %u\n", ns, (unsigned)checksum);
  return 0;
}
