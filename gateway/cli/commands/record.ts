import type { Command } from 'commander';
import type { JsonValue } from '../../../schemas/json.js';
import { shanghaiMinute } from '../../clock.js';
import type { DeliveryView } from '../../services/deliveries.js';
import type { PurposeView, RecordDetail, RecordFilter, RecordObligationView, RecordVersionView, RecordView } from '../../services/records.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withStoreServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface PageOptions extends CommonOptions {
  readonly limit: number;
  readonly after?: string;
}

type FindOptions = PageOptions & RecordFilter;

interface UnmaskOptions extends CommonOptions {
  readonly reference: string;
  readonly reason: string;
  readonly person: string;
}

/** `jiantong record find|show|unmask|purposes`. */
export function addRecordCommands(program: Command, line: CommandLine): void {
  const record = group(program, 'record', {
    zh: '查找和查看记录；查看了什么记入交换日志。',
    en: 'Find and look at records; what was looked at goes into the exchange log.',
  });
  withPages(
    line
      .add(record, 'find', {
        zh: '按编号或当事人查找记录，新的在前。',
        en: 'Find records by a number of theirs or by whom they concern, newest first.',
        example: 'jiantong record find --number 甘住建罚〔2026〕17号',
      })
      .option('--number <text>', '文书、证照或案件编号。 Number of a document, licence or case.')
      .option('--subject <text>', '当事人的代码、证件号码或全名。 Code, identity number or full name of whom it concerns.')
      .option('--department <name>', '只看一个部门。 Of one department only.')
      .option('--dataset <name>', '只看一个数据集。 Of one dataset only.'),
  ).action(line.does((options: FindOptions) => find(line, options)));
  line
    .add(record, 'show', {
      zh: '一条记录的内容（个人信息已脱敏）、版本、投递和时限。',
      en: 'One record: content with personal fields masked, versions, deliveries and deadlines.',
      example: 'jiantong record show 019ab000-0000-7000-8000-000000000001',
    })
    .argument('<record>', '记录编号。 Id of the record.')
    .action(
      line.does((id: string, options: CommonOptions) =>
        withStoreServices(line.world, options, async ({ records }) => printRecord(line, options, await records.get(id))),
      ),
    );
  line
    .add(record, 'unmask', {
      zh: '查看一条记录的个人信息明文，须写明案号或文号。',
      en: 'See the personal fields of one record in clear, for a case or document that is named.',
      example: 'jiantong record unmask 019ab000-… --reference 甘督〔2026〕3号 --reason 核实投诉 --person 示例甲',
    })
    .argument('<record>', '记录编号。 Id of the record.')
    .requiredOption('--reference <number>', '案号或文号，记入交换日志。 Number of the case or document; goes into the exchange log.')
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes into the exchange log.')
    .requiredOption('--person <name>', '查看人。 Who looks.')
    .action(
      line.does((id: string, options: UnmaskOptions) =>
        withStoreServices(line.world, options, async ({ records }) => {
          const { reference, reason, person } = options;
          return printRecord(line, options, await records.unmask(id, { reference, reason, person }));
        }),
      ),
    );
  withPages(
    line.add(record, 'purposes', {
      zh: '列出查看个人信息明文的用途，次数多的在前。',
      en: 'List what personal fields were looked at in clear for, the most often first.',
      example: 'jiantong record purposes',
    }),
  ).action(line.does((options: PageOptions) => purposes(line, options)));
}

function withPages(command: Command): Command {
  return command
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.');
}

const recordColumns: readonly Column<RecordView>[] = [
  { zh: '记录', en: 'record', value: ({ id }) => id },
  { zh: '数据集', en: 'dataset', value: ({ dataset }) => dataset },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '主键', en: 'key', value: ({ key }) => key.filter((part) => part !== '').join(' · '), widthMax: 50 },
  { zh: '当事人', en: 'subject', value: ({ subject }) => subject, widthMax: 30 },
  { zh: '日期', en: 'date', value: ({ eventDate }) => eventDate },
  { zh: '版本', en: 'version', value: ({ version, isWithdrawn }) => `${String(version)}${isWithdrawn ? ' 已撤回 withdrawn' : ''}` },
];

