/** Clocks that differ by more are not taken to tell the same time. */
const clocksDifferMs = 5 * 60 * 1000;

/**
 * Whether an event gives itself a time at which it had been seen by an outsider already: then the clock of whoever wrote
 * it goes wrong, or the time is made up.
 */
export function isAhead(at: unknown, witnessedAt: Date | undefined): boolean {
  if (witnessedAt === undefined || typeof at !== 'string') return false;
  return new Date(at).getTime() - witnessedAt.getTime() > clocksDifferMs;
}
