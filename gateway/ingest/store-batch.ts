import type { JsonObject } from '../../schemas/json.js';
import { GatewayError } from '../../schemas/errors.js';
import type { LogStation } from '../exchange-log/entry.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import { shanghaiDate } from '../clock.js';
import { monthOf } from '../store/partitions.js';
import type { Queryable } from '../store/store.js';
import { writeCounts, renewRun } from './run-rows.js';
import { type IngestContext, type RunCounts, type RunningRun, noCounts } from './context.js';
import { followChains, lockChains } from './chains.js';
import { decide, type Decision, type SourceRef } from './decide.js';
import { DeliveryWriter } from './deliveries.js';
import { openCases } from './deadline-cases.js';
import { settleDueDates } from './due-dates.js';
import { reviewStanding } from './first-deadlines.js';
import { closeWithRecords, recallFormer } from './former-deadlines.js';
import { lockRecords, readAtTargets } from './known.js';
import { candidateTargets } from './owe.js';
import { planObligations, withdrawReserved, writeObligations } from './obligations.js';
import type { PreparedRow } from './prepare.js';
import { writeMissingReferences, writeQuarantine } from './quarantine-rows.js';
import { classUndetermined, judgePublications, repairPublications, type Publications } from './publications.js';
import { readReferences } from './references.js';
import { markShared, readLatestContents, writeRecords, type NewVersion } from './record-rows.js';
import { writeWarnings } from './run-warnings.js';
import { touchRefs, writeRefs } from './ref-rows.js';

export interface PreparedBatch {
  readonly prepared: readonly PreparedRow[];
  readonly refs: ReadonlyMap<string, SourceRef>;
  /** Source keys of the rows that are the same as last time. */
  readonly unchanged: readonly Buffer[];
  readonly folded: number;
  /** Where the next batch begins; null leaves the cursor where it is. */
  readonly cursor: string | null;
}

/**
 * Stores one batch in one transaction: versions, memory of source rows, obligations, deliveries, quarantine, log
 * segment, counts and the cursor. Either all of it happens or nothing, so a crash repeats the batch and doubles
 * nothing. Throws INGEST_LOCK_LOST when another process has taken the exchange over meanwhile.
 */
export async function storeBatch(
  context: IngestContext,
  plan: ExchangePlan,
  run: RunningRun,
  batch: PreparedBatch,
): Promise<RunCounts> {
  return context.store.transaction(async (transaction) => {
    if (!(await renewRun(transaction, plan, run, batch.cursor))) {
      throw new GatewayError('INGEST_LOCK_LOST', { exchange: plan.exchange });
    }
    await lockChains(context, transaction, plan);
    const now = context.now();
    const decisions = await decideBatch(context, transaction, plan, batch);
    const segment = new SegmentWriter();
    const logRow = (station: LogStation, recordId: string, facts: LogFacts = {}): void =>
      segment.add({
        id: context.makeId(),
        at: now.toISOString(),
        station,
        actor: 'gateway',
        department: plan.department,
        dataset: plan.dataset.name,
        record: recordId,
        run: run.id,
        ...facts,
      });
    const publications = await judgePublications(context, transaction, plan, decisions, shanghaiDate(now));
    const decided = await versionsOf(context, transaction, plan, decisions, now, publications);
    await closeWithRecords(context, transaction, plan, decided);
    const { versions, cases } = await recallFormer(context, transaction, plan, decided);
    const commitments = await writeRecords(context, transaction, plan, run, versions, now);
    if (plan.source.key.length > 0) await markShared(transaction, decisions.flatMap(sharedRecord));
    for (const [at, version] of versions.entries()) {
      logRow(version.operation === 'upsert' ? 'received' : 'withdrawn-at-source', version.recordId, {
        version: version.version,
        code: version.overrides ? overridesAnotherRow : undefined,
        digests: { commitment: commitments[at] ?? '' },
      });
    }
    const owed = await writeDeliveries(context, transaction, plan, run, versions, now, publications, logRow);
    for (const recordId of await repairPublications(context, transaction, plan, decisions)) logRow('publication-repaired', recordId);
    const quarantined = decisions.filter((decision) => decision.kind === 'quarantine');
    await writeQuarantine(context, transaction, plan, run, quarantined, now);
    for (const one of quarantined) logRow('quarantined', one.recordId, { code: one.problems[0]?.code });
    await openCases(transaction, plan, cases);
    const changes = await reviewStanding(transaction, { plan, chains: context.planner.chains, makeId: context.makeId, now }, owed);
    for (const { recordId, station, rule } of changes) logRow(station, recordId, { code: rule });
    for (const one of cases) logRow('deadline-case-opened', one.subjectId, { code: one.matchedBy });
    await writeObligations(
      transaction,
      plan,
      owed,
      quarantined.map((one) => ({ recordId: one.recordId, planned: planObligations(context, plan, one, now) })),
    );
    for (const { recordId, rule } of await withdrawReserved(transaction, decisions, batch.refs)) {
      logRow('obligation-withdrawn', recordId, { code: rule });
    }
    for (const recordId of decisions.flatMap((one) => leavesQuarantine(one, batch.refs) ?? [])) {
      logRow('quarantine-dismissed', recordId, { code: goneAtSource });
    }
    for (const { rule, recordId, station, ...whose } of await followChains(context, transaction, plan, owed, now)) {
      logRow(station, recordId, { ...whose, code: rule });
    }
    await settleDueDates(transaction, plan, owed);
    await writeRefs(transaction, plan, run, decisions, batch.refs);
    if (plan.source.mode === 'snapshot') await touchRefs(transaction, plan, run, batch.unchanged);
    const counts = countsOf(decisions, batch, versions.length);
    await writeCounts(transaction, run, counts);
    await writeWarnings(transaction, run, decisions);
    await segment.write(transaction, context.makeId, now);
    context.observe('ingest.writing', { exchange: plan.exchange, rows: counts.rows });
    return counts;
  });
}

