const offsetMs = 8 * 60 * 60 * 1000;

/** The date `YYYY-MM-DD` in Asia/Shanghai; right for the present, when the offset is always eight hours. */
export function shanghaiDay(instant: Date): string {
  return new Date(instant.getTime() + offsetMs).toISOString().slice(0, 10);
}
