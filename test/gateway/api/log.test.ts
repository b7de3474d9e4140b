import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { openCheckpoint, verifyBundle, type ProofBundle } from '../../../gateway/exchange-log/verify/bundle.js';
import { isExtension } from '../../../gateway/exchange-log/verify/merkle.js';
import { parseVerifierKey } from '../../../gateway/exchange-log/verify/verifier-key.js';
import { verifierFile, verifierKinds } from '../../../gateway/exchange-log/verify-page/verifier-files.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { plainLeaf, plainRoot } from '../exchange-log/tree/plain-tree.js';
import { ids } from './books.js';
import { startTestApi, type ApiUnderTest } from './running-api.js';

describeOnPostgres('the exchange log over HTTP', () => {
  let test: ApiUnderTest;
  beforeAll(async () => {
    test = await startTestApi();
  });
  afterAll(() => test.end());

  /** As a public tool asks: without a token. */
  const plainly = (path: string): Promise<Response> => fetch(`${test.api.address}${path}`);
  const bytes = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());
  const hashesIn = (tile: Buffer): Buffer[] => Array.from({ length: tile.length / 32 }, (_, n) => tile.subarray(n * 32, n * 32 + 32));

  async function trusted() {
    const { items } = (await (await test.call('/api/v1/log-keys')).json()) as { items: { key: string; fingerprint: string }[] };
    const key = await parseVerifierKey(items[0]?.key ?? '');
    if (key === undefined) throw new Error('the log has no key');
    expect(items).toMatchObject([{ fingerprint: key.fingerprint, untilSize: null }]);
    return key;
  }

  it('gives the checkpoint at the standard path, without a token', async () => {
    const response = await plainly('/log/checkpoint');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(openCheckpoint(await response.text(), [await trusted()])).toMatchObject({ checkpoint: { origin: 'log.example/books', size: 300 } });
  });

  it('gives tiles from which a public tool reads the same root, and entries that have those hashes to whoever has the token', async () => {
    const [full, partial, above] = await Promise.all(
      ['/log/tile/0/000', '/log/tile/0/001.p/44', '/log/tile/1/000.p/1'].map(async (path) => {
        const response = await plainly(path);
        expect([path, response.status, response.headers.get('content-type')]).toEqual([path, 200, 'application/octet-stream']);
        expect(response.headers.get('cache-control')).toContain('immutable');
        return bytes(response);
      }),
    );
    const leaves = hashesIn(Buffer.concat([full ?? Buffer.alloc(0), partial ?? Buffer.alloc(0)]));
    const opened = openCheckpoint(await (await plainly('/log/checkpoint')).text(), [await trusted()]);
    expect('checkpoint' in opened && plainRoot(leaves).equals(opened.checkpoint.root)).toBe(true);
    expect(above).toEqual(plainRoot(leaves.slice(0, 256)));

    expect((await plainly('/log/tile/entries/001.p/44')).status).toBe(401);
    const bundle = await bytes(await test.call('/log/tile/entries/001.p/44'));
    const read: Buffer[] = [];
    for (let at = 0; at < bundle.length; at += 2 + bundle.readUInt16BE(at)) read.push(plainLeaf(bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at))));
    expect(read).toEqual(leaves.slice(256));
    const whole = await bytes(await test.call('/log/tile/entries/000'));
    expect(plainLeaf(whole.subarray(2, 2 + whole.readUInt16BE(0)))).toEqual(leaves[0]);
  });

  it('hands out the verifiers as files to keep, without a token', async () => {
    for (const kind of verifierKinds) {
      const response = await plainly(`/log/verify.${kind}`);
      expect(response.status).toBe(200);
      // Quoted or not, as the version of express has it: both are one name to a browser (RFC 6266).
      expect(response.headers.get('content-disposition')).toMatch(new RegExp(`^attachment; filename="?verify\\.${kind}"?$`, 'u'));
      expect(await bytes(response)).toEqual(readFileSync(verifierFile(kind)));
    }
  });

  it('knows no tile that the log does not have, and no other path', async () => {
    for (const path of [
      'tile/0/001',
      'tile/0/001.p/45',
      'tile/0/001.p/256',
      'tile/0/001.p/0',
      'tile/0/002.p/1',
      'tile/1/000',
      'tile/2/000.p/1',
      'tile/0/1',
      'tile/00/000',
      'tile/64/000',
      'tile/0/x000',
      'tile/0/x000/000/000',
      'tile/0/x999/x999/x999/x999/x999/999',
      'tile/entries/001',
      'tile/entries/007.p/3',
      'nothing',
    ]) {
      const response = await test.call(`/log/${path}`);
      expect([path, response.status]).toEqual([path, 404]);
    }
  });

  it('proves a record and an event by id and by index, each with the key that it publishes', async () => {
    const key = await trusted();
    for (const path of [`/records/${ids.record(1)}/log-proof`, '/log-entries/0/proof', '/log-entries/299/proof']) {
      const bundle = (await (await test.call(`/api/v1${path}`)).json()) as ProofBundle;
      const verdict = await verifyBundle(JSON.stringify(bundle), [key.fingerprint]);
      expect([path, verdict.faults, verdict.proven.length]).toEqual([path, [], 1]);
      const { id } = verdict.proven[0]?.entry ?? {};
      const again = (await (await test.call(`/api/v1/log-entries/${String(id)}/proof`)).json()) as ProofBundle;
      expect(again.events).toEqual(bundle.events);
    }
    expect((await test.call(`/api/v1/records/${ids.record(2)}/log-proof`)).status).toBe(404);
    expect((await test.call('/api/v1/log-entries/300/proof')).status).toBe(404);
    expect((await test.call('/api/v1/log-entries/nothing/proof')).status).toBe(400);
  });

  it('proves that it extends what it was, and says when it was never that large', async () => {
    const opened = openCheckpoint(await (await plainly('/log/checkpoint')).text(), [await trusted()]);
    if ('code' in opened) throw new Error(opened.code);
    const leaves = hashesIn(Buffer.concat([await bytes(await plainly('/log/tile/0/000')), await bytes(await plainly('/log/tile/0/001.p/44'))]));
    for (const size of [0, 1, 100, 256, 257, 300]) {
      const { path } = (await (await test.call(`/api/v1/log-extension?size=${String(size)}`)).json()) as { path: string[] };
      const older = { size, root: plainRoot(leaves.slice(0, size)) };
      expect(isExtension('sha256', older, opened.checkpoint, path.map((line) => Buffer.from(line, 'base64')))).toBe(true);
    }
    const beyond = await test.call('/api/v1/log-extension?size=301');
    expect(beyond.status).toBe(409);
    expect(await beyond.json()).toMatchObject({ code: 'LOG_SIZE_BEYOND' });
  });
});