/** Said of a version that took the place of what another row of its stream said. */
const overridesAnotherRow = 'overrides-another-row';

/** The record for which this row turns out to be not the only one that speaks. */
function sharedRecord(decision: Decision): string[] {
  const isShared =
    decision.kind === 'folded' || ((decision.kind === 'version' || decision.kind === 'unchanged') && decision.joins);
  return isShared ? [decision.recordId] : [];
}

/** Why a row left quarantine although nobody mended it. */
const goneAtSource = 'gone-at-source';

/** The record of a row that leaves quarantine because it is gone. */
function leavesQuarantine(decision: Decision, refs: ReadonlyMap<string, SourceRef>): string | undefined {
  if (decision.kind === 'dismissed') return decision.recordId;
  if (decision.kind !== 'withdrawal') return undefined;
  return refs.get(decision.row.sourceKey.toString('latin1'))?.quarantined ? decision.before.id : undefined;
}

type LogFacts = { version?: number; digests?: Record<string, string>; code?: string; target?: string; department?: string; dataset?: string };

async function decideBatch(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  batch: PreparedBatch,
): Promise<Decision[]> {
  const { streamId, key } = plan.source;
  const scope = { streamId, isKeyed: key.length > 0, datasetId: plan.dataset.id, departmentId: plan.departmentId };
  const ids: string[] = [];
  const keyHashes: Buffer[] = [];
  for (const item of batch.prepared) {
    const ref = batch.refs.get(item.row.sourceKey.toString('latin1'));
    if (ref) ids.push(ref.recordId);
    if (item.kind !== 'gone' && item.keyHash) keyHashes.push(item.keyHash);
  }
  const known = await lockRecords(transaction, scope, ids, keyHashes, batch.refs);
  return decide(batch.prepared, known, context.makeId);
}

