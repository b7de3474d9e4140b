import type { ErrorEntry } from './entry.js';

export const storeErrors = {
  STORE_DATA_FOLDER_IN_USE: {
    recovery: 'fixConfig',
    status: 503,
    zh: '数据目录正被另一个进程使用。',
    en: 'The data directory is in use by another process.',
    fixZh: '请先停止该进程，或用 --data 指定另一个目录。',
    fixEn: 'Stop that process first, or name another directory with --data.',
  },
  STORE_NEWER_THAN_PROGRAM: {
    recovery: 'fixConfig',
    status: 503,
    zh: '存储由更新版本的程序升级过，本程序不能使用。',
    en: 'The store was upgraded by a newer program; this one must not use it.',
    fixZh: '请改用该版本或更新的程序。',
    fixEn: 'Run that version of the program or a later one.',
  },
  STORE_MIGRATION_CHANGED: {
    recovery: 'bug',
    status: 500,
    zh: '已执行过的升级脚本被改动。',
    en: 'A migration that has already run was changed.',
    fixZh: '请恢复随程序发布的升级脚本。',
    fixEn: 'Restore the migrations that were shipped with the program.',
  },
  STORE_NOT_REACHABLE: {
    recovery: 'retry',
    status: 503,
    zh: '连不上数据库。',
    en: 'The database cannot be reached.',
    fixZh: '请检查 DATABASE_URL、网络和数据库服务。',
    fixEn: 'Check DATABASE_URL, the network and the database service.',
  },
  STORE_CLOSED: {
    recovery: 'stopRun',
    status: 503,
    zh: '存储已关闭。',
    en: 'The store is closed.',
    fixZh: '程序正在停止；请重新启动后再试。',
    fixEn: 'The program is stopping; start it again and retry.',
  },
} as const satisfies Record<string, ErrorEntry>;
