/** Where a record (or the gateway itself) stood when an entry was written. */
export type LogStation =
  | 'pushed-to-us'
  | 'received'
  | 'withdrawn-at-source'
  | 'quarantined'
  | 'quarantine-dismissed'
  | 'handed-over'
  | 'accepted'
  | 'rejected'
  | 'held'
  | 'released'
  | 'superseded'
  | 'cancelled'
  | 'seen-published'
  | 'obligation-met'
  | 'obligation-met-late'
  | 'obligation-withdrawn'
  | 'obligation-adopted'
  | 'obligation-reopened'
  | 'deadline-moved'
  | 'deadline-confirmed'
  | 'deadline-unconfirmed'
  | 'deadline-case-opened'
  | 'deadline-case-approved'
  | 'deadline-case-refused'
  | 'lateness-explained'
  | 'publication-class-decided'
  | 'publication-repaired'
  | 'publication-ended'
  | 'reconciled'
  | 'finding-decided'
  | 'stream-counted'
  | 'deadline-warned'
  | 'deadline-overdue'
  | 'deadline-notice-acknowledged'
  | 'record-viewed'
  | 'record-unmasked'
  | 'record-disclosed'
  | 'erasure-asked'
  | 'erasure-approved'
  | 'erasure-refused'
  | 'person-erased'
  | 'hold-placed'
  | 'hold-lifted'
  | 'deadline-urged'
  | 'deadline-supervised'
  | 'urging-answered'
  | 'stream-quiet'
  | 'stream-quiet-closed'
  | 'configuration-changed'
  | 'agreement-decided'
  | 'agreement-ending'
  | 'agreement-ended'
  | 'signed-in'
  | 'sign-in-refused'
  | 'person-changed'
  | 'key-changed'
  | 'secret-changed'
  | 'secret-used'
  | 'exchange-paused'
  | 'exchange-resumed'
  | 'run-cancelled'
  | 'log-exported'
  | 'log-pruned'
  | 'log-attached'
  | 'target-paused'
  | 'target-resumed';

/** One event of the exchange log, version 1. Absent facts are absent keys, never null. */
export interface LogEntry {
  readonly id: string;
  /** UTC, ISO with milliseconds. */
  readonly at: string;
  readonly station: LogStation;
  /** `gateway` or the person. */
  readonly actor: string;
  readonly department: string;
  readonly dataset?: string;
  /** The receiver's own time of its answer, ISO, where it gave one. */
  readonly receiverAt?: string;
  readonly record?: string;
  readonly version?: number;
  readonly run?: number;
  /** Connector reference of the receiver. */
  readonly target?: string;
  /** Error code, receiver's code, rule name, as the station has it. */
  readonly code?: string;
  /** Hex digests by name: `commitment` (to a version's content, salted), `content` (keyed), `sent` (SHA-256 of the row as sent), `row` (keyed). */
  readonly digests?: Readonly<Record<string, string>>;
  /** Ciphertext of personal facts, base64. */
  readonly sealed?: string;
}

/**
 * The entry's bytes: RFC 8785 canonical JSON. Written out by hand because its members are known and millions are
 * made; a test holds it against the general serialiser.
 */
export function encodeEntry(entry: LogEntry): string {
  let text = `{"actor":${JSON.stringify(entry.actor)},"at":"${entry.at}"`;
  if (entry.code !== undefined) text += `,"code":${JSON.stringify(entry.code)}`;
  if (entry.dataset !== undefined) text += `,"dataset":"${entry.dataset}"`;
  text += `,"department":"${entry.department}"`;
  if (entry.digests !== undefined) {
    const names = Object.keys(entry.digests).toSorted();
    text += `,"digests":{${names.map((name) => `"${name}":"${entry.digests?.[name] ?? ''}"`).join(',')}}`;
  }
  text += `,"id":"${entry.id}"`;
  if (entry.receiverAt !== undefined) text += `,"receiverAt":${JSON.stringify(entry.receiverAt)}`;
  if (entry.record !== undefined) text += `,"record":"${entry.record}"`;
  if (entry.run !== undefined) text += `,"run":${String(entry.run)}`;
  if (entry.sealed !== undefined) text += `,"sealed":"${entry.sealed}"`;
  text += `,"station":"${entry.station}"`;
  if (entry.target !== undefined) text += `,"target":"${entry.target}"`;
  text += ',"v":1';
  if (entry.version !== undefined) text += `,"version":${String(entry.version)}`;
  return `${text}}`;
}
