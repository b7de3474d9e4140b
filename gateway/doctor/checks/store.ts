import { readdir } from 'node:fs/promises';

import { assetPath } from '../../../schemas/assets.js';
import { sqlState, type Queryable, type Store } from '../../store/store.js';
import { bad, ok, warn, type Finding } from '../finding.js';

/** Whether the tables are those of this program. Looks only; whoever starts the gateway brings them up to date. */
export async function checkMigrations(
  store: Pick<Queryable, 'query'>,
  folder = assetPath('gateway/store/migrations'),
): Promise<Finding> {
  const place = { check: 'store', subject: 'migrations' } as const;
  const shipped = (await readdir(folder))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => Number(name.slice(0, 4)));
  const done = await migrationsDone(store);
  const newest = Math.max(0, ...done);
  if (newest > Math.max(...shipped)) {
    return bad(place, {
      zh: `存储已由更新版本的程序升级到 ${newest}`,
      en: `a newer program has upgraded the store to ${newest}`,
      fixZh: '请改用该版本或更新的程序。',
      fixEn: 'Run that version of the program or a later one.',
    });
  }
  const missing = shipped.filter((number) => !done.includes(number));
  if (missing.length === 0)
    return ok(place, { zh: `表结构为最新（${newest}）`, en: `the tables are up to date (${newest})` });
  return warn(place, {
    zh: `还有 ${missing.length} 个升级未执行`,
    en: `${missing.length} upgrades have not run yet`,
    fixZh: '启动网关（jiantong start）时会自动执行；执行前请先备份。',
    fixEn: 'Starting the gateway (jiantong start) runs them; make a backup first.',
  });
}

async function migrationsDone(store: Pick<Queryable, 'query'>): Promise<number[]> {
  try {
    return (await store.query<{ number: number }>('SELECT number FROM migration')).map(({ number }) => number);
  } catch (error) {
    if (sqlState(error) === '42P01') return []; // undefined_table: nothing was ever stored
    throw error;
  }
}

/** Whether a commit that was acknowledged outlives a power failure. */
export async function checkDurability(store: Pick<Store, 'query' | 'kind'>): Promise<Finding> {
  const place = { check: 'store', subject: 'fsync' } as const;
  const [settings] = await store.query<{ fsync: string; commit: string }>(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`,
  );
  const isSafe = settings?.fsync === 'on' && settings.commit !== 'off';
  const words = {
    zh: `fsync=${settings?.fsync}, synchronous_commit=${settings?.commit}`,
    en: isSafe ? 'commits are durable' : 'commits may be lost',
  };
  if (isSafe) return ok(place, words);
  return bad(place, {
    ...words,
    fixZh: '请在数据库设置中打开 fsync 和 synchronous_commit；否则断电会丢失已确认的记录。',
    fixEn:
      'Turn on fsync and synchronous_commit in the database; without them a power failure loses what was acknowledged.',
  });
}