async function find({ world }: CommandLine, options: FindOptions): Promise<ExitCode> {
  const { number, subject, department, dataset, limit, after } = options;
  return withStoreServices(world, options, async ({ records }) => {
    const page = await records.find({ number, subject, department, dataset }, { limit, cursor: after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '没有找到记录。 No record was found.\n';
      return table(recordColumns, page.items) + moreText(page.next);
    });
    return page.items.length === 0 ? exitCode.foundProblem : exitCode.done;
  });
}

interface FieldLine {
  readonly path: string;
  readonly value: string;
}

const fieldColumns: readonly Column<FieldLine>[] = [
  { zh: '字段', en: 'field', value: ({ path }) => path },
  { zh: '值', en: 'value', value: ({ value }) => value, widthMax: 80 },
];
const versionColumns: readonly Column<RecordVersionView>[] = [
  { zh: '版本', en: 'version', value: ({ version }) => version },
  { zh: '操作', en: 'operation', value: ({ operation }) => (operation === 'upsert' ? '报送 upsert' : '撤回 withdraw') },
  { zh: '北京时间', en: 'made at (Shanghai)', value: ({ madeAt }) => shanghaiMinute(new Date(madeAt)) },
  { zh: '来源', en: 'source', value: ({ source }) => source },
  { zh: '批次', en: 'run', value: ({ run }) => run },
];
const deliveryColumns: readonly Column<DeliveryView>[] = [
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '版本', en: 'version', value: ({ version }) => version },
  { zh: '状态', en: 'state', value: ({ state }) => state },
  { zh: '送达', en: 'handed over', value: ({ handedOverAt }) => handedOverAt && shanghaiMinute(new Date(handedOverAt)) },
  { zh: '回执', en: 'receipt', value: ({ receipt }) => receipt && `${receipt.code} ${receipt.text ?? ''}`.trim(), widthMax: 40 },
];
const obligationColumns: readonly Column<RecordObligationView>[] = [
  { zh: '时限', en: 'rule', value: ({ rule }) => rule },
  { zh: '目标', en: 'target', value: ({ target }) => target },
  { zh: '状态', en: 'state', value: ({ state }) => state },
  { zh: '到期', en: 'due on', value: ({ dueOn }) => dueOn },
  { zh: '办结', en: 'met at', value: ({ metAt }) => metAt && shanghaiMinute(new Date(metAt)) },
];

function printRecord({ world }: CommandLine, options: CommonOptions, record: RecordDetail): ExitCode {
  print(world, options, record, () =>
    [
      table(recordColumns, [record]),
      ...(record.isErased ? ['个人信息已删除。 Its personal fields were erased.\n'] : []),
      table(fieldColumns, [...linesOf(record.content, '')]),
      table(versionColumns, record.versions),
      table(deliveryColumns, record.deliveries),
      table(obligationColumns, record.obligations),
    ].join('\n'),
  );
  return exitCode.done;
}

/** Every single value with its dotted path. */
function* linesOf(value: JsonValue, path: string): Generator<FieldLine> {
  if (typeof value !== 'object' || value === null) {
    yield { path, value: String(value) };
    return;
  }
  for (const [name, inner] of Object.entries(value)) yield* linesOf(inner, path === '' ? name : `${path}.${name}`);
}

const purposeColumns: readonly Column<PurposeView>[] = [
  { zh: '案号或文号', en: 'reference', value: ({ reference }) => reference },
  { zh: '查看人', en: 'person', value: ({ person }) => person },
  { zh: '记录数', en: 'records', value: ({ records }) => records },
  { zh: '次数', en: 'times', value: ({ times }) => times },
  { zh: '首次', en: 'first', value: ({ firstAt }) => shanghaiMinute(new Date(firstAt)) },
  { zh: '最近', en: 'last', value: ({ lastAt }) => shanghaiMinute(new Date(lastAt)) },
];

async function purposes({ world }: CommandLine, options: PageOptions): Promise<ExitCode> {
  return withStoreServices(world, options, async ({ records }) => {
    const page = await records.purposes({ limit: options.limit, cursor: options.after });
    print(world, options, page, () =>
      page.items.length === 0 ? '没有人查看过个人信息明文。 Nobody has looked at personal fields in clear.\n' : table(purposeColumns, page.items) + moreText(page.next),
    );
    return exitCode.done;
  });
}

function moreText(next: string | null): string {
  return next === null ? '' : `还有更多，用 --after ${next} 继续。 There are more.\n`;
}
