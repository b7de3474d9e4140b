import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSm2Signer, type NoteSigner } from '../../../../gateway/exchange-log/note-signer.js';
import { verifyBundle, type ProofBundle } from '../../../../gateway/exchange-log/verify/bundle.js';
import { assetPath } from '../../../../schemas/assets.js';
import { describeWithPrograms } from '../../../servers/programs.js';
import { faultyBundles } from './faulty-bundles.js';
import { makeEntries, MadeLog, makeSigner, origin } from './made-bundle.js';

const script = assetPath('gateway/exchange-log/verify/verify.py');
const sm2Key = '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8';

describeWithPrograms(['python3', 'openssl'], 'the plain Python verifier', () => {
  let folder: string;
  let signer: NoteSigner;
  let sm2: NoteSigner;
  let log: MadeLog;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jiantong-proof-'));
    signer = await makeSigner();
    const second = await createSm2Signer(origin, sm2Key);
    if (second === undefined) throw new Error('no SM2 key');
    sm2 = second;
    log = new MadeLog(makeEntries(300), [signer, sm2]);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function run(bundle: ProofBundle | string, ...keys: readonly string[]): { readonly code: number | null; readonly lines: string[] } {
    const file = join(folder, 'proof.json');
    writeFileSync(file, typeof bundle === 'string' ? bundle : JSON.stringify(bundle));
    const { status, stdout, stderr } = spawnSync('python3', [script, file, ...keys.flatMap((key) => ['--key', key])], { encoding: 'utf8' });
    if (status === null || status > 2) throw new Error(stderr);
    return { code: status, lines: stdout.trim().split('\n') };
  }

  it('accepts what ours accepts, by key and by fingerprint, with Ed25519 and with SM2, and says what was logged', () => {
    const bundle = log.bundle([0, 255, 299], { keys: [signer.verifierKey.text, sm2.verifierKey.text] });
    for (const key of [signer.verifierKey.text, signer.verifierKey.fingerprint, sm2.verifierKey.text, sm2.verifierKey.fingerprint]) {
      const { code, lines } = run(bundle, key);
      expect([code, lines.length]).toEqual([0, 4]);
      expect(lines[1]).toContain('属实 proven 255 {"actor": "gateway"');
      expect(lines[1]).toContain('"已受理"');
    }
    expect(run(bundle).code).toBe(2);
  });

  it('knows logs that are made with SM3 by their checkpoints', async () => {
    const ofSm3 = new MadeLog(makeEntries(300), [signer, sm2], 'sm3');
    const wrong: ProofBundle = { events: [{ ...ofSm3.event(7), entry: ofSm3.event(8).entry }] };
    for (const [bundle, code] of [[ofSm3.bundle([0, 299]), 0], [wrong, 1]] as const) {
      const ours = await verifyBundle(JSON.stringify(bundle), [sm2.verifierKey.text]);
      expect([ours.faults.length, run(bundle, sm2.verifierKey.text).code]).toEqual([code, code]);
    }
  });

  it('refuses whatever ours refuses, event for event', async () => {
    const other = await makeSigner();
    for (const bundle of Object.values(faultyBundles(log, signer, other))) {
      const ours = await verifyBundle(JSON.stringify(bundle), [signer.verifierKey.text]);
      const theirs = run(bundle, signer.verifierKey.text);
      expect(theirs.code).toBe(1);
      expect(ours.faults.length).toBeGreaterThan(0);
      expect(theirs.lines.filter((line) => line.startsWith('有误'))).toHaveLength(ours.faults.length);
      expect(theirs.lines.filter((line) => line.startsWith('属实'))).toHaveLength(ours.proven.length);
    }
    for (const text of ['', '[]', '{"events": 3}', '{"events": [3]}']) expect(run(text, signer.verifierKey.text).code).toBe(1);
    expect(run(log.bundle([1]), other.verifierKey.fingerprint).code).toBe(1);
  });
});
