import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from '@jest/globals';

import { startSandbox, type Sandbox } from '../../../gateway/sandbox/start.js';
import { PlatformClient } from './platform-client.js';
import { inspectionRow } from './receiver-rows.js';
import { SandboxClient } from './sandbox-client.js';

const options = {
  today: '2026-11-23',
  now: () => new Date(),
  records: 400,
  seed: 5,
  ports: 'free',
  receiptDelayMs: 0,
  gsxtPollMs: 10,
} as const;
let sandbox: Sandbox;
let folder: string;

describe('a sandbox that is started again', () => {
  afterEach(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });

  it('remembers what its receivers accepted and keeps the source files as they are', async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    sandbox = await startSandbox({ ...options, folder });
    let client = new SandboxClient(sandbox.addresses);
    const batch = {
      rows: [{ idempotencyKey: 'a', recordKey: 'a', version: 1, cd_operation: 'i', row: inspectionRow }],
    };
    const send = async () => {
      const [url = '', appId = '', secret = ''] = ['URL', 'APP_ID', 'SECRET'].map((name) =>
        client.address(`SANDBOX_INTERNET_PLUS_${name}`),
      );
      const platform = new PlatformClient(url, appId, secret);
      await platform.signIn();
      return (await platform.post('/api/v1/inspections/batches', batch)).body.data;
    };
    const first = await send();
    await client.offer('waits');
    await client.control('sources/rows', { stream: 'gannan-housing/t_penalty', row: { bz: '补录' } });
    const licences = join(client.address('SANDBOX_MARKET_LICENCE_FOLDER'), 'licence-0001.csv');
    writeFileSync(licences, readFileSync(licences).subarray(0, -100));
    const { mtimeMs } = statSync(licences);
    await sandbox.stop();

    sandbox = await startSandbox({ ...options, folder, today: '2026-12-01' });
    client = new SandboxClient(sandbox.addresses);
    expect(statSync(licences).mtimeMs).toBe(mtimeMs);
    expect(await client.query('HOUSING', 'select bz from housing.t_penalty where bz is not null')).toEqual([
      { bz: '补录' },
    ]);
    expect(await client.signs()).toEqual([
      { idempotency_key: 'waits', sync_sign: '1', sync_error_desc: null },
    ]);
    const second = await send();
    expect(second.rows[0]?.receiptNo).toBe(first.rows[0]?.receiptNo);
    expect(second.batchNo > first.batchNo).toBe(true);
    expect((await client.control<{ targets: object }>('books')).targets).toMatchObject({
      'gansu-internet-plus': { arrivals: 2, accepted: 1, records: 1 },
      'gsxt-gansu': { arrivals: 1, accepted: 1 },
    });
  });
});
