import type { ErrorEntry } from './entry.js';

/** Codes of the connectors that speak to databases. */
export const databaseConnectorErrors = {
  CONNECTOR_DATABASE_MISSING: {
    recovery: 'fixConfig', status: 502,
    zh: '没有这个数据库', en: 'There is no such database',
    fixZh: '核对 database 的名称。', fixEn: 'Check the name in database.',
  },
  CONNECTOR_TABLE_MISSING: {
    recovery: 'fixConfig', status: 422,
    zh: '数据库中没有这张表', en: 'The database has no such table',
    fixZh: '核对 schema 和表名（区分大小写），并确认账号看得到它。',
    fixEn: 'Check schema and table (upper and lower case count), and that the user can see it.',
  },
  CONNECTOR_COLUMN_MISSING: {
    recovery: 'fixConfig', status: 422,
    zh: '表中没有这一列', en: 'The table has no such column',
    fixZh: '核对列名（区分大小写），或改正映射。',
    fixEn: 'Check the name of the column (upper and lower case count), or mend the mapping.',
  },
  CONNECTOR_KEY_NOT_UNIQUE: {
    recovery: 'fixConfig', status: 422,
    zh: '表上没有以这些列为准的唯一索引', en: 'No unique index stands on exactly these columns',
    fixZh: '请对方建立唯一索引（列须非空），或改正 write.key；没有它，重复写入会产生两行。',
    fixEn: 'Have one made on columns that are never empty, or mend write.key; without it a repetition writes a second row.',
  },
  CONNECTOR_STATEMENT_REFUSED: {
    recovery: 'fixConfig', status: 502,
    zh: '数据库拒绝执行', en: 'The database refused a statement',
    fixZh: '按所示 SQLSTATE 和说明核对表结构与配置。',
    fixEn: 'Compare the table and the configuration with the SQLSTATE and the words shown.',
  },
  CONNECTOR_BATCH_REFUSED: {
    recovery: 'skipRecord', status: 422,
    zh: '数据库整批拒收', en: 'The database refused the batch as a whole',
    fixZh: '按所示 SQLSTATE 和说明修改数据；网关会拆批找出有问题的记录。',
    fixEn: 'Mend the data by the SQLSTATE and words shown; the gateway halves the batch to find the records that are meant.',
  },
  CONNECTOR_ROW_WITHOUT_KEY: {
    recovery: 'skipRecord', status: 422,
    zh: '该行的主键列为空', en: 'A key column of the row is empty',
    fixZh: '请来源系统补上，或改正 source.key。', fixEn: 'Have the source fill it in, or mend source.key.',
  },
  CONNECTOR_WITHDRAWAL_IMPOSSIBLE: {
    recovery: 'skipRecord', status: 422,
    zh: '对方的表或文件无法表示撤销', en: 'The table or file has no way to say that a record is withdrawn',
    fixZh: '若对方有操作列或删除标志列，在 columns 中指明；否则请联系对方人工撤销。',
    fixEn: 'Name the column for operations or the deletion flag in columns if there is one; else have the far side withdraw it by hand.',
  },
} as const satisfies Record<string, ErrorEntry>;
