import { Option, type Command } from 'commander';
import { agreementSides, type AgreementSide } from '../../agreements/standing.js';
import { shanghaiMinute } from '../../clock.js';
import type { AgreementDetail, AgreementView } from '../../services/agreements.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withStoreServices, type CommonOptions } from '../open-services.js';
import { listing, table, type Column } from '../table.js';

interface DecideOptions extends CommonOptions {
  readonly version: number;
  readonly side: AgreementSide;
  readonly refuse?: boolean;
  readonly reason: string;
  readonly person: string;
}

/** `jiantong agreement list|show|decide`. */
export function addAgreementCommands(program: Command, line: CommandLine): void {
  const agreement = group(program, 'agreement', { zh: '共享协议。', en: 'Sharing agreements.' });
  line
    .add(agreement, 'list', { zh: '列出共享协议及其状态；有等待审批的，退出码为 1。', en: 'List the agreements with their standing; exit code 1 if one waits.', example: 'jiantong agreement list' })
    .action(line.does((options: CommonOptions) => list(line, options)));
  line
    .add(agreement, 'show', { zh: '查看一份协议的六个要素、各方意见和差异。', en: 'Show what an agreement states, what each side said, and its difference.', example: 'jiantong agreement show gannan-housing/penalties-to-credit-china' })
    .argument('<name>', 'department/name')
    .action(line.does((name: string, options: CommonOptions) => show(line, name, options)));
  line
    .add(agreement, 'decide', {
      zh: '以一方身份同意（或 --refuse 不同意）协议的一个版本。',
      en: 'Approve (or with --refuse refuse) a version of an agreement for one side.',
      example: 'jiantong agreement decide gannan-housing/penalties-to-market --of 2 --side provider --reason 同意 --person 马建国',
    })
    .argument('<name>', 'department/name')
    .requiredOption('--of <n>', '看过的版本。 The version that was looked at.', wholeNumber(1, 999_999_999))
    .addOption(new Option('--side <word>', '哪一方。 Which side.').choices(agreementSides).makeOptionMandatory())
    .option('--refuse', '不同意。 Refuse it.')
    .requiredOption('--reason <text>', '理由。 Why.')
    .requiredOption('--person <name>', '何人决定。 Who decides.')
    .action(line.does((name: string, { of, ...options }: Omit<DecideOptions, 'version'> & { of: number }) => decide(line, name, { ...options, version: of })));
}

const standingWords: Readonly<Record<AgreementView['standing'], string>> = {
  waiting: '待审批 waiting',
  refused: '不同意 refused',
  'in-force': '生效 in force',
  'not-yet': '未到生效日 not yet',
  ended: '已到期 ended',
};

const columns: readonly Column<AgreementView>[] = [
  { zh: '名称', en: 'name', value: ({ name }) => name },
  { zh: '接收方', en: 'receiver', value: ({ receiver }) => receiver },
  { zh: '依据', en: 'basis', value: ({ basis }) => basis },
  { zh: '版本', en: 'version', value: ({ version }) => version },
  { zh: '状态', en: 'standing', value: ({ standing }) => standingWords[standing] },
  { zh: '现行版本', en: 'in force', value: ({ versionInForce }) => versionInForce },
  { zh: '等待', en: 'waits for', value: ({ waitsFor }) => (waitsFor.length === 0 ? null : waitsFor.join(', ')) },
  { zh: '终止', en: 'ends', value: ({ validTo }) => validTo },
];

async function list({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async (services) => {
    const agreements = await services.agreements.list();
    print(world, options, { agreements }, () => table(columns, agreements));
    return agreements.some(({ standing }) => standing === 'waiting') ? exitCode.foundProblem : exitCode.done;
  });
}

async function show({ world }: CommandLine, name: string, options: CommonOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async (services) => {
    const agreement = await services.agreements.get(name);
    print(world, options, agreement, () => agreementText(agreement));
    return exitCode.done;
  });
}

async function decide({ world }: CommandLine, name: string, { version, side, refuse, reason, person, ...options }: DecideOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async (services) => {
    const outcome = refuse === true ? 'refused' : 'approved';
    const agreement = await services.agreements.decide(name, { version, side, outcome, reason, person });
    print(world, options, agreement, () => agreementText(agreement));
    return exitCode.done;
  });
}

const decisionColumns: readonly Column<AgreementDetail['decisions'][number]>[] = [
  { zh: '版本', en: 'version', value: ({ version }) => version },
  { zh: '一方', en: 'side', value: ({ side }) => side },
  { zh: '意见', en: 'outcome', value: ({ outcome }) => outcome },
  { zh: '何人', en: 'person', value: ({ person }) => person },
  { zh: '理由', en: 'reason', value: ({ reason }) => reason, widthMax: 40 },
  { zh: '时间', en: 'at', value: ({ decidedAt }) => shanghaiMinute(new Date(decidedAt)) },
];

function agreementText(agreement: AgreementDetail): string {
  const facts = listing([
    ['名称', 'name', agreement.name],
    ['标题', 'title', agreement.title],
    ['提供部门', 'provider', agreement.provider],
    ['接收方', 'receiver', agreement.receiver],
    ['范围', 'scope', `${agreement.dataset}: ${agreement.scope.fields.join(', ')}`],
    ['方式', 'method', agreement.method],
    ['程序', 'procedure', agreement.procedure],
    ['时限', 'time limit', agreement.timeLimit],
    ['频次', 'frequency', agreement.frequency],
    ['保密要求', 'confidentiality', agreement.confidentiality],
    ['依据', 'basis', `${agreement.basis ?? '-'} ${agreement.law ?? ''}`.trimEnd()],
    ['期限', 'valid', `${agreement.validFrom} … ${agreement.validTo ?? ''}`.trimEnd()],
    ['状态', 'standing', standingWords[agreement.standing]],
  ]);
  const differences = agreement.differences.map(({ path, before, after }) => `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}\n`).join('');
  return `${facts}\n${table(decisionColumns, agreement.decisions)}${differences}`;
}
