import type { TableRoles } from './spec.js';

/**
 * Forms of front-end exchange tables that are in use, so that a stream need only name its table and what differs.
 * Column names are in lower case, as PostgreSQL keeps names that are not quoted.
 */
export const presets = {
  /**
   * The columns that the national "Internet+ supervision" exchange asks for. It has no column for an answer: whether a
   * row was taken over is seen elsewhere.
   */
  national: {
    columns: { id: 'cd_id', operation: 'cd_operation', time: 'cd_time', source: 'cd_source', batch: 'cd_batch' },
    operations: { insert: 'i', update: 'u', withdraw: 'd' },
  },
  /**
   * A provincial front-end database whose reader sets sync_sign: 1 taken over, 9 item code not matched. Which value the
   * column begins with is not published; here the table's own default is left to stand.
   */
  'sync-sign': {
    columns: {
      id: 'rowguid',
      version: 'version',
      time: 'versiontime',
      state: 'sync_sign',
      message: 'sync_error_desc',
    },
    states: { accepted: ['1'], rejected: ['9'] },
  },
  /** An outbox that a separate program empties: 0 waiting, 1 sent, 2 failed. The stream names its id column. */
  outbox: {
    columns: { state: 'oper_status' },
    states: { initial: '0', accepted: ['1'], rejected: ['2'] },
  },
  /** A provincial data centre's tables. `D` and delete_flag 0 have been seen; I, U and 1 are assumed. */
  'data-centre': {
    columns: { id: 'dsc_biz_record_id', time: 'dsc_biz_timestamp', operation: 'opt_type', deleteFlag: 'delete_flag' },
    operations: { insert: 'I', update: 'U', withdraw: 'D' },
    deleteFlags: { live: '0', deleted: '1' },
  },
} as const satisfies Readonly<Record<string, Partial<TableRoles>>>;

export type PresetName = keyof typeof presets;
