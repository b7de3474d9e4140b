import type { Generator, Stream } from '../generator/generator.js';
import type { Row } from '../generator/rows.js';
import type { Database } from './database.js';

const housingTables = ['t_inspection', 't_penalty'] as const;
export type HousingTable = (typeof housingTables)[number];

const rowsPerStatement = 500;

/** Columns in the order of the table, each with its type and the department's own comment. */
const columnsOf: Readonly<
  Record<HousingTable, readonly (readonly [name: string, type: string, comment: string])[]>
> = {
  t_inspection: [
    ['id', 'bigint primary key', '主键'],
    ['jcbh', 'text', '检查行为编号'],
    ['jcmc', 'text', '检查名称'],
    ['sxbm', 'text', '监管事项目录编码'],
    ['ssqdbm', 'text', '检查实施清单编码'],
    ['jcdx', 'text', '监管对象'],
    ['xdr_mc', 'text', '行政相对人名称'],
    ['xdr_xz', 'text', '行政相对人性质 1公民 2法人 3其他组织'],
    ['xdr_zjlx', 'text', '证件类型'],
    ['xdr_zjhm', 'text', '证件号码'],
    ['zcdz', 'text', '注册地址'],
    ['jydz', 'text', '经营地址'],
    ['xzqh', 'text', '行政区划代码'],
    ['jcxs', 'text', '检查形式'],
    ['jclb', 'text', '检查类别'],
    ['jcfs', 'text', '检查方式'],
    ['jcjg', 'text', '检查结果'],
    ['jcrq', 'text', '检查日期'],
    ['jcry', 'text', '检查人员'],
    ['jcry_zh', 'text', '执法证号'],
    ['updated_at', 'timestamptz not null', '更新时间'],
  ],
  t_penalty: [
    ['id', 'bigint primary key', '主键'],
    ['wsh', 'text', '行政处罚决定书文号'],
    ['xdr_mc', 'text', '行政相对人名称'],
    ['xdr_lb', 'text', '行政相对人类别 01自然人 02法人 03非法人组织 04个体工商户'],
    ['xdr_shxym', 'text', '统一社会信用代码'],
    ['fr_mc', 'text', '法定代表人'],
    ['xdr_zjlx', 'text', '自然人证件类型'],
    ['xdr_zjhm', 'text', '自然人证件号码'],
    ['jcbh', 'text', '检查行为编号'],
    ['sxbm', 'text', '监管事项目录编码'],
    ['wfxw', 'text', '违法行为类型'],
    ['wfss', 'text', '违法事实'],
    ['cfyj', 'text', '处罚依据'],
    ['cfzl', 'text', '处罚种类'],
    ['cfnr', 'text', '处罚内容'],
    ['cfje', 'numeric(18,2)', '罚款金额（元）'],
    ['msje', 'numeric(18,2)', '没收金额（元）'],
    ['zkdx', 'text', '暂扣或吊销证照名称及编号'],
    ['ajly', 'text', '案件来源'],
    ['cfcx', 'text', '处罚程序'],
    ['sftz', 'text', '是否听证'],
    ['larq', 'text', '立案日期'],
    ['jdrq', 'text', '处罚决定日期'],
    ['yxq', 'text', '处罚有效期'],
    ['gsjzq', 'text', '公示截止期'],
    ['xzqh', 'text', '行政区划代码'],
    ['cfjg', 'text', '处罚机关'],
    ['cfjgdm', 'text', '处罚机关统一社会信用代码'],
    ['bz', 'text', '备注'],
    ['updated_at', 'timestamptz not null', '更新时间'],
  ],
};

/** Makes the department's tables, for one reader, and fills them with what the generator gives. */
export async function fillHousing(database: Database, generator: Generator, reader: string): Promise<void> {
  await database.asOwner((engine) => engine.exec(tablesSql(reader)));
  await fill(database, 't_inspection', generator.housingInspections);
  await fill(database, 't_penalty', generator.housingPenalties);
  // So that whoever looks at the tables sees how many rows they hold.
  await database.asOwner((engine) => engine.exec('analyze housing.t_inspection, housing.t_penalty'));
}

/** Adds a row, or changes the one with its id. Columns that the table has not are an error of the database. */
export async function putHousingRow(database: Database, table: HousingTable, row: Row): Promise<void> {
  const columns = Object.keys(row).filter((column) => isColumn(table, column));
  const changes = columns
    .filter((column) => column !== 'id')
    .map((column) => `${column} = excluded.${column}`);
  const places = columns.map((_, index) => `$${index + 1}`);
  await database.asOwner((engine) =>
    engine.query(
      `insert into housing.${table} (${columns.join(', ')}) values (${places.join(', ')})
       on conflict (id) do update set ${changes.join(', ')}`,
      columns.map((column) => row[column] ?? null),
    ),
  );
}

/** The row as it stands now; undefined for an id that is not there. */
export async function readHousingRow(
  database: Database,
  table: HousingTable,
  id: string,
): Promise<Row | undefined> {
  const columns = columnsOf[table].map(([name]) => `${name}::text`).join(', ');
  const { rows } = await database.asOwner((engine) =>
    engine.query<Row>(`select ${columns} from housing.${table} where id = $1`, [id]),
  );
  return rows[0];
}

export async function nextHousingId(database: Database, table: HousingTable): Promise<string> {
  const { rows } = await database.asOwner((engine) =>
    engine.query<{ next: string }>(`select (coalesce(max(id), 0) + 1)::text as next from housing.${table}`),
  );
  return rows[0]?.next ?? '1';
}

export function isColumn(table: HousingTable, name: string): boolean {
  return columnsOf[table].some(([column]) => column === name);
}

function tablesSql(reader: string): string {
  const tables = housingTables.map((table) => {
    const columns = columnsOf[table].map(([name, type]) => `${name} ${type}`).join(', ');
    const comments = columnsOf[table].map(
      ([name, , text]) => `comment on column housing.${table}.${name} is '${text}';`,
    );
    return `create table housing.${table} (${columns}); create index on housing.${table} (updated_at, id); ${comments.join(' ')}`;
  });
  return `create schema housing; ${tables.join(' ')}
    comment on table housing.t_inspection is '行政检查'; comment on table housing.t_penalty is '行政处罚';
    grant usage on schema housing to ${reader}; grant select on all tables in schema housing to ${reader};`;
}

async function fill(database: Database, table: HousingTable, stream: Stream<Row>): Promise<void> {
  const names = columnsOf[table].map(([name]) => name);
  for (let start = 0; start < stream.count; start += rowsPerStatement) {
    const length = Math.min(rowsPerStatement, stream.count - start);
    const rows = Array.from({ length }, (_, offset) => stream.row(start + offset));
    await database.asOwner((engine) =>
      engine.query(
        `insert into housing.${table} select ${names.join(', ')} from jsonb_populate_recordset(null::housing.${table}, $1::jsonb)`,
        [JSON.stringify(rows)],
      ),
    );
  }
}
