import { GatewayError } from '../../schemas/errors.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import type { IngestContext, RunningRun } from './context.js';
import type { PreparedRow } from './prepare.js';

const rowsMax = 500;

/** The standing records that the stream gave, each with one of its rows and the last run that saw any of them. */
const standing = `SELECT (array_agg(s.source_key))[1] AS source_key, max(s.seen_run) AS last_seen
  FROM source_ref s JOIN record r ON r.id = s.record_id AND NOT r.withdrawn AND r.origin_stream = s.stream_id
  WHERE s.stream_id = $1 GROUP BY s.record_id`;

/** Rows in quarantine that the run has not seen. Their records, if they have any, are others' or shown by other rows. */
const leftInQuarantine = 'SELECT source_key FROM source_ref WHERE stream_id = $1 AND quarantined AND seen_run < $2 LIMIT $3';

/**
 * The rows that this snapshot run did not see although their records stand, as deletions; then those that it did not
 * see although they are in quarantine, whose going withdraws no record. When the former are a larger share of the
 * stream than the exchange allows, nothing is withdrawn: throws INGEST_TOO_MANY_WITHDRAWALS before the first.
 */
export async function* vanishedRows(
  context: IngestContext,
  plan: ExchangePlan,
  run: RunningRun,
): AsyncGenerator<Extract<PreparedRow, { kind: 'gone' }>[]> {
  const { streamId, maxWithdrawals, mapping } = plan.source;
  const [share] = await context.store.query<{ gone: number; standing: number }>(
    `SELECT count(*) FILTER (WHERE last_seen < $2) AS gone, count(*) AS standing FROM (${standing}) AS standing`,
    [streamId, run.id],
  );
  if (share && share.gone > share.standing * maxWithdrawals) {
    throw new GatewayError('INGEST_TOO_MANY_WITHDRAWALS', {
      exchange: plan.exchange,
      vanished: share.gone,
      standing: share.standing,
      maxWithdrawals,
    });
  }
  const gone = (sourceKey: Buffer, keepsRecord: boolean): Extract<PreparedRow, { kind: 'gone' }> => ({
    kind: 'gone',
    keepsRecord,
    row: {
      op: 'delete',
      sourceKey,
      rowHash: context.hashes.fingerprint(`row\n${mapping.digest}\ndeleted`),
      row: {},
      position: `${plan.source.stream}: not in the snapshot`,
    },
  });
  const vanished = `SELECT source_key FROM (${standing}) AS standing WHERE last_seen < $2 LIMIT $3`;
  for (const [sql, keepsRecord] of [[vanished, false], [leftInQuarantine, true]] as const) {
    for (;;) {
      const rows = await context.store.query<{ source_key: Buffer }>(sql, [streamId, run.id, rowsMax]);
      if (rows.length === 0) break;
      yield rows.map((row) => gone(row.source_key, keepsRecord));
    }
  }
}