async function versionsOf(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  decisions: readonly Decision[],
  now: Date,
  publications: Publications,
): Promise<NewVersion[]> {
  const leaving = decisions.filter((decision) => decision.kind === 'withdrawal');
  const contents = await readLatestContents(context, transaction, plan, leaving.map((one) => one.before));
  const versions: NewVersion[] = [];
  const obligationsOf = (
    recordId: string,
    operation: 'upsert' | 'withdraw',
    eventDate: string | undefined,
    record: JsonObject,
  ) => planObligations(context, publications.planOf(recordId), { operation, eventDate, record }, now);
  for (const decision of decisions) {
    if (decision.kind === 'version') {
      const { record, keyHash, contentHash, contentText, eventDate, references } = decision.prepared;
      versions.push({
        recordId: decision.recordId,
        version: (decision.before?.version ?? 0) + 1,
        operation: 'upsert',
        before: decision.before,
        firstSeenBefore: decision.before !== undefined || decision.mended,
        mended: decision.mended,
        overrides: decision.overrides,
        record,
        keyHash,
        contentHash,
        contentText,
        eventDate,
        references,
        obligations: obligationsOf(decision.recordId, 'upsert', eventDate, record),
      });
    } else if (decision.kind === 'withdrawal') {
      const { before } = decision;
      const record = contents.get(before.id) ?? {};
      const eventDate = plan.dataset.eventDate(record);
      versions.push({
        recordId: before.id,
        version: before.version + 1,
        operation: 'withdraw',
        before,
        firstSeenBefore: true,
        mended: false,
        overrides: false,
        record,
        keyHash: before.keyHash,
        contentHash: before.contentHash,
        contentText: undefined,
        eventDate,
        references: [],
        obligations: obligationsOf(before.id, 'withdraw', shanghaiDate(now), record),
      });
    }
  }
  return versions;
}

/** @returns the versions with the obligations that really follow from them */
async function writeDeliveries(
  context: IngestContext,
  transaction: Queryable,
  plan: ExchangePlan,
  run: RunningRun,
  versions: readonly NewVersion[],
  now: Date,
  publications: Publications,
  logRow: (station: LogStation, recordId: string, facts: LogFacts) => void,
): Promise<NewVersion[]> {
  const targetsOf = (recordId: string) => candidateTargets(publications.planOf(recordId).targets, plan.source.system);
  const targets = candidateTargets(plan.targets, plan.source.system);
  const atTargets = await readAtTargets(transaction, versions.filter((one) => one.before).map((one) => one.recordId));
  const referredTo = versions.flatMap((one) =>
    one.references.filter((to) => targets.some((target) => target.receives.has(to.dataset))).map((to) => to.keyHash),
  );
  const references = await readReferences(transaction, referredTo);
  const writer = new DeliveryWriter({
    exchange: plan.exchange,
    departmentId: plan.departmentId,
    runId: run.id,
    month: monthOf(now),
    nowIso: now.toISOString(),
  });
  const owed = versions.map((version) => {
    const created = writer.add(
      version,
      targetsOf(version.recordId),
      atTargets,
      references,
      (station, target, delivery) => logRow(station, version.recordId, { version: delivery.version, target: target.connector }),
      (targetId) => (publications.isHeld(version.recordId, targetId) ? classUndetermined : undefined),
    );
    for (const { targetId, connector } of targets) {
      if (!created.has(targetId) || !publications.isHeld(version.recordId, targetId)) continue;
      logRow('held', version.recordId, { version: version.version, target: connector, code: classUndetermined });
    }
    if (version.operation === 'upsert') return version;
    // Where nothing has to be withdrawn there is no deadline for withdrawing it.
    return { ...version, obligations: version.obligations.filter((one) => created.has(one.targetId)) };
  });
  await writer.write(transaction);
  await writeMissingReferences(context, transaction, plan, run, writer.missingReferences);
  return owed;
}

function countsOf(decisions: readonly Decision[], batch: PreparedBatch, versions: number): RunCounts {
  const counts = noCounts();
  counts.unchanged = batch.unchanged.length;
  counts.folded = batch.folded;
  counts.versions = versions;
  for (const decision of decisions) {
    if (decision.kind === 'unchanged') counts.unchanged += 1;
    else if (decision.kind === 'folded') counts.folded += 1;
    else if (decision.kind === 'skipped' || decision.kind === 'dismissed') counts.skipped += 1;
    else if (decision.kind === 'quarantine') counts.quarantined += 1;
    else counts.mapped += 1;
    if (decision.kind === 'version' && decision.overrides) counts.overridden += 1;
  }
  counts.rows = counts.unchanged + counts.folded + counts.skipped + counts.quarantined + counts.mapped;
  return counts;
}
