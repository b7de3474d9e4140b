import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import Cursor from 'pg-cursor';

import { noFaults, SystemFaults } from '../../../gateway/sandbox/faults.js';
import { openDatabase, type Database } from '../../../gateway/sandbox/sources/database.js';
import { startWireServer, type WireServer } from '../../../gateway/sandbox/sources/wire-server.js';

const now = () => new Date();
const users = [
  { name: 'reader', password: 'secret', system: 'gannan-housing' },
  { name: 'writer', password: 'secret', system: 'gsxt-gansu' },
] as const;

let database: Database;
let server: WireServer;
const faults = {
  'gannan-housing': new SystemFaults(now, () => server.cut('gannan-housing')),
  'gsxt-gansu': new SystemFaults(now, () => server.cut('gsxt-gansu')),
};
const clients: pg.Client[] = [];

function clientOf(options: pg.ClientConfig = {}): pg.Client {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: server.port,
    user: 'reader',
    password: 'secret',
    database: 'sandbox',
    ...options,
  });
  // Connections that a test cuts end with an error event; what matters is what the query says.
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

async function connect(options: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = clientOf(options);
  await client.connect();
  return client;
}

async function ids(client: pg.ClientBase, sql: string): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(sql);
  return rows.map((row) => row.id);
}

beforeAll(async () => {
  database = await openDatabase();
  await database.asOwner((engine) =>
    engine.exec(`create role reader; create role writer; create schema a; create schema b;
      create table a.t (id int primary key, name text); insert into a.t select g, '名' || g from generate_series(1, 1000) g;
      create table b.t (id int primary key); grant usage on schema a to reader; grant select on a.t to reader;
      grant usage on schema b to writer; grant select, insert, update on b.t to writer;`),
  );
  server = await startWireServer({
    database,
    users,
    faults: (system) => faults[system],
    port: 0,
    idleInTransactionMs: 400,
  });
});

afterEach(async () => {
  faults['gannan-housing'].set({});
  await Promise.allSettled(clients.splice(0).map((client) => client.end()));
});

afterAll(async () => {
  await server.stop();
  await database.close();
});

