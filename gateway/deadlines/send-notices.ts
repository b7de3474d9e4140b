import { createHash } from 'node:crypto';
import type { Store } from '../store/store.js';
import type { Letter } from './letters.js';
import type { NoticeFacts } from './warnings.js';

/** A way to people outside the console. Called with one digest at a time; throws where it cannot be handed over. */
export interface NoticeSink {
  /** Each way is told of every notice by itself. */
  readonly way: 'webhook' | 'mail';
  send(digest: NoticeDigest): Promise<void>;
}

/** All that there is to tell at one moment, of all departments. */
export interface NoticeDigest {
  /** The same for the same content: a receiver that sees it twice after a lost answer drops the second. */
  readonly id: string;
  readonly notices: readonly (NoticeFacts & { readonly id: number; readonly fresh: number })[];
  /** What departments are written besides. */
  readonly letters: readonly Letter[];
}

interface UnsentRow {
  readonly id: number;
  readonly department: string;
  readonly rule: string;
  readonly due_on: string;
  readonly threshold: number;
  readonly obligations: number;
  readonly unsent: number;
}

/** Where a notice keeps what a way was not yet told of, and until when somebody is telling it. */
const columns = {
  webhook: { unsent: 'unsent', until: 'sending_until' },
  mail: { unsent: 'mail_unsent', until: 'mail_sending_until' },
} as const;

const digestNoticesMax = 500;
/** A sink has to have answered by then; after it another attempt is made. */
const leaseSeconds = 120;

/**
 * Hands the notices that nobody outside the console was told of to a sink, as one digest, and marks them as told.
 * Whatever fails is tried again when the lease has lapsed. Returns how many notices were told.
 */
export async function sendNotices(store: Store, sink: NoticeSink): Promise<number> {
  const { unsent, until } = columns[sink.way];
  const rows = await store.query<UnsentRow>(
    `WITH unsent AS (
       SELECT id FROM deadline_notice WHERE ${unsent} > 0 AND (${until} IS NULL OR ${until} < now())
       ORDER BY id LIMIT ${digestNoticesMax} FOR UPDATE SKIP LOCKED)
     UPDATE deadline_notice n SET ${until} = now() + interval '${leaseSeconds} seconds'
     FROM unsent, department d, deadline_rule r
     WHERE n.id = unsent.id AND d.id = n.department_id AND r.id = n.rule_id
     RETURNING n.id, d.name AS department, r.name AS rule, n.due_on, n.threshold, n.obligations, n.${unsent} AS unsent`,
  );
  if (rows.length === 0) return 0;
  const notices = rows
    .toSorted((first, second) => first.id - second.id)
    .map(({ due_on, unsent: fresh, ...row }) => ({ ...row, dueOn: due_on, fresh }));
  const id = createHash('sha256').update(JSON.stringify(notices)).digest('hex');
  await sink.send({ id, notices, letters: [] });
  await store.query(
    `UPDATE deadline_notice n SET ${unsent} = n.${unsent} - told.unsent, ${until} = NULL
     FROM unnest($1::bigint[], $2::int[]) AS told (id, unsent) WHERE n.id = told.id`,
    [rows.map((row) => row.id), rows.map((row) => row.unsent)],
  );
  return rows.length;
}
