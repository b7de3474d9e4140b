import { shanghaiDate } from '../clock.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import { monthOf } from '../store/partitions.js';
import type { Queryable, Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';

const dayMs = 24 * 60 * 60 * 1000;
/** Days made up for after the gateway stood still. */
const daysMax = 31;
/** Series whose highest number is named, per stream and day. */
const seriesMax = 20;

interface CountTools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: () => Date;
}

interface StreamDay {
  readonly stream: string;
  readonly department: string;
  readonly dataset: string;
  readonly versions: number;
  /** SHA-256 over the lines `<record> <version>` in order, hex. */
  readonly keys: string;
  /** Highest document number of each series, `州市监处罚〔2026〕45号`. */
  readonly highest: string[] | null;
}

/**
 * Writes into the log how many record versions each stream gave on each day that is over, a digest of which they were,
 * and the highest document number of each series: what is taken away later is missed, in the store as in the log itself,
 * for anybody can make the same digest from the events of that day. Each day once.
 */
export async function countDays({ store, makeId, now }: CountTools): Promise<void> {
  const yesterday = dayBefore(shanghaiDate(now()));
  const [last] = await store.query<{ day: string | null }>('SELECT max(day) AS day FROM counted_day');
  const days: string[] = [];
  for (let day = yesterday; days.length < daysMax && (last?.day ?? dayBefore(yesterday)) < day; day = dayBefore(day)) days.push(day);
  for (const day of days.toReversed()) {
    await store.transaction(async (transaction) => {
      const claimed = await transaction.query('INSERT INTO counted_day (day, counted_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING day', [day, now()]);
      if (claimed.length === 0) return;
      const segment = new SegmentWriter();
      for (const { stream, department, dataset, versions, keys, highest } of await readDay(transaction, day)) {
        const numbers = (highest ?? []).join(' ');
        segment.add({
          id: makeId(),
          at: now().toISOString(),
          station: 'stream-counted',
          actor: 'gateway',
          department,
          dataset,
          code: `${day} ${stream}: ${String(versions)}${numbers === '' ? '' : ` ${numbers}`}`,
          digests: { keys },
        });
      }
      await segment.write(transaction, makeId, now());
    });
  }
}

/** What each stream gave on a day of Asia/Shanghai. */
async function readDay(transaction: Queryable, day: string): Promise<StreamDay[]> {
  const from = new Date(`${day}T00:00:00+08:00`);
  const until = new Date(from.getTime() + dayMs);
  return transaction.query<StreamDay>(
    `WITH given AS (
       SELECT v.origin_stream, v.department_id, v.dataset_id, v.record_id, v.version,
         regexp_match(v.content->>'documentNumber', '^(.{1,60}〔\\d{4}〕)第?0*(\\d{1,6})号$') AS number
       FROM record_version v
       WHERE v.month = ANY ($3::date[]) AND v.made_at >= $1 AND v.made_at < $2)
     SELECT c.reference || ' ' || s.name AS stream, d.name AS department, k.name AS dataset, count(*) AS versions,
       encode(sha256(convert_to(string_agg(g.record_id || ' ' || g.version || E'\\n', '' ORDER BY g.record_id, g.version), 'UTF8')), 'hex') AS keys,
       (SELECT array_agg(h.series || h.last || '号' ORDER BY h.series)
        FROM (SELECT n.number[1] AS series, max(n.number[2]::int) AS last FROM given n
              WHERE n.origin_stream = g.origin_stream AND n.dataset_id = g.dataset_id AND n.number IS NOT NULL
              GROUP BY n.number[1] ORDER BY n.number[1] LIMIT ${String(seriesMax)}) h) AS highest
     FROM given g
     JOIN source_stream s ON s.id = g.origin_stream JOIN connector c ON c.id = s.connector_id
     JOIN department d ON d.id = g.department_id JOIN dataset k ON k.id = g.dataset_id
     GROUP BY g.origin_stream, g.dataset_id, c.reference, s.name, d.name, k.name ORDER BY 1, 3`,
    [from, until, [...new Set([monthOf(from), monthOf(until)])]],
  );
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - dayMs).toISOString().slice(0, 10);
}
