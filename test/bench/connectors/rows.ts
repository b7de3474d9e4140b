import type { PushRecord } from '../../../connectors/connector.js';

/** Columns of the benchmark's table, with the types that PostgreSQL and MySQL both know. */
const columnTypes = {
  id: 'varchar(40) PRIMARY KEY',
  document_number: 'varchar(100)',
  party: 'varchar(200)',
  credit_code: 'char(18)',
  person: 'varchar(100)',
  kind: 'varchar(20)',
  reason: 'text',
  basis: 'text',
  amount: 'decimal(18,2)',
  decided_on: 'date',
  published_on: 'date',
  department: 'varchar(100)',
  region: 'char(6)',
  part: 'int',
  serial: 'bigint',
} as const;

export type BenchRow = Readonly<Record<keyof typeof columnTypes, string | number | null>>;

export const columnNames = Object.keys(columnTypes) as (keyof BenchRow)[];

export const tableColumns = Object.entries(columnTypes)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

/** Invented penalties; the n-th is always the same. */
export function benchRows(count: number): BenchRow[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `gannan-${String(n).padStart(9, '0')}`,
    document_number: `甘南住建罚〔2026〕第${n}号`,
    party: `甘南测试建筑工程有限公司${n}`,
    credit_code: '91623000MA00000000',
    person: n % 3 === 0 ? null : '测试人员',
    kind: '罚款',
    reason: `未取得施工许可证擅自施工，第${n}次检查发现，责令改正后仍未改正。`,
    basis: '《中华人民共和国建筑法》第六十四条',
    amount: `${n % 90_000}.50`,
    decided_on: '2026-03-05',
    published_on: n % 5 === 0 ? null : '2026-03-10',
    department: '甘南藏族自治州住房和城乡建设局',
    region: '623000',
    part: n % 7,
    serial: String(900_719_925_474_000_000n + BigInt(n)),
  }));
}

export function recordsOf(rows: readonly BenchRow[]): PushRecord[] {
  return rows.map((row) => ({ idempotencyKey: `${row.id}.1`, recordKey: String(row.id), version: 1, op: 'upsert', row }));
}
