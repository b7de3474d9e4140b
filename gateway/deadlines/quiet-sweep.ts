import { shanghaiDate } from '../clock.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { Calendar } from './calendar.js';
import { writeLetter } from './letters.js';
import { judgeQuiet, type ObservedDay, type Quiet } from './quiet.js';

export interface QuietOptions {
  readonly store: Store;
  readonly makeId: MakeId;
  /** Exchanges that run by themselves, or are pushed to. */
  readonly exchanges: readonly string[];
  /** The calendar that a department works by, by its number in the store. */
  readonly calendarOf: (departmentId: number) => Calendar;
}

interface DayRow {
  readonly exchange: string;
  readonly department: string;
  readonly department_id: number;
  readonly day: string;
  readonly rows: number;
  readonly accounted_to: string | null;
}

/** How far back a stream's history is looked at. */
const historyDays = 120;

/**
 * A sweep that finds streams that were quieter than ever in the days before, once each, and closes what was found where rows
 * have come since; it says how many it found. Safe to repeat, also in several processes. Whole days are judged, so it looks
 * at histories once a day.
 */
export function createQuietSweep(options: QuietOptions): (now: Date) => Promise<number> {
  let judgedOn = '';
  return async (now) => {
    await closeWhereRowsCame(options, now);
    const today = shanghaiDate(now);
    if (judgedOn === today) return 0;
    const found = await findQuietStreams(options, now, today);
    judgedOn = today;
    return found;
  };
}

async function findQuietStreams(options: QuietOptions, now: Date, today: string): Promise<number> {
  const rows = await options.store.query<DayRow>(
    `SELECT r.exchange, d.name AS department, r.department_id, to_char(r.started_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day,
       sum(r.mapped + r.quarantined)::float8 AS rows,
       (SELECT max(q.last_day) FROM quiet_stream q WHERE q.exchange = r.exchange) AS accounted_to
     FROM run r JOIN department d ON d.id = r.department_id
     WHERE r.exchange = ANY($1::text[]) AND r.state = 'done' AND r.started_at > $2
       AND NOT EXISTS (SELECT 1 FROM quiet_stream q WHERE q.exchange = r.exchange AND q.state = 'open')
     GROUP BY r.exchange, d.name, r.department_id, 4 ORDER BY r.exchange, 4`,
    [options.exchanges, new Date(now.getTime() - historyDays * dayMs).toISOString()],
  );
  let found = 0;
  for (const exchange of new Set(rows.map((row) => row.exchange))) {
    const own = rows.filter((row) => row.exchange === exchange && row.day < today);
    const [first] = own;
    const quiet = first && judgeQuiet(workingDays(own, options.calendarOf(first.department_id)), first.accounted_to ?? undefined);
    if (first && quiet && (await open(options, first, quiet, now))) found += 1;
  }
  return found;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Rows of rest days count with the next working day on which the exchange ran. */
function workingDays(rows: readonly DayRow[], calendar: Calendar): ObservedDay[] {
  const days: ObservedDay[] = [];
  let carried = 0;
  for (const { day, rows: count } of rows) {
    if (calendar.covers(day) && calendar.isWorkday(day)) {
      days.push({ day, rows: count + carried });
      carried = 0;
    } else {
      carried += count;
    }
  }
  return days;
}

async function open({ store, makeId }: QuietOptions, { exchange, department, department_id }: DayRow, quiet: Quiet, now: Date): Promise<boolean> {
  return store.transaction(async (transaction) => {
    const made = await transaction.query<{ id: number }>(
      `INSERT INTO quiet_stream (exchange, department_id, opened_at, first_day, last_day, working_days, rows, least)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
      [exchange, department_id, now.toISOString(), quiet.firstDay, quiet.lastDay, quiet.workingDays, quiet.rows, quiet.least],
    );
    const [found] = made;
    if (!found) return false;
    const facts = `${exchange}: ${quiet.firstDay} – ${quiet.lastDay}, ${String(quiet.rows)} / ${String(quiet.least)}`;
    const ask = `请作零报告或说明故障 Report zero or state a fault: jiantong deadlines account ${String(found.id)}`;
    await writeLetter(transaction, { departmentId: department_id, kind: 'quiet-stream', text: `数据量低于以往最少 fewer rows than ever: ${facts}\n${ask}` });
    const segment = new SegmentWriter();
    segment.add({ id: makeId(), at: now.toISOString(), station: 'stream-quiet', actor: 'gateway', department, code: facts });
    await segment.write(transaction, makeId, now);
    return true;
  });
}

async function closeWhereRowsCame({ store, makeId }: QuietOptions, now: Date): Promise<void> {
  await store.transaction(async (transaction) => {
    const closed = await transaction.query<{ exchange: string; department: string }>(
      `UPDATE quiet_stream q SET state = 'rows-came', closed_at = $1 FROM department d
       WHERE q.state = 'open' AND d.id = q.department_id AND EXISTS (
         SELECT 1 FROM run r WHERE r.exchange = q.exchange AND r.started_at > q.opened_at AND r.mapped + r.quarantined > 0)
       RETURNING q.exchange, d.name AS department`,
      [now.toISOString()],
    );
    if (closed.length === 0) return;
    const segment = new SegmentWriter();
    for (const { exchange, department } of closed) {
      const code = `rows-came ${exchange}`;
      segment.add({ id: makeId(), at: now.toISOString(), station: 'stream-quiet-closed', actor: 'gateway', department, code });
    }
    await segment.write(transaction, makeId, now);
  });
}
