import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { freePorts } from '../../../gateway/sandbox/addresses.js';
import { launchSandbox } from '../../../gateway/sandbox/launch.js';
import { PortTakenError } from '../../../gateway/sandbox/listen.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the sandbox as a process of its own', () => {
  it('answers with its addresses and ends when it is told to', async () => {
    const launched = await launchSandbox({ today: '2026-11-23', folder, records: 20, ports: 'free' });
    const response = await fetch(`${launched.addresses['SANDBOX_CONTROL_URL']}/control/health`);
    expect(await response.json()).toEqual({ status: 'ok' });
    await launched.stop();
    await expect(fetch(`${launched.addresses['SANDBOX_CONTROL_URL']}/control/health`)).rejects.toThrow();
  });

  it('names a port that is taken, before it makes anything', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const found = holder.address();
    const port = typeof found === 'object' && found !== null ? found.port : 0;
    const ports = { ...freePorts, creditChina: port };
    await expect(launchSandbox({ today: '2026-11-23', folder, records: 20, ports })).rejects.toEqual(
      new PortTakenError(port),
    );
    expect(existsSync(join(folder, 'drop'))).toBe(false);
    holder.close();
  });
});
