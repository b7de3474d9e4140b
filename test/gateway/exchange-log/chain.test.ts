import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signNote } from '../../../gateway/exchange-log/note-signer.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { readCheckpoint } from '../../../gateway/exchange-log/stored-tree.js';
import { openCheckpoint } from '../../../gateway/exchange-log/verify/bundle.js';
import { checkpointText, type Checkpoint } from '../../../gateway/exchange-log/verify/checkpoint.js';
import { checkWitnessed } from '../../../gateway/exchange-log/witness/check-witnessed.js';
import { parseWitnesses } from '../../../gateway/exchange-log/witness/places.js';
import { sendToWitnesses } from '../../../gateway/exchange-log/witness/send.js';
import { logReadings } from '../../../gateway/reading/log.js';
import { readRecordEntries } from '../../../gateway/reading/record-entries.js';
import { startChainEvidence } from '../../../gateway/sandbox/receivers/chain-evidence.js';
import type { LogWitnessView } from '../../../gateway/services/log.js';
import { openEmbedded, withTables, type TestStore } from '../store/test-stores.js';
import { LogMaker, now } from './sealed-log.js';
import { sealOf } from './sequencer-suite.js';

const blockMs = 3000;

describe('a log whose checkpoints go on a chain', () => {
  let opened: TestStore;
  let folder: string;
  let seal: LogSeal;
  let maker: LogMaker;
  let chain: Awaited<ReturnType<typeof startChainEvidence>>;
  let chainMs: number;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
    opened = await withTables(openEmbedded(), now);
    seal = await sealOf(opened.store, folder);
    maker = new LogMaker(opened.store, seal);
    chainMs = now.getTime();
    chain = await startChainEvidence({ port: 0, token: 'chain secret', blockMs, now: () => new Date(chainMs) });
    await grow();
  });
  afterAll(async () => {
    await chain.stop();
    await opened.drop();
    await rm(folder, { recursive: true });
  });

  async function grow(): Promise<void> {
    await maker.write(1, 30);
    await maker.seal();
  }

  const placeOf = (url: string, token = 'chain secret'): string => `chain+${url.replace('://', `://:${encodeURIComponent(token)}@`)}/evidence`;

  async function send(setting = placeOf(chain.url)): Promise<string[]> {
    const failures: string[] = [];
    const places = await parseWitnesses(setting);
    await sendToWitnesses({ store: opened.store, places, stampMinutes: 0, now: () => now, onError: (error) => failures.push((error as { code: string }).code) });
    return failures;
  }

  const standing = async (): Promise<LogWitnessView | undefined> => (await logReadings({ store: opened.store, scope: 'all' }).witnesses())[0];

  it('has each waiting for its block, and keeps the receipt once it stands in one', async () => {
    expect(await send()).toEqual([]);
    expect(await standing()).toMatchObject({ size: 30, waiting: 1, latest: null, errorCode: null });
    expect(await send()).toEqual([]);
    chainMs += blockMs;
    expect(await send()).toEqual([]);
    const { waiting, latest } = (await standing()) ?? {};
    expect(waiting).toBe(0);
    expect(latest).toMatchObject({ kind: 'chain', size: 30, at: new Date(now.getTime() + blockMs).toISOString() });
    expect(JSON.parse(latest?.evidence ?? '')).toMatchObject({ block: 1, transaction: expect.stringMatching(/^[0-9a-f]{64}$/u) });
    const { items } = await readRecordEntries({ store: opened.store, scope: 'all' }, maker.entries[0]?.record ?? '', { limit: 1 });
    expect(items[0]?.witness).toMatchObject({ kind: 'chain', at: latest?.at });
  });

  it('is told of a platform that refuses, with nothing of its token', async () => {
    await grow();
    expect(await send(placeOf(chain.url, 'another'))).toEqual(['LOG_WITNESS_REFUSED']);
    const [place] = await parseWitnesses(placeOf(chain.url));
    expect([place?.label, JSON.stringify((await standing())?.place)]).not.toContain('secret');
    await opened.store.execute('DELETE FROM log_witness');
  });

  it('finds a split view where the chain holds another digest under its transaction', async () => {
    const liar = createServer((request, response) => {
      const answer = request.method === 'POST' ? { transaction: 't1' } : { transaction: 't1', block: 5, blockTime: now.toISOString(), digest: '0'.repeat(64) };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((liar.address() as AddressInfo).port)}`;
    expect(await send(placeOf(url))).toEqual([]);
    expect(await send(placeOf(url))).toEqual(['LOG_SPLIT_VIEW']);
    expect(await standing()).toMatchObject({ errorCode: 'LOG_SPLIT_VIEW', waiting: 1 });
    liar.closeAllConnections();
    await new Promise((resolve) => liar.close(resolve));
  });

  it('is found to have been shown in two ways where a witness holds another checkpoint of its size, or one that it does not extend', async () => {
    const keys = seal.signers.map(({ verifierKey }) => verifierKey);
    const newest = openCheckpoint((await readCheckpoint(opened.store)) ?? '', keys);
    if ('code' in newest) throw new Error(newest.code);
    const found = async (): Promise<unknown[]> => (await checkWitnessed(opened.store, keys, newest.checkpoint)).map(({ code, until }) => [code, until]);
    expect(await found()).toEqual([]);
    const show = async (checkpoint: Checkpoint): Promise<void> => {
      await opened.store.query(
        "INSERT INTO log_witnessed (size, place, kind, witnessed_at, taken_at, note, evidence) VALUES ($1, 'other', 'cosignature', now(), now(), $2, '')",
        [checkpoint.size, signNote(checkpointText(checkpoint), seal.signers)],
      );
    };
    await show({ ...newest.checkpoint, root: Buffer.alloc(32, 7) });
    await show({ ...newest.checkpoint, size: 12, root: Buffer.alloc(32, 7) });
    expect(await found()).toEqual([['split-view', 12], ['split-view', 60]]);
  });
});
