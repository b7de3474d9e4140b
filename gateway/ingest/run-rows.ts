import type { ExchangePlan } from '../exchanges/plan.js';
import type { Queryable, Store } from '../store/store.js';
import type { RunCounts, RunningRun } from './context.js';
import { candidateTargets } from './owe.js';

/** A run's hold on its exchange lapses after this long without a stored batch. */
const leaseSeconds = 120;

export interface StartedRun extends RunningRun {
  /** Where the last run stopped; null: from the beginning. */
  readonly cursor: string | null;
}

/**
 * Takes the exchange for this run, over all processes; undefined while another run has it. A cursor that was made
 * with another mapping is given up: the source is read again and rows whose records stay the same are passed over.
 * A snapshot always begins anew: what an interrupted run saw of it, this one has not seen.
 */
export async function startRun(
  store: Store,
  plan: ExchangePlan,
  owner: string,
  fromBeginning: boolean,
): Promise<StartedRun | undefined> {
  return store.transaction(async (transaction) => {
    await transaction.query(
      'INSERT INTO exchange_state (exchange, department_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [plan.exchange, plan.departmentId],
    );
    const [state] = await transaction.query<{ cursor: string | null; mapping_digest: string | null }>(
      `SELECT cursor, mapping_digest FROM exchange_state
       WHERE exchange = $1 AND (running_until IS NULL OR running_until < now()) FOR UPDATE`,
      [plan.exchange],
    );
    if (!state) return undefined;
    await transaction.query(
      `UPDATE run SET state = 'stopped', ended_at = now() WHERE exchange = $1 AND state = 'running'`,
      [plan.exchange],
    );
    const [run] = await transaction.query<{ id: number }>(
      // By the clock, not by the transaction's beginning: that may lie before the end of the run that was waited for.
      `INSERT INTO run (exchange, department_id, exchange_version, mapping_version, started_at)
       VALUES ($1, $2, $3, $4, clock_timestamp()) RETURNING id`,
      [plan.exchange, plan.departmentId, plan.exchangeVersion, plan.source.mappingVersion],
    );
    if (!run) throw new Error('INSERT … RETURNING gave no row');
    await transaction.query('INSERT INTO run_target (run_id, target_id) SELECT $1, unnest($2::int[])', [
      run.id,
      candidateTargets(plan.targets, plan.source.system).map((target) => target.targetId),
    ]);
    const goesOn = !fromBeginning && plan.source.mode !== 'snapshot';
    const keepsCursor = goesOn && state.mapping_digest === plan.source.mapping.digest;
    const cursor = keepsCursor ? state.cursor : null;
    await transaction.query(
      `UPDATE exchange_state SET running_by = $2, running_until = now() + make_interval(secs => $3), last_run_id = $4,
         cursor = $5, mapping_digest = $6 WHERE exchange = $1`,
      [plan.exchange, owner, leaseSeconds, run.id, cursor, plan.source.mapping.digest],
    );
    return { id: run.id, owner, cursor };
  });
}

/** Moves the cursor and renews the hold, first thing in a batch's transaction; false when the hold was lost. */
export async function renewRun(
  transaction: Queryable,
  plan: ExchangePlan,
  run: RunningRun,
  cursor: string | null,
): Promise<boolean> {
  const rows = await transaction.query(
    `UPDATE exchange_state SET cursor = COALESCE($3, cursor), running_until = now() + make_interval(secs => $4)
     WHERE exchange = $1 AND running_by = $2 RETURNING exchange`,
    [plan.exchange, run.owner, cursor, leaseSeconds],
  );
  return rows.length === 1;
}

export async function writeCounts(transaction: Queryable, run: RunningRun, counts: RunCounts): Promise<void> {
  await transaction.query(
    `UPDATE run SET rows = rows + $2, unchanged = unchanged + $3, folded = folded + $4, skipped = skipped + $5,
       mapped = mapped + $6, quarantined = quarantined + $7, versions = versions + $8, overridden = overridden + $9 WHERE id = $1`,
    [
      run.id,
      counts.rows,
      counts.unchanged,
      counts.folded,
      counts.skipped,
      counts.mapped,
      counts.quarantined,
      counts.versions,
      counts.overridden,
    ],
  );
}

export interface RunEnd {
  readonly state: 'done' | 'failed' | 'stopped';
  readonly errorCode?: string;
  readonly errorText?: string;
}

/** Closes the run and gives the exchange free, unless another process has taken it over. */
export async function endRun(store: Store, plan: ExchangePlan, run: RunningRun, end: RunEnd): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.query(
      'UPDATE exchange_state SET running_by = NULL, running_until = NULL WHERE exchange = $1 AND running_by = $2',
      [plan.exchange, run.owner],
    );
    await transaction.query(
      `UPDATE run SET state = $2, ended_at = now(), error_code = $3, error_text = $4 WHERE id = $1 AND state = 'running'`,
      [run.id, end.state, end.errorCode ?? null, end.errorText ?? null],
    );
  });
}

/** An embedded store has one process: whatever held an exchange before this one started is dead. */
export async function releaseDeadRuns(store: Store): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.query('UPDATE exchange_state SET running_by = NULL, running_until = NULL WHERE running_by IS NOT NULL');
    await transaction.query(`UPDATE run SET state = 'stopped', ended_at = now() WHERE state = 'running'`);
  });
}
