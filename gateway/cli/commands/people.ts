import { Option, type Command } from 'commander';
import type { KeyView } from '../../access/api-keys.js';
import type { NewPerson, PeopleServices, PersonView } from '../../access/people.js';
import { roles, roleTitles, type Role } from '../../access/rights.js';
import { shanghaiMinute } from '../../clock.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withStoreServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface NewPersonOptions extends CommonOptions, Omit<NewPerson, 'name'> {}

interface NewKeyOptions extends CommonOptions {
  readonly department: string;
  readonly role: Role;
  readonly days: number;
}

const daysMax = 366;

function role(): Option {
  const titles = roles.map((name) => `${name} ${roleTitles[name].zh}`).join('、');
  return new Option('--role <role>', `角色 role: ${titles}`).choices(roles).makeOptionMandatory();
}

/** `jiantong person list|add|disable|enable|reset`. */
export function addPersonCommands(program: Command, line: CommandLine): void {
  const person = group(program, 'person', { zh: '人员：可登录控制台与接口的账号。', en: 'People who may sign in to the console and the API.' });
  line
    .add(person, 'list', { zh: '列出人员。', en: 'List people.', example: 'jiantong person list' })
    .action(line.does((options: CommonOptions) => listPeople(line, options)));
  line
    .add(person, 'add', {
      zh: '新增人员，显示一次性的初始密码。',
      en: 'Add a person and show the first password, once.',
      example: 'jiantong person add ma-jianguo --title 马建国 --department gannan-housing --role engineer',
    })
    .argument('<name>', '登录名：小写字母、数字、. - _。 To sign in with: lower-case letters, digits, . - _.')
    .requiredOption('--title <text>', '姓名或称呼。 As colleagues know the person.')
    .requiredOption('--department <name>', '所属部门。 Department.')
    .addOption(role())
    .action(
      line.does((name: string, { title, department, role: given, ...options }: NewPersonOptions) =>
        showPassword(line, options, (people) => people.add({ name, title, department, role: given })),
      ),
    );
  line
    .add(person, 'disable', { zh: '停用人员并结束其会话。', en: 'Disable a person and end their sessions.', example: 'jiantong person disable ma-jianguo' })
    .argument('<name>', '登录名 sign-in name')
    .action(line.does((name: string, options: CommonOptions) => changePerson(line, options, (people) => people.disable(name))));
  line
    .add(person, 'enable', { zh: '重新启用人员。', en: 'Let a disabled person in again.', example: 'jiantong person enable ma-jianguo' })
    .argument('<name>', '登录名 sign-in name')
    .action(line.does((name: string, options: CommonOptions) => changePerson(line, options, (people) => people.enable(name))));
  line
    .add(person, 'reset', {
      zh: '重置密码并取消动态口令，显示一次性的初始密码。',
      en: 'Reset the password, take the second factor away, and show the first password, once.',
      example: 'jiantong person reset ma-jianguo',
    })
    .argument('<name>', '登录名 sign-in name')
    .action(line.does((name: string, options: CommonOptions) => showPassword(line, options, (people) => people.reset(name))));
}

/** `jiantong api-key list|add|revoke`. */
export function addKeyCommands(program: Command, line: CommandLine): void {
  const key = group(program, 'api-key', { zh: '接口密钥：供部门系统调用接口。', en: "Keys that departments' systems call the API with." });
  line
    .add(key, 'list', { zh: '列出接口密钥。', en: 'List the keys.', example: 'jiantong api-key list' })
    .action(line.does((options: CommonOptions) => listKeys(line, options)));
  line
    .add(key, 'add', {
      zh: '新建接口密钥，只显示这一次。',
      en: 'Make a key; it is shown this once.',
      example: 'jiantong api-key add 住建业务系统 --department gannan-housing --role engineer --days 180',
    })
    .argument('<name>', '调用系统的名称。 The calling system.')
    .requiredOption('--department <name>', '所属部门。 Department.')
    .addOption(role())
    .option('--days <n>', `有效天数，默认 180，至多 ${String(daysMax)}。 Days until it ends; default 180.`, wholeNumber(1, daysMax), 180)
    .action(line.does((name: string, options: NewKeyOptions) => addKey(line, name, options)));
  line
    .add(key, 'revoke', { zh: '吊销接口密钥，立即生效。', en: 'Revoke a key, at once.', example: 'jiantong api-key revoke 01935f00-0000-7000-8000-000000000001' })
    .argument('<id>', '密钥编号。 Its id.')
    .action(line.does((id: string, options: CommonOptions) => revokeKey(line, id, options)));
}

const personColumns: readonly Column<PersonView>[] = [
  { zh: '登录名', en: 'name', value: ({ name }) => name },
  { zh: '姓名', en: 'title', value: ({ title }) => title },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '角色', en: 'role', value: (person) => `${roleTitles[person.role].zh} ${person.role}` },
  { zh: '动态口令', en: 'second factor', value: ({ hasSecondFactor }) => (hasSecondFactor ? '有 yes' : '无 no') },
  { zh: '状态', en: 'state', value: ({ disabledAt }) => (disabledAt === null ? '启用 active' : '停用 disabled') },
];

const keyColumns: readonly Column<KeyView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '名称', en: 'name', value: ({ name }) => name },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '角色', en: 'role', value: (key) => `${roleTitles[key.role].zh} ${key.role}` },
  { zh: '失效时间', en: 'ends', value: ({ endsAt }) => shanghaiMinute(new Date(endsAt)) },
  { zh: '最近使用', en: 'used', value: ({ usedAt }) => (usedAt === null ? null : shanghaiMinute(new Date(usedAt))) },
  { zh: '状态', en: 'state', value: ({ revokedAt }) => (revokedAt === null ? '有效 valid' : '已吊销 revoked') },
];

async function listPeople({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async (services) => {
    const people = await services.people.list();
    print(world, options, { people }, () => table(personColumns, people));
    return exitCode.done;
  });
}

async function changePerson({ world }: CommandLine, options: CommonOptions, change: (people: PeopleServices) => Promise<PersonView>): Promise<ExitCode> {
  return withStoreServices(world, options, async (services) => {
    const person = await change(services.people);
    print(world, options, person, () => table(personColumns, [person]));
    return exitCode.done;
  });
}

async function showPassword(
  { world }: CommandLine,
  options: CommonOptions,
  change: (people: PeopleServices) => ReturnType<PeopleServices['add']>,
): Promise<ExitCode> {
  return withStoreServices(world, options, async (services) => {
    const person = await change(services.people);
    print(
      world,
      options,
      person,
      () =>
        `${table(personColumns, [person])}\n初始密码 First password: ${person.firstPassword}\n` +
        '只显示这一次；首次登录须修改。 Shown this once; it must be changed at the first sign-in.\n',
    );
    return exitCode.done;
  });
}

async function listKeys({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async (services) => {
    const keys = await services.keys.list();
    print(world, options, { keys }, () => table(keyColumns, keys));
    return exitCode.done;
  });
}

async function addKey({ world }: CommandLine, name: string, { department, role: given, days, ...options }: NewKeyOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async (services) => {
    const key = await services.keys.add({ name, department, role: given, days });
    print(
      world,
      options,
      key,
      () => `${table(keyColumns, [key])}\n密钥 Key: ${key.key}\n只显示这一次，请妥善保存。 Shown this once: keep it safe.\n`,
    );
    return exitCode.done;
  });
}

async function revokeKey({ world }: CommandLine, id: string, options: CommonOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async (services) => {
    const key = await services.keys.revoke(id);
    print(world, options, key, () => table(keyColumns, [key]));
    return exitCode.done;
  });
}
