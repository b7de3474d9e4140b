import { shanghaiDate } from '../clock.js';
import { addMonths, dayNumber, dayText } from '../deadlines/civil-date.js';
import type { Queryable } from '../store/store.js';
import { citationOf, longestRule, type RetentionRuleSpec } from './retention-rule.js';

const monthsPerYear = 12;
const reasonsMax = 10;

interface RecordRow {
  readonly id: string;
  readonly dataset: string;
  readonly day: string;
}

/**
 * Why a person may not be erased yet, in words: a hold, what is still owed or on its way, what is still published, and
 * records that have to be kept. Empty: nothing stands against it. At most ten are told.
 *
 * @law 中华人民共和国个人信息保护法 第四十七条第二款：法定保存期限未届满的，停止其他处理而不删除
 */
export async function reasonsToKeep(
  store: Queryable,
  { keyId, recordIds }: { readonly keyId: string; readonly recordIds: readonly string[] },
  rules: readonly RetentionRuleSpec[],
  now: Date,
): Promise<string[]> {
  const told = (sql: string, parameters: readonly unknown[]): Promise<{ reason: string }[]> =>
    store.query<{ reason: string }>(`${sql} LIMIT ${String(reasonsMax)}`, parameters);
  const lists = [
    await told(`SELECT '案件保全 legal hold: ' || reference AS reason FROM legal_hold WHERE data_key_id = $1 AND lifted_at IS NULL`, [keyId]),
    await told(
      `SELECT '报送义务未完成 obligation open: ' || r.name || ', ' || o.subject_id AS reason FROM obligation o
       JOIN deadline_rule r ON r.id = o.rule_id WHERE o.subject_id = ANY ($1::uuid[]) AND o.state = 'open'`,
      [recordIds],
    ),
    await told(
      `SELECT '投递未了 delivery under way: ' || c.reference || ', ' || o.record_id AS reason FROM outbox o
       JOIN connector c ON c.id = o.target_id WHERE o.record_id = ANY ($1::uuid[])`,
      [recordIds],
    ),
    await told(
      `SELECT '公示期未满 still published: ' || record_id AS reason FROM publication
       WHERE record_id = ANY ($1::uuid[]) AND ended_at IS NULL AND (is_public OR class IS NULL)`,
      [recordIds],
    ),
    await unlapsed(store, recordIds, rules, shanghaiDate(now)),
  ];
  return lists.flat().map(({ reason }) => reason).slice(0, reasonsMax);
}

/** Records whose period has not lapsed, or for which nobody has said how long they are kept. */
async function unlapsed(
  store: Queryable,
  recordIds: readonly string[],
  rules: readonly RetentionRuleSpec[],
  today: string,
): Promise<{ reason: string }[]> {
  const rows = await store.query<RecordRow>(
    `SELECT r.id, s.name AS dataset, COALESCE(v.event_date, (v.made_at AT TIME ZONE 'Asia/Shanghai')::date::text) AS day
     FROM record r JOIN dataset s ON s.id = r.dataset_id
     JOIN record_version v ON (v.record_id, v.version, v.month) = (r.id, r.current_version, r.current_month)
     WHERE r.id = ANY ($1::uuid[]) ORDER BY r.id`,
    [recordIds],
  );
  return rows.flatMap(({ id, dataset, day }) => {
    const rule = longestRule(rules, dataset);
    if (!rule) return [{ reason: `没有保存期限规则 no RetentionRule says how long to keep: ${dataset}, ${id}` }];
    const from = dayNumber(day);
    const until = from === undefined ? undefined : dayText(addMonths(from, rule.keepYears * monthsPerYear));
    return until !== undefined && until <= today ? [] : [{ reason: `保存期限未满，至 to be kept until ${until ?? '?'}: ${citationOf(rule)}, ${dataset}, ${id}` }];
  });
}
