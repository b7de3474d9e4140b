import { Option, type Command } from 'commander';

import { publicationStandings, type PublicationFilter, type PublicationView } from '../../duties/publications.js';
import { publicationClasses, type PublicationClass } from '../../publication/rule.js';
import { group, print, wholeNumber, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withServices, withStoreServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';

interface ListOptions extends CommonOptions, PublicationFilter {
  readonly limit: number;
  readonly after?: string;
}

interface ClassifyOptions extends CommonOptions {
  readonly class: PublicationClass;
  readonly reason: string;
  readonly person: string;
}

/** `jiantong publication list|classify`. */
export function addPublicationCommands(program: Command, line: CommandLine): void {
  const publication = group(program, 'publication', {
    zh: '公示期限：分类、到期撤下和信用修复。',
    en: 'How long records are published: classes, ends and repairs.',
  });
  line
    .add(publication, 'list', {
      zh: '列出各记录的公示期限，先结束的在前。',
      en: 'List how long records are published, those that end first come first.',
      example: 'jiantong publication list --standing still-held',
    })
    .addOption(
      new Option(
        '--standing <word>',
        '待分类、公示中、应撤未撤、已结束。 Class undetermined, published, still held by a target, ended.',
      ).choices(publicationStandings),
    )
    .option('--department <name>', '只看一个部门。 Of one department only.')
    .option('--limit <n>', '最多条数。 At most so many.', wholeNumber(1, 500), 50)
    .option('--after <cursor>', '从上一页的 next 继续。 Go on after the `next` of the page before.')
    .action(line.does((options: ListOptions) => list(line, options)));
  line
    .add(publication, 'classify', {
      zh: '确定一条记录的失信程度分类：公示的放行，不公示的取消。',
      en: 'Decide the class of a record: what is published goes on, what is not is cancelled.',
      example: 'jiantong publication classify 01a1… --class minor --reason 首次且及时改正 --person 张经办',
    })
    .argument('<record>', '记录编号。 Id of the record.')
    .addOption(
      new Option('--class <word>', 'minor 轻微，ordinary 一般，severe 严重。 How grave the breach is.').choices(publicationClasses).makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', '理由，记入交换日志。 Why; goes into the exchange log.')
    .requiredOption('--person <name>', '决定人。 Who decides.')
    .action(
      line.does((record: string, options: ClassifyOptions) =>
        withServices(line.world, options, async ({ services }) => {
          const { class: chosen, reason, person } = options;
          const decided = await services.publications.classify(record, { class: chosen, reason, person });
          print(line.world, options, decided, () => table(columns, [decided]));
          return exitCode.done;
        }),
      ),
    );
}

const classWords: Readonly<Record<PublicationClass, string>> = {
  minor: '轻微 minor',
  ordinary: '一般 ordinary',
  severe: '严重 severe',
};

const columns: readonly Column<PublicationView>[] = [
  { zh: '分类', en: 'class', value: (one) => (one.class === null ? '待确定 undetermined' : classWords[one.class]) },
  { zh: '公示', en: 'published', value: ({ isPublic }) => isPublic },
  { zh: '起', en: 'from', value: ({ startsOn }) => startsOn },
  { zh: '至（不含）', en: 'ends on', value: ({ endsOn }) => endsOn },
  { zh: '修复', en: 'repaired', value: ({ repairedOn }) => repairedOn },
  { zh: '仍在公示', en: 'still held by', value: ({ stillHeldBy }) => stillHeldBy.join(', ') },
  { zh: '部门', en: 'department', value: ({ department }) => department },
  { zh: '数据集', en: 'dataset', value: ({ dataset }) => dataset },
  { zh: '记录', en: 'record', value: ({ record }) => record },
];

async function list({ world }: CommandLine, options: ListOptions): Promise<ExitCode> {
  const { department, standing, limit, after } = options;
  return withStoreServices(world, options, async (services) => {
    const page = await services.publications.list({ department, standing }, { limit, cursor: after });
    print(world, options, page, () => {
      if (page.items.length === 0) return '没有公示期限记录。 No periods of publication.\n';
      const more = page.next === null ? '' : `还有更多，用 --after ${page.next} 继续。 There are more.\n`;
      return table(columns, page.items) + more;
    });
    return page.items.some((one) => one.class === null || one.stillHeldBy.length > 0) ? exitCode.foundProblem : exitCode.done;
  });
}
