import type { Command } from 'commander';
import type { JsonValue } from '../../../schemas/json.js';
import { shanghaiMinute } from '../../clock.js';
import type { ApplyPreview, ResourceDifference, ResourceView } from '../../services/resources.js';
import type { ValueDifference } from '../../workspace/difference.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, withServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

const versionsShown = 100;

/** `jiantong resource history|show|roll-back`: what the configuration was, and putting it back. */
export function addResourceCommands(program: Command, line: CommandLine): void {
  const resource = group(program, 'resource', { zh: '配置项及其历史。', en: 'Resources of the configuration and their history.' });
  line
    .add(resource, 'history', {
      zh: '列出一项配置的全部版本：何人、何时。',
      en: 'List all versions of a resource, by whom and when.',
      example: 'jiantong resource history Exchange gannan-housing/housing-penalties',
    })
    .argument('<kind>', 'Exchange, Mapping, Agreement …')
    .argument('<name>', 'department/name')
    .action(line.does((kind: string, name: string, options: CommonOptions) => history(line, { kind, name }, options)));
  line
    .add(resource, 'show', {
      zh: '查看一个版本改了什么。',
      en: 'Show what a version changed in the one before it.',
      example: 'jiantong resource show Exchange gannan-housing/housing-penalties 2',
    })
    .argument('<kind>')
    .argument('<name>', 'department/name')
    .argument('<version>', '版本 version', wholeNumber(1, 999_999_999))
    .action(line.does((kind: string, name: string, version: number, options: CommonOptions) => showVersion(line, { kind, name }, version, options)));
  line
    .add(resource, 'roll-back', {
      zh: '恢复到较早的版本；恢复的内容成为新版本。',
      en: 'Put an earlier version into force again, as a new one.',
      example: 'jiantong resource roll-back Exchange gannan-housing/housing-penalties 1',
    })
    .argument('<kind>')
    .argument('<name>', 'department/name')
    .argument('<version>', '版本 version', wholeNumber(1, 999_999_999))
    .action(line.does((kind: string, name: string, version: number, options: CommonOptions) => rollBack(line, { kind, name }, version, options)));
}

interface Named {
  readonly kind: string;
  readonly name: string;
}

const versionColumns: readonly Column<ResourceView>[] = [
  { zh: '版本', en: 'version', value: ({ version }) => version },
  { zh: '时间', en: 'at', value: ({ appliedAt }) => shanghaiMinute(new Date(appliedAt)) },
  { zh: '何人', en: 'by', value: ({ appliedBy }) => appliedBy },
  { zh: '摘要', en: 'digest', value: ({ digest }) => digest.slice(0, 16) },
];

const differenceColumns: readonly Column<ValueDifference>[] = [
  { zh: '位置', en: 'path', value: ({ path }) => path },
  { zh: '原值', en: 'before', value: ({ before }) => textOf(before), widthMax: 50 },
  { zh: '新值', en: 'after', value: ({ after }) => textOf(after), widthMax: 50 },
];

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function history({ world }: CommandLine, { kind, name }: Named, options: CommonOptions): Promise<ExitCode> {
  return withReadings(world, options, async ({ resources }) => {
    const { items } = await resources.versions(kind, name, { limit: versionsShown });
    print(world, options, { versions: items }, () => table(versionColumns, items));
    return exitCode.done;
  });
}

async function showVersion({ world }: CommandLine, { kind, name }: Named, version: number, options: CommonOptions): Promise<ExitCode> {
  return withReadings(world, options, async ({ resources }) => {
    const shown = await resources.version(kind, name, version);
    print(world, options, shown, () => table(versionColumns, [shown]) + table(differenceColumns, shown.differences));
    return exitCode.done;
  });
}

async function rollBack({ world }: CommandLine, { kind, name }: Named, version: number, options: CommonOptions): Promise<ExitCode> {
  return withServices(world, options, async ({ services }) => {
    const applied = await services.resources.rollBack(kind, name, version);
    print(world, options, applied, () => changesText(applied));
    return exitCode.done;
  });
}

function changesText({ changes }: ApplyPreview): string {
  if (changes.length === 0) return '未变 unchanged\n';
  return changes.map((change: ResourceDifference) => `${change.kind} ${change.name} 版本 version ${String(change.version)}\n${table(differenceColumns, change.differences)}`).join('');
}
