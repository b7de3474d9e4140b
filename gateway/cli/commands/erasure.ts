import { Option, type Command } from 'commander';
import { shanghaiMinute } from '../../clock.js';
import { erasureStates, type ErasureRequest, type ErasureState, type ErasureView, type HoldView } from '../../services/erasure.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface AskOptions extends CommonOptions, ErasureRequest {}

interface DecideOptions extends CommonOptions {
  readonly outcome: 'approved' | 'refused';
  readonly reason: string;
  readonly person: string;
}

interface ListOptions extends CommonOptions {
  readonly state?: ErasureState;
  readonly limit: number;
  readonly after?: string;
}

/** `jiantong erasure ask|decide|list`. */
export function addErasureCommands(program: Command, line: CommandLine): void {
  const erasure = group(program, 'erasure', {
    zh: '删除个人信息：一人申请，另一人决定。',
    en: 'Erase persons: one asks, another decides.',
  });
  withRequest(
    line.add(erasure, 'ask', {
      zh: '申请删除一个人的个人信息；依法还须保存的，说明原因并拒绝。',
      en: 'Ask to erase a person; what has to be kept is refused with every reason.',
      example: 'jiantong erasure ask --record 019ab000-… --reference 甘数信〔2026〕8号 --reason 本人申请 --person 示例甲',
    }),
  ).action(
    line.does((options: AskOptions) =>
      withServices(line.world, options, async ({ services }) => printErasures(line, options, [await services.erasures.ask(requestOf(options))])),
    ),
  );
  line
    .add(erasure, 'decide', {
      zh: '决定一项删除申请；同意的立即删除，不能恢复。',
      en: 'Decide a request to erase a person; approved, it is done at once and cannot be undone.',
      example: 'jiantong erasure decide 1 --outcome approved --reason 保存期限已满 --person 示例乙',
    })
    .argument('<id>', '申请编号。 Number of the request.', wholeNumber(1, 2 ** 31 - 1))
    .addOption(new Option('--outcome <word>', '同意或不同意。 Whether it is done.').choices(['approved', 'refused']).makeOptionMandatory())
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes into the exchange log.')
    .requiredOption('--person <name>', '决定人，不能是申请人。 Who decides; not whoever asked.')
    .action(
      line.does((id: number, options: DecideOptions) =>
        withServices(line.world, options, async ({ services }) => {
          const { outcome, reason, person } = options;
          return printErasures(line, options, [await services.erasures.decide(id, { outcome, reason, person })]);
        }),
      ),
    );
  withPages(line.add(erasure, 'list', { zh: '列出删除申请和决定，新的在前。', en: 'List requests and decisions, newest first.', example: 'jiantong erasure list --state open' }))
    .addOption(new Option('--state <word>', '待决定、已同意、不同意。 Undecided, approved, refused.').choices(erasureStates))
    .action(
      line.does((options: ListOptions) =>
        withServices(line.world, options, async ({ services }) => {
          const page = await services.erasures.list({ state: options.state }, { limit: options.limit, cursor: options.after });
          print(line.world, options, page, () => (page.items.length === 0 ? '没有删除申请。 No requests.\n' : table(erasureColumns, page.items) + moreText(page.next)));
          return exitCode.done;
        }),
      ),
    );
}

