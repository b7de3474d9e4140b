import type { ErrorEntry } from './entry.js';

/** Codes of receivers that are reached by hand. */
export const handoverErrors = {
  HANDOVER_CELL_IS_FORMULA: {
    recovery: 'skipRecord', status: 422,
    zh: '单元格以公式符号开头，在 CSV 中会被表格软件执行', en: 'A cell begins like a formula, which a spreadsheet program would run from CSV',
    fixZh: '核对该列的数据；确需如此时改用 form: xlsx。', fixEn: 'Check the value; where it is right, use form: xlsx.',
  },
  HANDOVER_FOLDER_FULL: {
    recovery: 'fixConfig', status: 409,
    zh: '递交目录中的批次过多', en: 'There are too many batches in the folder',
    fixZh: '把已办结的旧批次移到别处存档。', fixEn: 'Move old batches that are answered to an archive.',
  },
  HANDOVER_BATCH_DAMAGED: {
    recovery: 'stopRun', status: 500,
    zh: '批次的登记文件已损坏', en: 'The file that describes a batch is damaged',
    fixZh: '从备份恢复该文件；它只应由监通改写。', fixEn: 'Restore it from a backup; nobody but the gateway should change it.',
  },
  HANDOVER_BATCH_UNKNOWN: {
    recovery: 'fixConfig', status: 404,
    zh: '没有这个批次', en: 'There is no such batch',
    fixZh: '用 jiantong handover list 查看批次号。', fixEn: 'See jiantong handover list.',
  },
  HANDOVER_RESULT_NOT_DESCRIBED: {
    recovery: 'fixConfig', status: 422,
    zh: '连接器没有说明结果文件怎样读', en: 'The connector does not say how the result file reads',
    fixZh: '在该数据流的 result 中写明主键、结论的表头和取值。', fixEn: 'Give headings and values under result of the stream.',
  },
  HANDOVER_RESULT_FITS_NOTHING: {
    recovery: 'fixConfig', status: 422,
    zh: '结果文件与任何未办结的批次都对不上', en: 'The result file fits no batch that is open',
    fixZh: '核对文件和 result 中的表头；已有结果的行不再改动。', fixEn: 'Check the file and the headings under result; rows that were answered stay as they are.',
  },
} as const satisfies Record<string, ErrorEntry>;
