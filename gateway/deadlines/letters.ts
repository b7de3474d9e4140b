import { createHash } from 'node:crypto';
import type { Queryable, Store } from '../store/store.js';
import type { NoticeSink } from './send-notices.js';

/** Why a department is written to: urged by the data office, with its supervisor, or asked about a quiet stream. */
export type LetterKind = 'urged' | 'supervised' | 'quiet-stream';

export interface Letter {
  readonly id: number;
  readonly department: string;
  readonly kind: LetterKind;
  /** Chinese and English, without personal data. */
  readonly text: string;
}

/** Writes to a department, in the transaction of what it is told of. */
export async function writeLetter(
  transaction: Queryable,
  { departmentId, kind, text }: { readonly departmentId: number; readonly kind: LetterKind; readonly text: string },
): Promise<void> {
  await transaction.query('INSERT INTO letter (department_id, kind, text) VALUES ($1, $2, $3)', [departmentId, kind, text]);
}

const lettersMax = 200;
/** A sink has to have answered by then; after it another attempt is made. */
const leaseSeconds = 120;
/** A way that is set up later is not told old news. */
const newsDays = 30;

/** Hands letters that a way was not told of to its sink, each once. Returns how many were told. */
export async function sendLetters(store: Store, sink: NoticeSink): Promise<number> {
  const [told, until] = [`${sink.way}_told_at`, `${sink.way}_sending_until`];
  const letters = await store.query<Letter>(
    `WITH untold AS (
       SELECT id FROM letter WHERE ${told} IS NULL AND (${until} IS NULL OR ${until} < now())
         AND made_at > now() - interval '${newsDays} days' ORDER BY id LIMIT ${lettersMax} FOR UPDATE SKIP LOCKED)
     UPDATE letter l SET ${until} = now() + interval '${leaseSeconds} seconds' FROM untold, department d
     WHERE l.id = untold.id AND d.id = l.department_id RETURNING l.id, d.name AS department, l.kind, l.text`,
  );
  if (letters.length === 0) return 0;
  const inOrder = letters.toSorted((first, second) => first.id - second.id);
  const id = createHash('sha256').update(JSON.stringify(inOrder)).digest('hex');
  await sink.send({ id, notices: [], letters: inOrder });
  await store.query(`UPDATE letter SET ${told} = now(), ${until} = NULL WHERE id = ANY($1::bigint[])`, [letters.map((one) => one.id)]);
  return letters.length;
}