describe('the simulated database server', () => {
  it('asks for the password and names what is wrong by SQLSTATE', async () => {
    await expect(connect({ password: 'wrong' })).rejects.toMatchObject({ code: '28P01' });
    await expect(connect({ user: 'nobody' })).rejects.toMatchObject({ code: '28P01' });
    await expect(connect({ database: 'other' })).rejects.toMatchObject({ code: '3D000' });
  });

  it('lets each user see only its own schema', async () => {
    const reader = await connect();
    await expect(ids(reader, 'select id from a.t order by id limit 2')).resolves.toEqual([1, 2]);
    await expect(reader.query('insert into a.t values (0)')).rejects.toMatchObject({ code: '42501' });
    await expect(reader.query('select * from b.t')).rejects.toMatchObject({ code: '42501' });
    const writer = await connect({ user: 'writer' });
    await expect(writer.query('insert into b.t values (1)')).resolves.toMatchObject({ rowCount: 1 });
    await expect(writer.query('delete from b.t')).rejects.toMatchObject({ code: '42501' });
  });

  it('keeps the open cursors of two clients apart', async () => {
    const [first, second] = [await connect(), await connect()];
    const upwards = first.query(new Cursor<{ id: number }>('select id from a.t order by id'));
    const downwards = second.query(new Cursor<{ id: number }>('select id from a.t order by id desc'));
    const fromUpwards = [...(await upwards.read(2)), ...(await upwards.read(2))];
    const waiting = downwards.read(2);
    fromUpwards.push(...(await upwards.read(2)));
    await upwards.close();
    expect(fromUpwards.map((row) => row.id)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await waiting).map((row) => row.id)).toEqual([1000, 999]);
    await downwards.close();
  });

  it('answers many clients at once, each with its own parameters', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => connect()));
    const sums = await Promise.all(
      all.map(async (client, number) => {
        let sum = 0;
        for (let turn = 0; turn < 30; turn += 1) {
          const { rows } = await client.query<{ sum: number }>('select $1::int + $2::int as sum', [
            number * 1000,
            turn,
          ]);
          sum += rows[0]?.sum ?? 0;
        }
        return sum;
      }),
    );
    expect(sums).toEqual(all.map((_, number) => number * 30_000 + 435));
  });

  it('keeps the settings of a client its own', async () => {
    const [first, second] = [await connect({ application_name: 'one' }), await connect()];
    await first.query("set time zone 'Asia/Shanghai'");
    const show = async (client: pg.Client): Promise<unknown> =>
      (
        await client.query(
          "select current_setting('TimeZone') as zone, current_setting('application_name') as name",
        )
      ).rows[0];
    expect(await show(second)).not.toMatchObject({ zone: 'Asia/Shanghai' });
    expect(await show(first)).toEqual({ zone: 'Asia/Shanghai', name: 'one' });
    expect(await show(second)).toMatchObject({ name: '' });
  });

  it('goes on after an error, inside and outside of a transaction', async () => {
    const client = await connect();
    await expect(client.query('select 1 / $1::int as x', [0])).rejects.toMatchObject({ code: '22012' });
    await client.query('begin');
    await expect(client.query('nonsense')).rejects.toMatchObject({ code: '42601' });
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    await client.query('rollback');
    await expect(ids(client, 'select 7 as id')).resolves.toEqual([7]);
  });

  it('rolls back what a client left open when its connection breaks', async () => {
    const [lost, other] = [await connect({ user: 'writer' }), await connect({ user: 'writer' })];
    await lost.query('begin');
    await lost.query('insert into b.t values (50)');
    const waiting = ids(other, 'select id from b.t where id = 50');
    lostSocket(lost).destroy();
    await expect(waiting).resolves.toEqual([]);
  });

  it('ends a client that stays silent inside a transaction, so that others get their turn', async () => {
    const [silent, other] = [await connect(), await connect()];
    await silent.query('begin');
    const ended = new Promise((resolve) => {
      silent.once('error', resolve);
    });
    await expect(ids(other, 'select 1 as id')).resolves.toEqual([1]);
    await expect(ended).resolves.toMatchObject({ code: '25P03' });
  });

  it('ends a waiting statement when the client cancels it', async () => {
    const [holder, waiter] = [await connect(), await connect()];
    await holder.query('begin');
    const waiting = waiter.query('select 1');
    const { processID, secretKey } = waiter as unknown as { processID: number; secretKey: number };
    const canceller = clientOf();
    const { connection } = canceller as unknown as { connection: CancelConnection };
    connection.once('connect', () => connection.cancel(processID, secretKey));
    connection.connect(server.port, '127.0.0.1');
    await expect(waiting).rejects.toMatchObject({ code: '57014' });
    await holder.query('rollback');
    await expect(ids(waiter, 'select 2 as id')).resolves.toEqual([2]);
    clients.splice(clients.indexOf(canceller), 1);
  });

  it('refuses copying in, which would end the engine', async () => {
    const client = await connect({ user: 'writer' });
    await expect(client.query('copy b.t from stdin')).rejects.toMatchObject({ code: '0A000' });
    await expect(ids(client, 'select 3 as id')).resolves.toEqual([3]);
  });
});

describe('faults of the simulated database server', () => {
  it('cut a statement before it is handled', async () => {
    const client = await connect({ user: 'writer' });
    faults['gsxt-gansu'].set({ ...noFaults, cutRate: 1 });
    await expect(client.query('insert into b.t values (60)')).rejects.toThrow();
    faults['gsxt-gansu'].set({});
    await expect(ids(await connect({ user: 'writer' }), 'select id from b.t where id = 60')).resolves.toEqual(
      [],
    );
  });

  it('cut the answer of a statement that was handled', async () => {
    const client = await connect({ user: 'writer' });
    faults['gsxt-gansu'].set({ ...noFaults, cutAfterResponse: 1 });
    await expect(client.query('insert into b.t values (61)')).rejects.toThrow();
    faults['gsxt-gansu'].set({});
    await expect(ids(await connect({ user: 'writer' }), 'select id from b.t where id = 61')).resolves.toEqual(
      [61],
    );
  });

  it('end all connections of a system for the time of an outage, and of no other system', async () => {
    const [reader, writer] = [await connect(), await connect({ user: 'writer' })];
    faults['gannan-housing'].set({ outageMs: 60_000 });
    await expect(reader.query('select 1')).rejects.toThrow();
    await expect(connect()).rejects.toMatchObject({ code: '57P03' });
    await expect(ids(writer, 'select 4 as id')).resolves.toEqual([4]);
  });
});

interface CancelConnection {
  connect(port: number, host: string): void;
  once(event: 'connect', listener: () => void): void;
  cancel(processId: number, secretKey: number): void;
}

function lostSocket(client: pg.Client): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}
