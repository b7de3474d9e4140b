import type { JsonObject } from '../../schemas/json.js';
import { archiveFolder } from './file-pull.js';
import type { FileChoice } from './places/ready-files.js';
import { markerSuffix } from './places/ready-files.js';

/** JSON Schema properties of the files of a stream, with the defaults of the connector type. */
export function fileChoiceSchema(defaults: Omit<FileChoice, 'folder'>): JsonObject {
  return {
    folder: {
      title: '文件夹 Folder',
      description:
        '相对工作区（或 place 的根目录），不得在其外。Relative to the workspace folder or the root of the place, and inside it.',
      type: 'string',
      minLength: 1,
      examples: ['drop/market'],
    },
    pattern: {
      title: '文件名 File name',
      description: '* 代表任意字符，? 代表一个字符。* stands for any characters, ? for one.',
      type: 'string',
      minLength: 1,
      maxLength: 200,
      pattern: '^[^/\\\\]+$',
      default: defaults.pattern,
    },
    entries: {
      title: '压缩包内的文件 Files in an archive',
      description: '.zip 中要读的文件名；.gz 只有一个文件。Names that count inside a .zip; a .gz holds one file.',
      type: 'string',
      minLength: 1,
      maxLength: 200,
      pattern: '^[^/\\\\]+$',
      default: defaults.entries,
    },
    readyWhen: {
      title: '何时可读 Ready when',
      description:
        `stable：若干秒未变；marker：旁有 <文件名>${markerSuffix}；rename：名称相符即可。` +
        `stable: unchanged for some seconds; marker: <name>${markerSuffix} lies beside it; rename: its name matches.`,
      enum: ['stable', 'marker', 'rename'],
      default: defaults.readyWhen,
    },
    stableSeconds: {
      title: '未变秒数 Seconds unchanged',
      type: 'integer',
      minimum: 0,
      maximum: 86_400,
      default: defaults.stableSeconds,
    },
  };
}

/** JSON Schema property that says what becomes of a file once it is read and stored. */
export function archiveSchema(defaultValue: 'none' | 'move'): JsonObject {
  return {
    archive: {
      title: '读后归档 After reading',
      description: `move：移入 ${archiveFolder} 子文件夹（仅增量读取）。move: into the folder ${archiveFolder}, incremental pulls only.`,
      enum: ['none', 'move'],
      default: defaultValue,
    },
  };
}
