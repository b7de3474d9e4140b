import { createHash } from 'node:crypto';
import type { JsonObject } from '../../schemas/json.js';
import { shanghaiDate } from '../clock.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { NameIds } from '../exchanges/names.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import { periodOf } from './period.js';
import { quotaReachedAt, type QuotaRequest } from './quota.js';
import { type DeadlineRule, holdsFor, isInForce, type PeriodRuleSpec } from './rule.js';

export interface PeriodDutyOptions {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly rules: readonly DeadlineRule<PeriodRuleSpec>[];
  readonly departments: readonly PeriodDepartment[];
  /** Connectors that receive. */
  readonly targets: readonly { readonly reference: string; readonly system: string }[];
  readonly ids: Pick<NameIds, 'rule' | 'department' | 'connector' | 'dataset'>;
  readonly compileCondition: (condition: JsonObject) => (record: JsonObject) => boolean;
}

export interface PeriodDepartment {
  readonly name: string;
  readonly divisionCode: string;
  /** Datasets that it exchanges. */
  readonly datasets: ReadonlySet<string>;
}

interface OpenDuty {
  readonly subject_id: string;
  readonly rule_id: number;
  readonly target_id: number;
  readonly trigger_date: string;
  readonly department_id: number;
}

const metBy = { handedOver: 'handed-over', accepted: 'accepted', published: 'published' } as const;

/**
 * The duties that come back with each month, quarter or year. They are obligations like any other: due, listed, counted
 * and overdue in the same way, but of a department's period instead of a record.
 */
export class PeriodDuties {
  readonly #options: PeriodDutyOptions;
  readonly #rules: ReadonlyMap<number, DeadlineRule<PeriodRuleSpec>>;
  readonly #conditions: ReadonlyMap<string, (record: JsonObject) => boolean>;

  constructor(options: PeriodDutyOptions) {
    this.#options = options;
    this.#rules = new Map(options.rules.map((rule) => [options.ids.rule(rule.name), rule]));
    this.#conditions = new Map(
      options.rules.flatMap(({ name, spec: { appliesTo } }) =>
        appliesTo.when ? [[name, options.compileCondition(appliesTo.when)] as const] : [],
      ),
    );
  }

  /**
   * Opens the duties of the periods that `now` lies in and closes those whose quota has been reached, as of the instant
   * at which it was. Several processes may do so at once, and a process that slept catches up: what was reached in time
   * is met in time, whenever it is found out.
   */
  async keep(now: Date): Promise<void> {
    if (this.#rules.size === 0) return;
    await this.#open(shanghaiDate(now));
    await this.#close(now);
  }

  async #open(today: string): Promise<void> {
    const { store, ids, departments } = this.#options;
    const rows = [...this.#rules.values()].flatMap((rule) => {
      const { firstDay, dueOn, dueAt } = periodOf(rule.spec, today);
      if (!isInForce(rule.spec, firstDay)) return [];
      const [dataset = ''] = rule.spec.appliesTo.datasets;
      return departments
        .filter((department) => isDutyOf(rule.spec, department))
        .flatMap(({ name }) =>
          this.#targetsOf(rule.spec).map((target_id) => ({
            subject_id: subjectOf(name, rule.spec.trigger.each, firstDay),
            rule_id: ids.rule(rule.name),
            target_id,
            department_id: ids.department(name),
            dataset_id: ids.dataset(dataset),
            rule_version: rule.version,
            trigger_date: firstDay,
            due_on: dueOn,
            due_at: dueAt,
            met_by: metBy[rule.spec.metBy],
          })),
        );
    });
    if (rows.length === 0) return;
    await store.query(
      `INSERT INTO obligation (subject_id, rule_id, target_id, department_id, dataset_id, rule_version, trigger_date, due_on,
         due_at, provisional, met_by, operation)
       SELECT subject_id, rule_id, target_id, department_id, dataset_id, rule_version, trigger_date, due_on, due_at, false,
         met_by, 'upsert'
       FROM json_to_recordset($1) AS row (subject_id uuid, rule_id int, target_id int, department_id int, dataset_id int,
         rule_version bigint, trigger_date text, due_on text, due_at timestamptz, met_by met_by)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows)],
    );
  }

  /** Receivers by their numbers; 0 stands for none in particular. */
  #targetsOf({ target }: PeriodRuleSpec): readonly number[] {
    if (target === undefined) return [0];
    return this.#options.targets
      .filter(({ system }) => target.systems.includes(system))
      .map(({ reference }) => this.#options.ids.connector(reference));
  }

  async #close(now: Date): Promise<void> {
    const { store } = this.#options;
    const open = await store.query<OpenDuty>(
      `SELECT subject_id, rule_id, target_id, trigger_date, department_id FROM obligation
       WHERE state = 'open' AND rule_id = ANY($1::int[]) AND met_by <> 'published' ORDER BY due_at`,
      [[...this.#rules.keys()]],
    );
    for (const duty of open) {
      const rule = this.#rules.get(duty.rule_id);
      if (!rule) continue;
      const reachedAt = await quotaReachedAt(store, this.#quotaOf(rule, duty));
      if (reachedAt) await this.#meet(duty, rule, reachedAt, now);
    }
  }

  #quotaOf({ name, spec }: DeadlineRule<PeriodRuleSpec>, duty: OpenDuty): QuotaRequest {
    const { firstDay, lastDay } = periodOf(spec, duty.trigger_date);
    return {
      departmentId: duty.department_id,
      datasets: spec.appliesTo.datasets,
      targetId: duty.target_id,
      firstDay,
      lastDay,
      quota: spec.quota,
      applies: this.#conditions.get(name),
    };
  }

  async #meet(duty: OpenDuty, rule: DeadlineRule<PeriodRuleSpec>, reachedAt: Date, now: Date): Promise<void> {
    const { store, makeId } = this.#options;
    await store.transaction(async (transaction) => {
      const [met] = await transaction.query<{ state: string; department: string; dataset: string; target: string | null }>(
        `UPDATE obligation o SET met_at = $4, state = CASE WHEN $4 <= o.due_at THEN 'met' ELSE 'met-late' END::obligation_state
         FROM department d, dataset s
         WHERE (o.subject_id, o.rule_id, o.target_id) = ($1, $2, $3) AND o.state = 'open' AND d.id = o.department_id
           AND s.id = o.dataset_id
         RETURNING o.state, d.name AS department, s.name AS dataset,
           (SELECT reference FROM connector WHERE id = o.target_id) AS target`,
        [duty.subject_id, duty.rule_id, duty.target_id, reachedAt.toISOString()],
      );
      if (!met) return;
      const segment = new SegmentWriter();
      segment.add({
        id: makeId(),
        at: now.toISOString(),
        station: met.state === 'met' ? 'obligation-met' : 'obligation-met-late',
        actor: 'gateway',
        department: met.department,
        dataset: met.dataset,
        record: duty.subject_id,
        target: met.target ?? undefined,
        code: rule.name,
      });
      await segment.write(transaction, makeId, now);
    });
  }
}

/** A department that is not named has the duty when it exchanges what the duty asks for. */
function isDutyOf(spec: PeriodRuleSpec, { name, divisionCode, datasets }: PeriodDepartment): boolean {
  if (!holdsFor(spec, name, divisionCode)) return false;
  return spec.appliesTo.departments !== undefined || spec.appliesTo.datasets.some((dataset) => datasets.has(dataset));
}

/** The same for the same department and period in every process, so that a duty is opened once (a UUID of version 8). */
function subjectOf(department: string, each: string, firstDay: string): string {
  const hex = createHash('sha256').update(`${department}\n${each}\n${firstDay}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
