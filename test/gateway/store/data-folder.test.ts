import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedStore } from '../../../gateway/store/embedded-store.js';
import { lockFolder } from '../../../gateway/store/folder-lock.js';

const holderFile = new URL('./holder.js', import.meta.url);
const countSyncsFile = new URL('./count-syncs.js', import.meta.url);

let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jiantong-folder-'));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  await rm(folder, { recursive: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Starts another process on the folder and gives its first word. */
async function startHolder(env: NodeJS.ProcessEnv = {}, execArgv: string[] = []): Promise<{ child: ChildProcess; word: unknown }> {
  const child = fork(holderFile, [folder], { execArgv: ['--no-warnings', ...execArgv], env: { ...process.env, ...env } });
  children.push(child);
  const [word] = (await once(child, 'message')) as [unknown];
  return { child, word };
}

async function perform(child: ChildProcess, sql: string): Promise<void> {
  const answered = once(child, 'message');
  child.send(sql);
  expect(await answered).toMatchObject([{ done: sql }]);
}

describe('a data folder', () => {
  it('that a live process holds is refused to a second one, and free at once when the first is killed', async () => {
    const first = await startHolder();
    expect(first.word).toEqual({ opened: folder });
    await perform(first.child, 'CREATE TABLE kept (value int)');
    await perform(first.child, 'INSERT INTO kept VALUES (42)');
    await expect(openEmbeddedStore(folder)).rejects.toMatchObject({ code: 'STORE_DATA_FOLDER_IN_USE', facts: { folder } });
    const second = await startHolder();
    expect(second.word).toEqual({ refused: 'STORE_DATA_FOLDER_IN_USE' });

    await kill(first.child);
    const store = await openEmbeddedStore(folder);
    expect(await store.query('SELECT value FROM kept')).toEqual([{ value: 42 }]);
    await store.close();
  });

  it('brings every commit to the disk before it is answered, and reading touches no disk', async () => {
    const countFile = join(folder, 'syncs');
    await writeFile(countFile, '');
    const { child } = await startHolder({ SYNC_COUNT_FILE: countFile }, ['--import', countSyncsFile.href]);
    const syncsOf = async (sql: string): Promise<number> => {
      const before = (await stat(countFile)).size;
      await perform(child, sql);
      return (await stat(countFile)).size - before;
    };
    await perform(child, 'CREATE TABLE kept (value int)');
    for (let value = 0; value < 3; value += 1) {
      expect(await syncsOf(`INSERT INTO kept VALUES (${String(value)})`)).toBeGreaterThanOrEqual(1);
    }
    await perform(child, 'SELECT count(*) FROM kept'); // the first look at fresh rows may still note that they are committed
    expect(await syncsOf('SELECT count(*) FROM kept')).toBe(0);
  });
});

describe('the lock of a folder', () => {
  it('is held until it is released', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'STORE_DATA_FOLDER_IN_USE' });
    await expect(lockFolder(`${folder}/../${folder.split('/').at(-1) ?? ''}`)).rejects.toMatchObject({ code: 'STORE_DATA_FOLDER_IN_USE' });
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  it('is one of several that ask for it at once, also where a dead process left its socket', async () => {
    const { child } = await startHolder();
    await kill(child);
    const asked = await Promise.allSettled([lockFolder(folder), lockFolder(folder), lockFolder(folder)]);
    const held = asked.filter((one) => one.status === 'fulfilled');
    expect(held).toHaveLength(1);
    for (const lock of held) await lock.value.release();
  });

  it('works for a folder whose path is longer than a socket may have', async () => {
    const deep = join(folder, 'a'.repeat(90), 'b'.repeat(90));
    await mkdir(deep, { recursive: true });
    const lock = await lockFolder(deep);
    await expect(lockFolder(deep)).rejects.toMatchObject({ code: 'STORE_DATA_FOLDER_IN_USE' });
    await (await lockFolder(folder)).release();
    await lock.release();
  });
});
