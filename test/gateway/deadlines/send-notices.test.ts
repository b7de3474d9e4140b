import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sendNotices, type NoticeDigest } from '../../../gateway/deadlines/send-notices.js';
import { createWebhookSink } from '../../../gateway/deadlines/webhook-sink.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';

describeOnPostgres('notices of deadlines to a webhook', () => {
  let database: TestDatabase;
  let server: Server;
  let status: number;
  let received: { readonly key: unknown; readonly digest: NoticeDigest }[];
  let url: string;

  beforeEach(async () => {
    database = await makeDatabase();
    await database.store.query(`INSERT INTO department (name) VALUES ('gannan-housing')`);
    await database.store.query(`INSERT INTO deadline_rule (name) VALUES ('double-publicity-7wd')`);
    await database.store.query(
      `INSERT INTO deadline_notice (department_id, rule_id, due_on, threshold, obligations, unsent)
       VALUES (1, 1, '2026-09-29', 1, 12, 12), (1, 1, '2026-09-28', -1, 3, 2), (1, 1, '2026-09-27', -1, 3, 0)`,
    );
    status = 204;
    received = [];
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const digest = JSON.parse(Buffer.concat(parts).toString()) as NoticeDigest;
        received.push({ key: request.headers['idempotency-key'], digest });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/warn`;
  });
  afterEach(async () => {
    server.close();
    await database.drop();
  });

  it('go out once, all in one digest under an id of its own', async () => {
    const sink = createWebhookSink(url);
    const both = await Promise.all([sendNotices(database.store, sink), sendNotices(database.store, sink)]);
    expect(both.toSorted((first, second) => first - second)).toEqual([0, 2]);
    expect(await sendNotices(database.store, sink)).toBe(0);
    expect(received).toHaveLength(1);
    expect(received[0]?.key).toBe(received[0]?.digest.id);
    expect(received[0]?.digest.notices).toEqual([
      { id: 1, department: 'gannan-housing', rule: 'double-publicity-7wd', dueOn: '2026-09-29', threshold: 1, obligations: 12, fresh: 12 },
      { id: 2, department: 'gannan-housing', rule: 'double-publicity-7wd', dueOn: '2026-09-28', threshold: -1, obligations: 3, fresh: 2 },
    ]);
  });

  it('that were refused go out again after the lease, under the same id', async () => {
    const sink = createWebhookSink(url);
    status = 503;
    await expect(sendNotices(database.store, sink)).rejects.toMatchObject({ code: 'DEADLINE_WEBHOOK_REFUSED', facts: { status: 503 } });
    status = 200;
    expect(await sendNotices(database.store, sink)).toBe(0);
    await database.store.query(`UPDATE deadline_notice SET sending_until = now() - interval '1 second' WHERE sending_until IS NOT NULL`);
    expect(await sendNotices(database.store, sink)).toBe(2);
    expect(received[0]?.key).toBe(received[1]?.key);
  });

  it('say which host did not answer, and never the address, which may hold a key', async () => {
    const sink = createWebhookSink('http://127.0.0.1:1/secret-key');
    const failure = await sendNotices(database.store, sink).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'DEADLINE_WEBHOOK_REFUSED', facts: { host: '127.0.0.1:1' } });
    expect(JSON.stringify((failure as { facts: object }).facts)).not.toContain('secret-key');
  });
});
