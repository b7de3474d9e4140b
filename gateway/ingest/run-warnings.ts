import type { Problem } from '../../schemas/problem.js';
import type { Queryable } from '../store/store.js';
import type { RunningRun } from './context.js';
import type { Decision } from './decide.js';

interface Warned {
  readonly warning: Problem;
  readonly path: string;
  readonly position: string;
  records: number;
}

/** Counts what is odd about the records that a batch stores, by code and field, on top of what the run has counted. */
export async function writeWarnings(transaction: Queryable, run: RunningRun, decisions: readonly Decision[]): Promise<void> {
  const warned = new Map<string, Warned>();
  for (const decision of decisions) {
    if (decision.kind !== 'version') continue;
    const { warnings, row } = decision.prepared;
    for (const warning of warnings) {
      const path = warning.path.replaceAll(/\/\d+(?=\/|$)/gu, '/*');
      const key = `${warning.code} ${path}`;
      const known = warned.get(key) ?? { warning, path, position: row.position, records: 0 };
      known.records += 1;
      warned.set(key, known);
    }
  }
  if (warned.size === 0) return;
  const rows = [...warned.values()];
  await transaction.query(
    `INSERT INTO run_warning (run_id, code, path, records, position, warning)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::json[])
     ON CONFLICT (run_id, code, path) DO UPDATE SET records = run_warning.records + excluded.records`,
    [
      run.id,
      rows.map(({ warning }) => warning.code),
      rows.map(({ path }) => path),
      rows.map(({ records }) => records),
      rows.map(({ position }) => position),
      rows.map(({ warning }) => JSON.stringify(warning)),
    ],
  );
}
