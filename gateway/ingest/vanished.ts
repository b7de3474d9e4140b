import { GatewayError } from '../../schemas/errors.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import type { IngestContext, RunningRun } from './context.js';
import type { IdentifiedRow } from './rows.js';

const rowsMax = 500;

/** The standing records that the stream gave, each with one of its rows and the last run that saw any of them. */
const standing = `SELECT (array_agg(s.source_key))[1] AS source_key, max(s.seen_run) AS last_seen
  FROM source_ref s JOIN record r ON r.id = s.record_id AND NOT r.withdrawn AND r.origin_stream = s.stream_id
  WHERE s.stream_id = $1 GROUP BY s.record_id`;

/**
 * The rows that this snapshot run did not see although their records stand, as deletions. When they are a larger share
 * of the stream than the exchange allows, nothing is withdrawn: throws INGEST_TOO_MANY_WITHDRAWALS before the first.
 */
export async function* vanishedRows(
  context: IngestContext,
  plan: ExchangePlan,
  run: RunningRun,
): AsyncGenerator<IdentifiedRow[]> {
  const { streamId, maxWithdrawals, mapping } = plan.source;
  const [share] = await context.store.query<{ gone: number; standing: number }>(
    `SELECT count(*) FILTER (WHERE last_seen < $2) AS gone, count(*) AS standing FROM (${standing}) AS standing`,
    [streamId, run.id],
  );
  if (!share || share.gone === 0) return;
  if (share.gone > share.standing * maxWithdrawals) {
    throw new GatewayError('INGEST_TOO_MANY_WITHDRAWALS', {
      exchange: plan.exchange,
      vanished: share.gone,
      standing: share.standing,
      maxWithdrawals,
    });
  }
  for (;;) {
    const rows = await context.store.query<{ source_key: Buffer }>(
      `SELECT source_key FROM (${standing}) AS standing WHERE last_seen < $2 LIMIT $3`,
      [streamId, run.id, rowsMax],
    );
    if (rows.length === 0) return;
    yield rows.map((row) => ({
      op: 'delete',
      sourceKey: row.source_key,
      rowHash: context.hashes.fingerprint(`row\n${mapping.digest}\ndeleted`),
      row: {},
      position: `${plan.source.stream}: not in the snapshot`,
    }));
  }
}
