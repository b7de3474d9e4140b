import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { canonicalJson } from '../../../../schemas/canonical-json.js';
import type { NoteSigner } from '../../../../gateway/exchange-log/note-signer.js';
import { verifyBundle, type ProofBundle } from '../../../../gateway/exchange-log/verify/bundle.js';
import { parseNote } from '../../../../gateway/exchange-log/verify/note.js';
import { isStampOf, parseTimeStamp } from '../../../../gateway/exchange-log/verify/time-stamp.js';
import { verifierFile } from '../../../../gateway/exchange-log/verify-page/verifier-files.js';
import { describeWithPrograms } from '../../../servers/programs.js';
import { TestTsa } from '../../../servers/tsa.js';
import { makeEntries, MadeLog, makeSigner } from './made-bundle.js';

describeWithPrograms(['python3', 'openssl'], 'time stamps of a bundle', () => {
  let folder: string;
  let signer: NoteSigner;
  let tsa: TestTsa;
  let other: TestTsa;
  let log: MadeLog;
  let token: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jiantong-stamps-'));
    [signer, tsa, other] = [await makeSigner(), await TestTsa.open(), await TestTsa.open('ec')];
    log = new MadeLog(makeEntries(20), [signer]);
    token = tsa.stamp(parseNote(log.checkpoint)?.text ?? '');
  });
  afterAll(async () => {
    await tsa.close();
    await other.close();
    rmSync(folder, { recursive: true });
  });

  /** Fault codes by our verifier; the Python one must refuse and accept the same. */
  async function check(timeStamps: readonly string[], fingerprints: readonly string[], bundle: ProofBundle = log.bundle([1, 2])): Promise<{ codes: string[]; stamped: number; unchecked: number }> {
    const text = JSON.stringify({ ...bundle, timeStamps });
    const keys = [signer.verifierKey.text, ...fingerprints];
    const { faults, proven, stampsUnchecked } = await verifyBundle(text, keys);
    const file = join(folder, 'proof.json');
    writeFileSync(file, text);
    const theirs = spawnSync('python3', [verifierFile('py'), file, ...keys.flatMap((key) => ['--key', key])], { encoding: 'utf8' });
    expect([theirs.stderr, theirs.status]).toEqual(['', faults.length === 0 ? 0 : 1]);
    const stamped = proven.filter(({ witnessedAt }) => witnessedAt !== undefined).length;
    expect(theirs.stdout.match(/there by /gu)?.length ?? 0).toBe(stamped);
    return { codes: faults.map(({ code }) => code), stamped, unchecked: stampsUnchecked };
  }

  it('say when its events were there at the latest, by the fingerprint of the authority or of whoever vouches for it', async () => {
    for (const fingerprint of [tsa.fingerprint, tsa.rootFingerprint, tsa.rootFingerprint.toUpperCase().replaceAll(/(..)(?=.)/gu, '$1:')]) {
      expect(await check([token], [fingerprint])).toEqual({ codes: [], stamped: 2, unchecked: 0 });
    }
    const byOther = other.stamp(parseNote(log.checkpoint)?.text ?? '');
    expect(await check([byOther], [other.rootFingerprint])).toEqual({ codes: [], stamped: 2, unchecked: 0 });
    expect(await check([token, byOther], [other.fingerprint])).toEqual({ codes: [], stamped: 2, unchecked: 1 });
  });

  it('are passed over where nobody named their authority: that a bundle offers its certificate is nothing', async () => {
    expect(await check([token], [])).toEqual({ codes: [], stamped: 0, unchecked: 1 });
    expect(await check([token], [other.fingerprint])).toEqual({ codes: [], stamped: 0, unchecked: 1 });
  });

  it('over another text, of no form, or set back after they were signed, are faults', async () => {
    expect((await check([tsa.stamp('another text\n')], [tsa.fingerprint])).codes).toEqual(['time-stamp-of-other']);
    expect((await check(['bm90aGluZw=='], [])).codes).toEqual(['time-stamp-unreadable']);
    const forged = Buffer.from(token, 'base64');
    const stamp = parseTimeStamp(forged);
    const at = forged.indexOf(stamp?.content ?? '');
    const year = forged.indexOf('20', at, 'latin1');
    forged.write('19', year, 'latin1');
    expect((await check([forged.toString('base64')], [tsa.fingerprint])).codes).toEqual(['time-stamp-forged']);
  });

  it('of a forger who puts the certificate of the named authority beside his own are faults', async () => {
    const forger = await TestTsa.open('ec', tsa.rootPem);
    const forged = forger.stamp(parseNote(log.checkpoint)?.text ?? '');
    await forger.close();
    expect((await check([forged], [tsa.rootFingerprint])).codes).toEqual(['time-stamp-forged']);
  });

  it('are refused after any change of what the authority signed', async () => {
    const good = Buffer.from(token, 'base64');
    const content = parseTimeStamp(good)?.content ?? new Uint8Array();
    const from = good.indexOf(content);
    for (let at = from; at < from + content.length; at += 1) {
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      const stamp = parseTimeStamp(changed);
      expect([at, stamp !== undefined && (await isStampOf(stamp, [tsa.fingerprint]))]).toEqual([at, false]);
    }
    for (let length = 0; length < good.length; length += 97) expect(parseTimeStamp(good.subarray(0, length))).toBeUndefined();
  });

  it('show a clock that goes wrong: an event that gives itself a later time than the stamp over it', async () => {
    const [first = ''] = makeEntries(1);
    const ahead = canonicalJson({ ...(JSON.parse(first) as object), at: new Date(Date.now() + 3_600_000).toISOString() });
    const wrong = new MadeLog([first, ahead], [signer]);
    const stamp = tsa.stamp(parseNote(wrong.checkpoint)?.text ?? '');
    expect(await check([stamp], [tsa.fingerprint], wrong.bundle([0, 1]))).toEqual({ codes: ['clock-ahead'], stamped: 1, unchecked: 0 });
  });
});