/** `jiantong hold place|lift|list`. */
export function addHoldCommands(program: Command, line: CommandLine): void {
  const hold = group(program, 'hold', {
    zh: '案件保全：解除前不得删除个人信息。',
    en: 'Legal holds: while one stands nobody may erase the person.',
  });
  withRequest(
    line.add(hold, 'place', {
      zh: '对一个人的信息实施案件保全。',
      en: 'Place a legal hold on what is stored of a person.',
      example: 'jiantong hold place --record 019ab000-… --reference 合公立字2026-31号 --reason 涉嫌犯罪移送 --person 示例甲',
    }),
  ).action(
    line.does((options: AskOptions) =>
      withServices(line.world, options, async ({ services }) => printHolds(line, options, [await services.erasures.placeHold(requestOf(options))])),
    ),
  );
  line
    .add(hold, 'lift', { zh: '解除案件保全。', en: 'Lift a legal hold.', example: 'jiantong hold lift 1 --reason 案件已结 --person 示例甲' })
    .argument('<id>', '保全编号。 Number of the hold.', wholeNumber(1, 2 ** 31 - 1))
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes into the exchange log.')
    .requiredOption('--person <name>', '办理人。 Who does it.')
    .action(
      line.does((id: number, options: DecideOptions) =>
        withServices(line.world, options, async ({ services }) =>
          printHolds(line, options, [await services.erasures.liftHold(id, { reason: options.reason, person: options.person })]),
        ),
      ),
    );
  withPages(line.add(hold, 'list', { zh: '列出案件保全，未解除的在前。', en: 'List legal holds, those that stand first.', example: 'jiantong hold list' })).action(
    line.does((options: ListOptions) =>
      withServices(line.world, options, async ({ services }) => {
        const page = await services.erasures.holds({ limit: options.limit, cursor: options.after });
        print(line.world, options, page, () => (page.items.length === 0 ? '没有案件保全。 No holds.\n' : table(holdColumns, page.items) + moreText(page.next)));
        return exitCode.done;
      }),
    ),
  );
}

function withRequest(command: Command): Command {
  return command
    .option('--record <id>', '涉及此人的一条记录。 A record that concerns the person.')
    .option('--subject <text>', '证件号码或代码；会留在命令行历史中，最好用 --record。 Identity number or code; stays in the shell’s history, so --record is better.')
    .requiredOption('--reference <number>', '申请书、决定书或案件的编号。 Number of the request, decision or case.')
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes into the exchange log.')
    .requiredOption('--person <name>', '办理人。 Who does it.');
}

function withPages(command: Command): Command {
  return command
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.');
}

function requestOf({ record, subject, reference, reason, person }: AskOptions): ErasureRequest {
  return { record, subject, reference, reason, person };
}

const erasureColumns: readonly Column<ErasureView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '状态', en: 'state', value: ({ state }) => ({ open: '待决定 open', approved: '已删除 approved', refused: '不同意 refused' })[state] },
  { zh: '文号', en: 'reference', value: ({ reference }) => reference },
  { zh: '理由', en: 'reason', value: ({ reason }) => reason, widthMax: 40 },
  { zh: '申请人', en: 'asked by', value: ({ askedBy }) => askedBy },
  { zh: '申请时间', en: 'asked at', value: ({ askedAt }) => shanghaiMinute(new Date(askedAt)) },
  { zh: '决定人', en: 'decided by', value: ({ decidedBy }) => decidedBy },
  { zh: '记录数', en: 'records', value: ({ records }) => records },
  { zh: '部门', en: 'department', value: ({ department }) => department },
];
const holdColumns: readonly Column<HoldView>[] = [
  { zh: '编号', en: 'id', value: ({ id }) => id },
  { zh: '案号', en: 'reference', value: ({ reference }) => reference },
  { zh: '理由', en: 'reason', value: ({ reason }) => reason, widthMax: 40 },
  { zh: '保全人', en: 'placed by', value: ({ placedBy }) => placedBy },
  { zh: '起', en: 'placed at', value: ({ placedAt }) => shanghaiMinute(new Date(placedAt)) },
  { zh: '解除', en: 'lifted at', value: ({ liftedAt }) => liftedAt && shanghaiMinute(new Date(liftedAt)) },
  { zh: '部门', en: 'department', value: ({ department }) => department },
];

function printErasures({ world }: CommandLine, options: CommonOptions, erasures: readonly [ErasureView]): ExitCode {
  print(world, options, erasures[0], () => table(erasureColumns, erasures));
  return exitCode.done;
}

function printHolds({ world }: CommandLine, options: CommonOptions, holds: readonly [HoldView]): ExitCode {
  print(world, options, holds[0], () => table(holdColumns, holds));
  return exitCode.done;
}

function moreText(next: string | null): string {
  return next === null ? '' : `还有更多，用 --after ${next} 继续。 There are more.\n`;
}
