import type { Command } from 'commander';

import { GatewayError } from '../../../schemas/errors.js';
import { identifierKinds, type IdentifierKind } from '../../../schemas/identifiers/kinds.js';
import { group, print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

/** `jiantong identifier list|check`. */
export function addIdentifierCommands(program: Command, line: CommandLine): void {
  const identifier = group(program, 'identifier', { zh: '标识码。', en: 'Identifiers: codes and numbers with a rule.' });
  line
    .add(identifier, 'list', {
      zh: '列出有校验规则的标识码。',
      en: 'List the kinds of identifier that have a rule.',
      example: 'jiantong identifier list',
    })
    .action(line.does((options: CommonOptions) => list(line, options)));
  line
    .add(identifier, 'check', {
      zh: '规范并校验标识码，说明错在哪一位、校验位应为什么；有错时退出码为 1。',
      en: 'Normalise and check identifiers, and say which character is wrong; exit code 1 if one is.',
      example: 'jiantong identifier check unified-social-credit-code 91623000ma7xxx018F',
    })
    .argument('<kind>', '种类，见 identifier list。 The kind, as identifier list names it.')
    .argument('<values...>')
    .action(line.does((kind: string, values: string[], options: CommonOptions) => check(line, kind, values, options)));
}

async function list({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  const kinds = identifierKinds.map(({ name, zh, en }) => ({ name, zh, en }));
  print(world, options, { kinds }, () => table(kindColumns, kinds));
  return exitCode.done;
}

const kindColumns: readonly Column<Pick<IdentifierKind, 'name' | 'zh' | 'en'>>[] = [
  { zh: '种类', en: 'kind', value: ({ name }) => name },
  { zh: '中文', en: 'in Chinese', value: ({ zh }) => zh },
  { zh: '英文', en: 'in English', value: ({ en }) => en },
];

interface Judged {
  readonly given: string;
  readonly normalised: string;
  readonly ok: boolean;
  /** Of a wrong one: why, where (from 1), and the check character that would be right. */
  readonly code?: string;
  readonly zh?: string;
  readonly en?: string;
  readonly position?: number;
  readonly expected?: string;
}

const judgedColumns: readonly Column<Judged>[] = [
  { zh: '给定', en: 'given', value: ({ given }) => given },
  { zh: '规范写法', en: 'normalised', value: ({ normalised }) => normalised },
  { zh: '结果', en: 'outcome', value: ({ ok }) => (ok ? '正确 right' : '有误 wrong') },
  { zh: '位', en: 'place', value: ({ position }) => position ?? null },
  { zh: '应为', en: 'expected', value: ({ expected }) => expected ?? null },
  { zh: '说明', en: 'why', value: ({ zh, en }) => (zh === undefined ? null : `${zh} ${en ?? ''}`), widthMax: 160 },
];

async function check(
  { world }: CommandLine,
  name: string,
  values: readonly string[],
  options: CommonOptions,
): Promise<ExitCode> {
  const kind = identifierKinds.find((one) => one.name === name);
  if (kind === undefined) {
    const known = identifierKinds.map((one) => one.name).join(', ');
    throw new GatewayError('CLI_NAME_UNKNOWN', { kind: name, known });
  }
  const results = values.map((given): Judged => {
    const normalised = kind.normalise(given);
    return { given, normalised, ...kind.check(normalised) };
  });
  print(world, options, { kind: name, results }, () => table(judgedColumns, results));
  return results.every(({ ok }) => ok) ? exitCode.done : exitCode.foundProblem;
}
