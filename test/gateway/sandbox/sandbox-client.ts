import pg from 'pg';

import type { Addresses } from '../../../gateway/sandbox/addresses.js';
import { gsxtPenaltyRow } from './receiver-rows.js';

export interface WrittenBack {
  readonly idempotency_key: string;
  readonly sync_sign: string;
  readonly sync_error_desc: string | null;
}

/** Reaches a running sandbox as a gateway and a tester would: by its addresses alone. */
export class SandboxClient {
  constructor(private readonly addresses: Addresses) {}

  address(name: string): string {
    return this.addresses[name] ?? '';
  }

  async control<Answer>(path: string, body?: object): Promise<Answer> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${this.address('SANDBOX_CONTROL_URL')}/control/${path}`, init);
    return (await response.json()) as Answer;
  }

  async query<Row extends pg.QueryResultRow>(
    system: 'HOUSING' | 'GSXT',
    sql: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    const client = new pg.Client({
      host: this.address(`SANDBOX_${system}_HOST`),
      port: Number(this.address(`SANDBOX_${system}_PORT`)),
      user: this.address(`SANDBOX_${system}_USER`),
      password: this.address(`SANDBOX_${system}_PASSWORD`),
      database: this.address(`SANDBOX_${system}_DATABASE`),
    });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Writes a penalty into the front-end exchange database. */
  async offer(key: string, changes: object = {}, operation = 'i', recordKey = key): Promise<void> {
    const row = {
      cd_id: recordKey,
      cd_operation: operation,
      cd_time: '2026-11-23 10:00:00',
      cd_source: '623000',
      cd_batch: '2026112300001',
      idempotency_key: key,
      ...gsxtPenaltyRow,
      ...changes,
    };
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    const sql = `insert into gsxt.t_penalty (${columns.join(', ')}) values (${places.join(', ')})`;
    await this.query('GSXT', sql, Object.values(row));
  }

  /** What stands beside the penalties there, oldest first. */
  signs(): Promise<WrittenBack[]> {
    return this.query(
      'GSXT',
      'select idempotency_key, sync_sign, sync_error_desc from gsxt.t_penalty order by seq',
    );
  }
}

/** Asks again until the answer is enough; each question is a round trip, so nothing sleeps. */
export async function until<Value>(
  ask: () => Promise<Value>,
  isEnough: (value: Value) => boolean,
): Promise<Value> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const value = await ask();
    if (isEnough(value)) return value;
  }
  throw new Error('no answer came');
}
