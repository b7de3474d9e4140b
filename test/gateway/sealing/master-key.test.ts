import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadMasterKey, masterKeyFile } from '../../../gateway/sealing/master-key.js';
import { assetPath } from '../../../schemas/assets.js';
import { GatewayError } from '../../../schemas/errors.js';

const hexKey = '5a'.repeat(32);
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jiantong-master-key-'));
  file = join(folder, masterKeyFile);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function refusal(given?: string, place = folder): GatewayError {
  try {
    loadMasterKey(place, given);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('the key was taken');
}

describe('master key', () => {
  it('is the one given, and then no file is made', () => {
    expect(loadMasterKey(folder, hexKey)).toEqual(Buffer.alloc(32, 0x5a));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is made at the first start in a file that only its owner may read, and found there later', () => {
    const key = loadMasterKey(folder, undefined);
    expect(key).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([masterKeyFile]);
    expect(loadMasterKey(folder, undefined)).toEqual(key);
  });

  it('is exactly private whatever the mask of the process', () => {
    const mask = process.umask(0o277);
    try {
      loadMasterKey(folder, undefined);
    } finally {
      process.umask(mask);
    }
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is one and the same for processes that start together', async () => {
    const program = `
      import { loadMasterKey } from ${JSON.stringify(assetPath('dist/gateway/sealing/master-key.js'))};
      console.log(loadMasterKey(${JSON.stringify(folder)}, undefined).toString('hex'));`;
    const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    const keys = new Set((await Promise.all(Array.from({ length: 6 }, start))).map(({ stdout }) => stdout));
    expect(keys.size).toBe(1);
    expect(keys).toEqual(new Set([readFileSync(file, 'utf8')]));
    expect(readdirSync(folder)).toEqual([masterKeyFile]);
  });

  it.each(['', 'secret', `${hexKey}0`, hexKey.slice(1), hexKey.replace('5', 'g')])(
    'is refused when %p is given, without repeating it',
    (given) => {
      const error = refusal(given);
      expect(error.code).toBe('SEALING_MASTER_KEY_MALFORMED');
      if (given !== '') expect(error.message).not.toContain(given);
    },
  );

  it('is refused when its file holds anything else, and the file is left alone', () => {
    writeFileSync(file, 'damaged', { mode: 0o600 });
    expect(refusal().code).toBe('SEALING_MASTER_KEY_MALFORMED');
    expect(readFileSync(file, 'utf8')).toBe('damaged');
  });

  it.each([0o644, 0o640, 0o602])('is refused when its file has mode %o', (mode) => {
    writeFileSync(file, hexKey);
    chmodSync(file, mode);
    expect(refusal().code).toBe('SEALING_MASTER_KEY_EXPOSED');
  });

  it('is refused when the folder is not there', () => {
    expect(refusal(undefined, join(folder, 'missing')).code).toBe('SEALING_MASTER_KEY_UNREADABLE');
  });
});
