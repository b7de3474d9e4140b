import { Option, type Command } from 'commander';

import { deliveryStates, type DeliveryState, type DeliveryView } from '../../services/deliveries.js';
import { shanghaiMinute } from '../../clock.js';
import { heldOutcomes, type HeldDecision } from '../../deliver/by-hand.js';
import { choice, group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { digestOfFile } from '../file-digest.js';
import { withReadings, withServices, type CommonOptions } from '../open-services.js';
import { listing, table, type Column } from '../table.js';

interface ListOptions extends CommonOptions {
  readonly state: DeliveryState;
  readonly target?: string;
  readonly limit: number;
  readonly after?: string;
}

interface ReleaseOptions extends CommonOptions {
  readonly as: HeldDecision['outcome'];
  readonly reason: string;
  readonly by: string;
}

interface ConfirmOptions extends CommonOptions {
  readonly by: string;
  readonly proof?: string;
  readonly file?: string;
  readonly address?: string;
  readonly seenOn?: string;
}

/** `jiantong delivery list|show|release|confirm`. */
export function addDeliveryCommands(program: Command, line: CommandLine): void {
  const delivery = group(program, 'delivery', {
    zh: '投递：应送给目标的记录版本。',
    en: 'Deliveries: record versions owed to targets.',
  });
  line
    .add(delivery, 'list', {
      zh: '按状态列出投递，默认列出待人工处理的。',
      en: 'List deliveries of one state; by default those that are held for a person.',
      example: 'jiantong delivery list --state held --target data-office/credit-china',
    })
    .addOption(choice('--state <state>', '状态。 State.', deliveryStates, 'held'))
    .option('--target <name>', '只看一个目标。 Of one target only (department/name).')
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.')
    .action(line.does((options: ListOptions) => list(line, options)));
  line
    .add(delivery, 'show', {
      zh: '查看一次投递。',
      en: 'See one delivery.',
      example: `jiantong delivery show ${exampleId}`,
    })
    .argument('<id>')
    .action(line.does((id: string, options: CommonOptions) => show(line, id, options)));
  line
    .add(delivery, 'release', {
      zh: '放行待人工处理的投递：重新投递，或按核实结果了结。',
      en: 'Release held deliveries: send them again, or settle them as what was found out.',
      example: `jiantong delivery release ${exampleId} --as again --reason "对方查无此记录" --by 示例甲`,
    })
    .argument('<id...>')
    .addOption(
      new Option('--as <outcome>', '如何处理：重新投递、已接收、已退回、作废。 What to do, or what has become of it.')
        .choices(heldOutcomes)
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes on the record.')
    .requiredOption('--by <name>', '经办人。 Who decides.')
    .action(line.does((ids: string[], options: ReleaseOptions) => release(line, ids, options)));
  line
    .add(delivery, 'confirm', {
      zh: '凭证登记：由经办人确认接收方已收到或已公示，并了结报送义务。',
      en: 'Confirm with proof that the receiver has it, or that it is public; closes its obligation.',
      example: `jiantong delivery confirm ${exampleId} --by 示例甲 --proof "平台查询截图已归档" --file 截图.png`,
    })
    .argument('<id>')
    .requiredOption('--by <name>', '经办人。 Who confirms.')
    .option('--proof <text>', '凭证说明。 The proof in words.')
    .option('--address <url>', '看到的网址。 Address of the page on which it was seen.')
    .option('--seen-on <date>', '看到的日期 YYYY-MM-DD，默认今天。 Day on which it was seen; today by default.')
    .option('--file <file>', '凭证文件，只登记其 SHA-256。 A file that proves it; only its SHA-256 is kept.')
    .action(line.does((id: string, options: ConfirmOptions) => confirm(line, id, options)));
}

const exampleId = '019ab000-0000-7000-8000-000000000001.2.1.0';

const columns: readonly Column<DeliveryView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '操作', en: 'operation', value: ({ operation }) => (operation === 'upsert' ? '报送 upsert' : '撤回 withdraw') },
  { zh: '状态', en: 'state', value: ({ state }) => state },
  { zh: '原因', en: 'reason', value: ({ reason, receipt }) => reason ?? receipt?.code ?? null, widthMax: 40 },
  { zh: '到期', en: 'due', value: ({ dueAt }) => minuteOf(dueAt) },
  { zh: '送出', en: 'handed over', value: ({ handedOverAt }) => minuteOf(handedOverAt) },
];

async function list({ world }: CommandLine, options: ListOptions): Promise<ExitCode> {
  const { state, target, limit, after } = options;
  return withReadings(world, options, async (services) => {
    const page = await services.deliveries.list({ state, target }, { limit, cursor: after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '没有投递。 Nothing.\n';
      const more = page.next === null ? '' : `还有更多，用 --after ${page.next} 继续。 There are more.\n`;
      return table(columns, page.items) + more;
    });
    return exitCode.done;
  });
}

async function show({ world }: CommandLine, id: string, options: CommonOptions): Promise<ExitCode> {
  return withReadings(world, options, async (services) => {
    const delivery = await services.deliveries.get(id);
    print(world, options, delivery, () => describe(delivery));
    return exitCode.done;
  });
}

async function release({ world }: CommandLine, ids: readonly string[], options: ReleaseOptions): Promise<ExitCode> {
  const decision: HeldDecision = { outcome: options.as, reason: options.reason, person: options.by };
  return withServices(world, options, async ({ services, settle }) => {
    for (const id of ids) await services.deliveries.release(id, decision);
    await settle();
    const items: DeliveryView[] = [];
    for (const id of ids) items.push(await services.deliveries.get(id));
    print(world, options, { items }, () => table(columns, items));
    return items.some(({ state }) => state === 'held') ? exitCode.foundProblem : exitCode.done;
  });
}

async function confirm({ world }: CommandLine, id: string, options: ConfirmOptions): Promise<ExitCode> {
  const { by: person, proof, file, address, seenOn } = options;
  const fileDigest = file === undefined ? undefined : await digestOfFile(world, file);
  return withServices(world, options, async ({ services }) => {
    const delivery = await services.deliveries.confirm(id, { person, proof, fileDigest, address, seenOn });
    print(world, options, delivery, () => describe(delivery));
    return exitCode.done;
  });
}

function describe(delivery: DeliveryView): string {
  const { receipt } = delivery;
  return listing([
    ['编号', 'id', delivery.id],
    ['目标', 'target', delivery.target],
    ['部门', 'department', delivery.department],
    ['记录', 'record', delivery.record],
    ['版本', 'version', delivery.version],
    ['操作', 'operation', delivery.operation],
    ['状态', 'state', delivery.state],
    ['等待', 'waits for', delivery.wait],
    ['原因', 'reason', delivery.reason],
    ['次数', 'attempts', delivery.attempts],
    ['到期', 'due', minuteOf(delivery.dueAt)],
    ['送出', 'handed over', minuteOf(delivery.handedOverAt)],
    ['了结', 'settled', minuteOf(delivery.settledAt)],
    ['答复', 'answer', receipt === null ? null : `${receipt.code} ${receipt.text ?? ''}`.trimEnd()],
  ]);
}

function minuteOf(instant: string | null): string | null {
  return instant === null ? null : shanghaiMinute(new Date(instant));
}
