import { GatewayError } from '../../schemas/errors.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { LogStation } from '../exchange-log/entry.js';
import { keepFindable } from '../records/follow-log.js';
import type { Scope } from '../reading/scope.js';
import type { ErasureDecision, ErasureRequest, ErasureServices } from '../services/erasure.js';
import type { Queryable } from '../store/store.js';
import { erasePerson } from './erase.js';
import { getErasure, getHold, listErasures, listHolds } from './reading.js';
import { reasonsToKeep } from './reasons-to-keep.js';
import { findSubject, recordsOfSubject, type Subject, type SubjectRecords } from './subject.js';
import type { ErasureTools } from './tools.js';

/** What a request or a case is called by has a digit in it. */
const referenceForm = /\d/u;

/** Erasures and holds as one caller may ask for and decide them. */
export function erasureServices(tools: ErasureTools, scope: Scope): ErasureServices {
  const { store } = tools;
  const reader = { store, scope };
  const note = async (transaction: Queryable, station: LogStation, department: string, actor: string, code: string): Promise<void> => {
    const segment = new SegmentWriter();
    segment.add({ id: tools.makeId(), at: tools.now().toISOString(), station, actor, department, code });
    await segment.write(transaction, tools.makeId, tools.now());
  };
  const begin = async (request: ErasureRequest): Promise<Subject> => {
    if ((request.record === undefined) === (request.subject === undefined)) throw new GatewayError('PRIVACY_PERSON_UNNAMED');
    if (!referenceForm.test(request.reference)) throw new GatewayError('PRIVACY_PURPOSE_VAGUE', { reference: request.reference });
    await keepFindable({ ...tools, fingerprint: (text) => tools.sealer.fingerprint(text) });
    return findSubject(store, tools, scope, request);
  };
  return {
    list: (filter, page) => listErasures(reader, filter, page),
    holds: (page) => listHolds(reader, page),
    async ask(request) {
      const subject = await begin(request);
      await mayBeErased(tools, store, subject);
      const id = await store.transaction(async (transaction) => {
        const [made] = await transaction.query<{ id: number }>(
          `INSERT INTO erasure (data_key_id, record_id, department_id, reference, reason, asked_by) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT DO NOTHING RETURNING id`,
          [subject.keyId, subject.recordId, subject.departmentId, request.reference, request.reason, request.person],
        );
        if (!made) throw new GatewayError('PRIVACY_ERASURE_OPEN', { reference: request.reference });
        await note(transaction, 'erasure-asked', subject.department, request.person, `${request.reference} ${request.reason}`);
        return made.id;
      });
      return getErasure(reader, id);
    },
    async decide(id, decision) {
      const asked = await getErasure(reader, id);
      if (asked.askedBy === decision.person) throw new GatewayError('PRIVACY_ERASURE_OWN', { erasure: id, person: decision.person });
      await keepFindable({ ...tools, fingerprint: (text) => tools.sealer.fingerprint(text) });
      const erased = await store.transaction(async (transaction) => {
        await note(transaction, `erasure-${decision.outcome}`, asked.department, decision.person, `${asked.reference} ${decision.reason}`);
        return settle(tools, transaction, id, decision);
      });
      tools.keepErased(erased);
      return getErasure(reader, id);
    },
    async placeHold(hold) {
      const subject = await begin(hold);
      const id = await store.transaction(async (transaction) => {
        const [made] = await transaction.query<{ id: number }>(
          `INSERT INTO legal_hold (data_key_id, department_id, reference, reason, placed_by) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
          [subject.keyId, subject.departmentId, hold.reference, hold.reason, hold.person],
        );
        await note(transaction, 'hold-placed', subject.department, hold.person, `${hold.reference} ${hold.reason}`);
        return made?.id ?? 0;
      });
      return getHold(reader, id);
    },
    async liftHold(id, { reason, person }) {
      const { department, reference } = await getHold(reader, id);
      await store.transaction(async (transaction) => {
        const lifted = await transaction.query(
          'UPDATE legal_hold SET lifted_by = $2, lifted_at = now(), lift_reason = $3 WHERE id = $1 AND lifted_at IS NULL RETURNING id',
          [id, person, reason],
        );
        if (lifted.length > 0) await note(transaction, 'hold-lifted', department, person, `${reference} ${reason}`);
      });
      return getHold(reader, id);
    },
  };
}

async function mayBeErased(tools: ErasureTools, store: Queryable, subject: Pick<Subject, 'keyId' | 'recordId'>): Promise<SubjectRecords> {
  const records = await recordsOfSubject(store, tools, subject);
  const reasons = await reasonsToKeep(store, { keyId: subject.keyId, recordIds: records.recordIds }, tools.retentionRules(), tools.now());
  if (reasons.length > 0) throw new GatewayError('PRIVACY_MUST_BE_KEPT', { reasons: reasons.join('; ') });
  return records;
}

/** Returns the keys that were erased. */
async function settle(tools: ErasureTools, transaction: Queryable, id: number, { outcome, reason, person }: ErasureDecision): Promise<string[]> {
  const [open] = await transaction.query<{ keyId: string; recordId: string; reference: string }>(
    `SELECT data_key_id AS "keyId", record_id AS "recordId", reference FROM erasure WHERE id = $1 AND state = 'open' FOR UPDATE`,
    [id],
  );
  if (!open) throw new GatewayError('PRIVACY_ERASURE_DECIDED', { erasure: id });
  const decided = (records: number | null, keys: readonly string[]): Promise<unknown> =>
    transaction.query(
      `UPDATE erasure SET state = $2::erasure_state, decided_by = $3, decided_at = now(), decision_reason = $4, records = $5, erased_keys = $6::uuid[]
       WHERE id = $1`,
      [id, outcome, person, reason, records, keys],
    );
  if (outcome === 'refused') {
    await decided(null, []);
    return [];
  }
  await transaction.query('SELECT id FROM data_key WHERE id = $1 FOR UPDATE', [open.keyId]);
  const records = await mayBeErased(tools, transaction, open);
  const keys = await erasePerson(tools, transaction, open.keyId, records, { actor: person, code: open.reference });
  await decided(records.recordIds.length, keys);
  return keys;
}
