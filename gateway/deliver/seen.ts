import { GatewayError } from '../../schemas/errors.js';
import { dayNumber } from '../deadlines/civil-date.js';
import { endOfShanghaiDay } from '../deadlines/compute.js';
import { shanghaiDate } from '../clock.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { Queryable } from '../store/store.js';
import type { DeliverContext, DeliveryKey } from './context.js';

/** Where and when a person saw a record, and what keeps the sight. */
export interface Sight {
  readonly person: string;
  readonly proof?: string;
  readonly fileDigest?: string;
  readonly address?: string;
  readonly seenAt: Date;
}

/** The instant that a day of seeing stands for: its end, or now on the same day. Throws DELIVERY_SEEN_DAY_WRONG. */
export function seenAtOf(seenOn: string | undefined, now: Date): Date {
  if (seenOn === undefined) return now;
  if (dayNumber(seenOn) === undefined || seenOn > shanghaiDate(now)) throw new GatewayError('DELIVERY_SEEN_DAY_WRONG', { seenOn });
  const lastInstantMs = Date.parse(endOfShanghaiDay(seenOn)) - 1;
  return new Date(Math.min(lastInstantMs, now.getTime()));
}

/** Address and words of a sight in one line. */
export function proofText({ address, proof }: Pick<Sight, 'address' | 'proof'>): string | undefined {
  return [address, proof].filter((part) => part !== undefined).join(' ') || undefined;
}

interface MetRow {
  readonly rule: string;
  readonly state: 'met' | 'met-late';
  readonly department: string;
  readonly dataset: string;
  readonly target: string;
}

/**
 * Closes what an accepted delivery left open because the record has to be seen published, as of the day it was seen.
 * Answers false where the delivery was not accepted, or nothing is left open.
 */
export async function meetPublished(
  context: Pick<DeliverContext, 'now' | 'makeId'>,
  transaction: Queryable,
  { recordId, version, resend, targetId }: DeliveryKey & { readonly targetId: number },
  sight: Sight,
): Promise<boolean> {
  const rows = await transaction.query<MetRow>(
    `UPDATE obligation o SET met_at = $5, closed_by_version = d.version,
       state = CASE WHEN $5 <= o.due_at THEN 'met' ELSE 'met-late' END::obligation_state
     FROM delivery d, deadline_rule r, department p, dataset s, connector c
     WHERE (d.record_id, d.target_id, d.version, d.resend) = ($1, $2, $3, $4) AND d.state = 'accepted'
       AND o.subject_id = d.record_id AND o.target_id IN (d.target_id, 0) AND o.state = 'open' AND o.met_by = 'published'
       AND o.operation = d.operation AND r.id = o.rule_id AND p.id = o.department_id AND s.id = o.dataset_id AND c.id = d.target_id
     RETURNING r.name AS rule, o.state, p.name AS department, s.name AS dataset, c.reference AS target`,
    [recordId, targetId, version, resend, sight.seenAt.toISOString()],
  );
  if (rows.length === 0) return false;
  const now = context.now();
  const segment = new SegmentWriter();
  for (const { rule, state, department, dataset, target } of rows) {
    const facts = { id: context.makeId(), at: now.toISOString(), actor: sight.person, department, dataset, record: recordId, version, target };
    const digests = sight.fileDigest === undefined ? undefined : { proof: sight.fileDigest };
    segment.add({ ...facts, station: 'seen-published', code: proofText(sight), digests });
    segment.add({ ...facts, id: context.makeId(), station: state === 'met' ? 'obligation-met' : 'obligation-met-late', code: rule });
  }
  await segment.write(transaction, context.makeId, now);
  return true;
}
