import { csvText, isFormula, workbookBytes, type ImportTable } from '../../../connectors/handover/import-table.js';
import { shanghaiMinute } from '../../clock.js';
import type { ExportForm } from '../../services/log.js';
import type { LogStation } from '../entry.js';
import type { FoundEntry } from '../search/search.js';
import { stationWords } from '../story.js';

interface MadeFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

const mediaTypes: Readonly<Record<ExportForm, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/jsonl; charset=utf-8',
};

/** Events as a file. For people in Chinese and English with Shanghai's time; JSON Lines for programs, as the API gives them. */
export async function writeForm(form: ExportForm, events: readonly FoundEntry[]): Promise<MadeFile> {
  return { name: `exchange-log.${form}`, mediaType: mediaTypes[form], content: await contentOf(form, events) };
}

async function contentOf(form: ExportForm, events: readonly FoundEntry[]): Promise<Buffer> {
  switch (form) {
    case 'jsonl':
      return Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''), 'utf8');
    case 'csv': {
      // The mark tells spreadsheet programs that it is UTF-8.
      const { headings, rows } = tableOf(events);
      return Buffer.from(`\uFEFF${csvText({ headings, rows: rows.map((cells) => cells.map(harmless)) })}`, 'utf8');
    }
    case 'xlsx':
      return workbookBytes(tableOf(events), '交换日志');
  }
}

/** A receiver's code may be anything: an apostrophe keeps a spreadsheet program from running it as a formula. */
function harmless(cell: string): string {
  return isFormula(cell) ? `'${cell}` : cell;
}

const columns: readonly (readonly [heading: string, value: (event: FoundEntry) => string | number | null])[] = [
  ['序号 index', ({ index }) => index],
  ['北京时间 at (Shanghai)', ({ at }) => shanghaiMinute(new Date(at))],
  ['时间 at (UTC)', ({ at }) => at],
  ['站点 station', ({ station }) => station],
  ['含义 meaning', ({ station }) => (Object.hasOwn(stationWords, station) ? stationWords[station as LogStation].join(' ') : '')],
  ['部门 department', ({ department }) => department],
  ['数据集 dataset', ({ dataset }) => dataset],
  ['记录 record', ({ record }) => record],
  ['版本 version', ({ version }) => version],
  ['目标 target', ({ target }) => target],
  ['代码 code', ({ code }) => code],
  ['批次 run', ({ run }) => run],
  ['操作者 actor', ({ actor }) => actor],
];

function tableOf(events: readonly FoundEntry[]): ImportTable {
  return {
    headings: columns.map(([heading]) => heading),
    rows: events.map((event) => columns.map(([, value]) => String(value(event) ?? ''))),
  };
}
