import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { GatewayError } from '../../../schemas/errors.js';
import type { SecretView } from '../../secrets/secrets.js';
import { shanghaiMinute } from '../../clock.js';
import { group, print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withStoreServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface SecretOptions extends CommonOptions {
  readonly department: string;
}

/** `jiantong secret list|set|remove`. */
export function addSecretCommands(program: Command, line: CommandLine): void {
  const secret = group(program, 'secret', {
    zh: '密钥库：连接器的口令和密钥，在清单中写 { secret: 名称 }。',
    en: "Passwords and keys of connectors, named in manifests as { secret: NAME }.",
  });
  line
    .add(secret, 'list', { zh: '列出密钥的名称；值不可取回。', en: 'List the secrets by name; their values are never given.', example: 'jiantong secret list' })
    .action(line.does((options: CommonOptions) => list(line, options)));
  line
    .add(secret, 'set', {
      zh: '设置密钥，值从标准输入读取。',
      en: 'Set a secret; its value is read from standard input.',
      example: 'jiantong secret set housing-password --department gannan-housing < password.txt',
    })
    .argument('<name>', '名称：小写字母、数字、-。 Name: lower-case letters, digits, -.')
    .requiredOption('--department <name>', '所属部门。 Department.')
    .action(line.does((name: string, options: SecretOptions) => set(line, name, options)));
  line
    .add(secret, 'remove', { zh: '删除密钥。', en: 'Remove a secret.', example: 'jiantong secret remove housing-password --department gannan-housing' })
    .argument('<name>', '名称 name')
    .requiredOption('--department <name>', '所属部门。 Department.')
    .action(line.does((name: string, options: SecretOptions) => remove(line, name, options)));
}

const columns: readonly Column<SecretView>[] = [
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '名称', en: 'name', value: ({ name }) => name },
  { zh: '第几版', en: 'version', value: ({ version }) => version },
  { zh: '设置时间', en: 'set', value: ({ setAt }) => shanghaiMinute(new Date(setAt)) },
  { zh: '设置人', en: 'by', value: ({ setBy }) => setBy },
];

async function list({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async ({ secrets }) => {
    const all = await secrets.list();
    print(world, options, { secrets: all }, () => table(columns, all));
    return exitCode.done;
  });
}

async function set({ world }: CommandLine, name: string, { department, ...options }: SecretOptions): Promise<ExitCode> {
  // What an editor or `echo` adds at the end belongs to no password.
  const value = (await text(world.stdin)).replace(/\r?\n$/u, '');
  if (value === '') throw new GatewayError('CLI_INPUT_UNREADABLE', { input: '-' });
  return withStoreServices(world, options, async ({ secrets }) => {
    const view = await secrets.set({ department, name, value });
    print(world, options, view, () => table(columns, [view]));
    return exitCode.done;
  });
}

async function remove({ world }: CommandLine, name: string, { department, ...options }: SecretOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async ({ secrets }) => {
    const view = await secrets.remove(department, name);
    print(world, options, view, () => table(columns, [view]));
    return exitCode.done;
  });
}
