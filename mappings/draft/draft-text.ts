import type { JsonValue } from '../../schemas/json.js';
import type { Draft, DraftLine } from './draft.js';

/** What a draft is for. */
export interface DraftHead {
  readonly department: string;
  readonly name: string;
  readonly system: string;
  readonly stream: string;
  readonly dataset: string;
}

const indent = '    ';

/** A draft as a Mapping manifest that compiles, with confidence and reason beside each line, for a person to finish. */
export function draftText(draft: Draft, { department, name, system, stream, dataset }: DraftHead): string {
  const ready = draft.lines.filter(({ rule }) => rule !== undefined);
  const undecided = draft.lines.filter(({ rule }) => rule === undefined);
  return [
    '# 映射规则草稿：逐行核对后再应用；百分数为把握程度。 A draft: check every line before it is applied; percent is confidence.',
    'apiVersion: jiantong/v1',
    'kind: Mapping',
    `metadata: { name: ${flow(name)}, department: ${flow(department)} }`,
    'spec:',
    `  from: { system: ${flow(system)}, stream: ${flow(stream)} }`,
    `  to: { dataset: ${flow(dataset)} }`,
    '  version: 1',
    ...(draft.unusedColumns.length === 0 ? [] : ['  # 没有找到对应字段的列 Columns without a field:', `  ignore: ${flow([...draft.unusedColumns])}`]),
    '  fields:',
    ...ready.map(readyLine),
    ...undecided.map(({ target, column, zh, en }) => `${indent}# ${target}: ${column} 须由人决定（金额单位不明）a person decides (unit unknown)  ${zh} ${en}`),
    ...draft.requiredMissing.map((field) => `${indent}# ${field.path.join('.')}: 必填，没有找到列 required, no column found（${field.titleZh}）`),
    '',
  ].join('\n');
}

function readyLine({ target, rule, confidence, zh, en }: DraftLine): string {
  return `${indent}${flow(target)}: ${flow(rule ?? null)}  # ${String(Math.floor(confidence * 100))}% ${zh} ${en}`;
}

/** YAML in one line. */
function flow(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value).map(([name, inner]) => `${flow(name)}: ${flow(inner)}`).join(', ')} }`;
  }
  return typeof value === 'string' && isPlainScalar(value) ? value : JSON.stringify(value);
}

/** Words that YAML reads as a text without quotes. */
function isPlainScalar(text: string): boolean {
  return /^[\p{L}][\p{L}\p{N}_.-]*$/u.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/iu.test(text);
}
