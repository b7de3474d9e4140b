import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { withClocks } from '../../../gateway/exchange-log/clocks.js';
import { proveEvents } from '../../../gateway/exchange-log/prove.js';
import type { LogSeal } from '../../../gateway/exchange-log/seal.js';
import { verifyBundle, type BundleVerdict } from '../../../gateway/exchange-log/verify/bundle.js';
import { parseWitnesses } from '../../../gateway/exchange-log/witness/places.js';
import { sendToWitnesses } from '../../../gateway/exchange-log/witness/send.js';
import { readRecordEntries } from '../../../gateway/reading/record-entries.js';
import { describeWithPrograms } from '../../servers/programs.js';
import { TestTsa } from '../../servers/tsa.js';
import { TestWitness } from '../../servers/witness.js';
import { openEmbedded, withTables, type TestStore } from '../store/test-stores.js';
import { LogMaker, now } from './sealed-log.js';
import { sealOf } from './sequencer-suite.js';

describeWithPrograms(['openssl'], 'checkpoints that a time stamp authority stamps', () => {
  let opened: TestStore;
  let folder: string;
  let seal: LogSeal;
  let maker: LogMaker;
  let tsa: TestTsa;
  let witness: TestWitness;
  let setting: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-log-'));
    opened = await withTables(openEmbedded(), now);
    seal = await sealOf(opened.store, folder);
    maker = new LogMaker(opened.store, seal);
    const key = seal.signers[0]?.verifierKey;
    if (key === undefined) throw new Error('no key');
    [tsa, witness] = [await TestTsa.open(), await TestWitness.open(key)];
    setting = `${tsa.rootFingerprint}@${tsa.url} ${witness.verifierKey}@${witness.url}`;
  });
  afterAll(async () => {
    await tsa.close();
    await witness.close();
    await opened.drop();
    await rm(folder, { recursive: true });
  });

  async function growAndSend(stampMinutes: number, given = setting): Promise<string[]> {
    await maker.write(1, 30);
    await maker.seal();
    const failures: string[] = [];
    const places = await parseWitnesses(given);
    await sendToWitnesses({ store: opened.store, places, stampMinutes, now: () => now, onError: (error) => failures.push((error as { code: string }).code) });
    return failures;
  }

  async function verify(event: string): Promise<BundleVerdict> {
    const bundle = await proveEvents(opened.store, { event }, () => true);
    return verifyBundle(JSON.stringify(bundle), [seal.signers[0]?.verifierKey.text ?? '', tsa.fingerprint, witness.verifierKey]);
  }

  it('are proven with the first stamp over them, and with what other witnesses signed by then', async () => {
    expect(await growAndSend(0)).toEqual([]);
    expect(await growAndSend(0)).toEqual([]);
    for (const [event, treeSize] of [['0', 30], ['29', 30], ['30', 60]] as const) {
      const { faults, proven, signers } = await verify(event);
      expect([event, faults, proven[0]?.treeSize]).toEqual([event, [], treeSize]);
      expect(signers).toContain(witness.verifierKey);
      expect(Date.parse(proven[0]?.witnessedAt ?? '')).toBeGreaterThan(now.getTime());
    }
  });

  it('are asked for no more often than the setting says, and until then proven under the newest', async () => {
    const { asked } = tsa;
    expect(await growAndSend(10)).toEqual([]);
    expect(tsa.asked).toBe(asked);
    const { faults, proven } = await verify('60');
    expect([faults, proven[0]?.treeSize, proven[0]?.witnessedAt]).toEqual([[], 90, undefined]);
  });

  it('are told of where the authority refuses, or is another than the one that was named, and kept from no other', async () => {
    tsa.refuses = true;
    expect(await growAndSend(0)).toEqual(['LOG_WITNESS_REFUSED']);
    tsa.refuses = false;
    expect(await growAndSend(0, `${'0'.repeat(64)}@${tsa.url}`)).toEqual(['LOG_STAMP_WRONG']);
    expect(await growAndSend(0)).toEqual([]);
  });

  it('show their time beside that of the gateway, and what does not fit between the clocks', async () => {
    const record = maker.entries[0]?.record ?? '';
    const { items } = await readRecordEntries({ store: opened.store, scope: 'all' }, record, { limit: 10 });
    expect(items).toHaveLength(3);
    for (const item of items) {
      expect(item.witness?.kind).toMatch(/time-stamp|cosignature/u);
      // The test's events are days older than the stamps, which are of the present.
      expect(item.clockFindings).toEqual(['witnessed-late']);
    }
    const entry = { ...maker.entries[0], at: '2026-11-23T04:00:00.000Z' } as (typeof maker.entries)[number];
    const seen = { kind: 'time-stamp', place: 'tsa', size: 1, note: '', evidence: '', at: new Date('2026-11-23T03:00:00Z') } as const;
    expect(withClocks(entry, seen).clockFindings).toEqual(['gateway-ahead']);
    expect(withClocks({ ...entry, receiverAt: '2026-11-23T04:06:00.000Z' }, undefined).clockFindings).toEqual(['receiver-ahead']);
    expect(withClocks({ ...entry, receiverAt: '2026-11-23T04:04:00.000Z' }, { ...seen, at: new Date('2026-11-23T04:01:00Z') }).clockFindings).toBeUndefined();
  });
});
