import type { SystemFaults } from '../faults.js';
import type { Database } from '../sources/database.js';
import type { Books, Entry } from './books.js';
import { gsxtColumns, gsxtTables, judgeGsxt, judgeSyncColumns, type GsxtTable } from './gsxt-rules.js';
import { shanghaiDay } from './shanghai.js';

export interface GsxtOptions {
  readonly database: Database;
  readonly books: Books;
  readonly faults: SystemFaults;
  readonly now: () => Date;
  /** How often it looks for rows. */
  readonly pollMs: number;
}

const rowsPerTurn = 500;
const syncColumns = ['cd_id', 'cd_operation', 'cd_time', 'cd_source', 'cd_batch', 'idempotency_key'] as const;
const answerColumns = ['sync_sign', 'sync_error_desc', 'sync_time'] as const;
/** Types that are not text; the table keeps out what no judgement is needed for. */
const columnTypes: Readonly<Record<string, string>> = {
  valfrom: 'date',
  valto: 'date',
  licdate: 'date',
  penam: 'numeric(18,6)',
  forfam: 'numeric(18,6)',
  pendecissdate: 'date',
  publicdate: 'date',
  pubdeadline: 'date',
};

/** Statements that make the front-end exchange database. */
export function gsxtTablesSql(user: string): string {
  const tables = gsxtTables.map((table) => {
    const columns = gsxtColumns[table]
      .map((column) => `${column} ${columnTypes[column] ?? 'text'}`)
      .join(', ');
    return `create table gsxt.${table} (
      seq bigint generated always as identity primary key,
      cd_id text not null, cd_operation text not null, cd_time text not null, cd_source text not null, cd_batch text not null,
      idempotency_key text not null unique,
      sync_sign text not null default '0', sync_error_desc text, sync_time timestamptz,
      ${columns});
    create index on gsxt.${table} (seq) where sync_sign = '0';
    comment on table gsxt.${table} is '${table === 't_licence' ? '行政许可归集' : '行政处罚归集'}';
    comment on column gsxt.${table}.sync_sign is '0 待接收 1 已接收 9 拒收';`;
  });
  return `create schema gsxt; ${tables.join(' ')}
    grant usage on schema gsxt to ${user};
    grant select, insert, update on all tables in schema gsxt to ${user};`;
}

type TableRow = Record<string, string | null>;

/**
 * The collection channel behind the front-end exchange database: takes the rows that wait, judges them,
 * and writes its answer beside them. One turn at a time.
 */
export class GsxtReceiver {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  /** Rows whose answer is "lost": taken over, but never written back. */
  private readonly silent = new Set<string>();

  constructor(
    private readonly options: GsxtOptions,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.turn = this.takeWaiting()
        .catch(this.onFailure)
        .then(() => {
          if (this.timer !== undefined) this.start();
        });
    }, this.options.pollMs);
    this.timer.unref();
  }

  /** Takes what still waits, so that the books hold all that was committed here. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.turn;
    await this.takeWaiting();
  }

  /** Puts rows back that an earlier run received and answered. */
  async restore(table: GsxtTable, rows: readonly unknown[]): Promise<void> {
    const columns = [...syncColumns, ...answerColumns, ...gsxtColumns[table]].join(', ');
    await this.options.database.asOwner((engine) =>
      engine.query(
        `insert into gsxt.${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::gsxt.${table}, $1::jsonb)
         on conflict (idempotency_key) do nothing`,
        [JSON.stringify(rows)],
      ),
    );
  }

  private async takeWaiting(): Promise<void> {
    const { faults } = this.options;
    if (faults.isOut()) return;
    for (const table of gsxtTables) {
      // Bounded by what waits: every turn answers or silences all that it reads.
      while ((await this.takeSome(table)) === rowsPerTurn);
    }
  }

  private async takeSome(table: GsxtTable): Promise<number> {
    const { database, books, faults, now } = this.options;
    return database.asOwner(async (engine) => {
      const columns = [...syncColumns, ...gsxtColumns[table]].map((column) => `${column}::text`).join(', ');
      const { rows } = await engine.query<TableRow & { seq: string }>(
        `select seq::text, ${columns} from gsxt.${table}
         where sync_sign = '0' and not idempotency_key = any($1) order by seq limit ${rowsPerTurn}`,
        [[...this.silent]],
      );
      if (rows.length === 0) return 0;
      const at = now();
      const entries: Entry[] = [];
      for (const row of rows) entries.push(this.judge(table, row, at, entries));
      for (const entry of entries) {
        if (faults.receiptCopies() === 0) this.silent.add(entry.key);
      }
      const answered = entries
        .map((entry, index) => ({ entry, seq: rows[index]?.seq ?? '' }))
        .filter(({ entry }) => !this.silent.has(entry.key));
      await engine.query(
        `update gsxt.${table} as target set sync_sign = answer.sign, sync_error_desc = answer.description, sync_time = $4
         from unnest($1::bigint[], $2::text[], $3::text[]) as answer (seq, sign, description) where target.seq = answer.seq`,
        [
          answered.map(({ seq }) => seq),
          answered.map(({ entry }) => signOf(entry)),
          answered.map(({ entry }) => descriptionOf(entry)),
          at.toISOString(),
        ],
      );
      books.write(entries);
      return rows.length;
    });
  }

  private judge(table: GsxtTable, row: TableRow, at: Date, before: readonly Entry[]): Entry {
    const data = Object.fromEntries(gsxtColumns[table].map((column) => [column, row[column] ?? null]));
    const isWithdrawal = row['cd_operation'] === 'd';
    const recordKey = row['cd_id'] ?? '';
    const isHeld =
      this.options.books.holds(table, recordKey) || before.some((entry) => entry.recordKey === recordKey);
    const complaints = [
      ...judgeSyncColumns(row),
      ...(isWithdrawal
        ? isHeld
          ? []
          : [{ code: 'G08', text: '撤销的记录不存在' }]
        : judgeGsxt(table, data, { today: shanghaiDay(at) })),
    ];
    const [first] = complaints;
    const entry = {
      at: at.toISOString(),
      target: this.options.books.target,
      stream: table,
      key: row['idempotency_key'] ?? '',
      recordKey,
      operation: isWithdrawal ? ('withdraw' as const) : ('upsert' as const),
      outcome: first === undefined ? ('accepted' as const) : ('rejected' as const),
      code: first?.code ?? '0000',
      text: complaints.map((complaint) => complaint.text).join('；'),
    };
    const { seq: _seq, ...kept } = row;
    const answer = { sync_sign: signOf(entry), sync_error_desc: descriptionOf(entry), sync_time: entry.at };
    return { ...entry, row: { ...kept, ...answer } };
  }
}

function signOf(entry: Entry): '1' | '9' {
  return entry.outcome === 'accepted' ? '1' : '9';
}

function descriptionOf(entry: Entry): string | null {
  return entry.outcome === 'accepted' ? null : `${entry.code} ${entry.text}`;
}
