import { carryOutMoves, noteMove } from '../deadlines/carry-out-moves.js';
import { affectsDeadlines, deadlinesInForce } from '../deadlines/in-force.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import { ensureTargetState } from '../deliver/target-state.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import { confirmApplied } from '../agreements/decisions.js';
import { applyManifests, type ResourceChange } from '../workspace/versions.js';
import { manifestsOf, type Workspace } from '../workspace/workspace.js';
import type { Manifest } from '../workspace/resources.js';
import { ensureNames, type NameIds } from './names.js';

export interface AppliedWorkspace {
  readonly ids: NameIds;
  /** Version id of a resource as it stands in the store now. */
  readonly versionOf: (manifest: Manifest<unknown>) => number;
  readonly changes: number;
  /** Open obligations that followed a change of rules or calendars. */
  readonly movedObligations: number;
}

/**
 * Writes a checked workspace's resources into the store, as new versions where they changed, and logs each change in
 * the same transaction. Open obligations then follow rules and calendars that changed, now or in an apply that was cut off.
 */
export async function applyWorkspace(
  store: Store,
  workspace: Workspace,
  actor: string,
  makeId: MakeId,
  now: Date,
  /** The machine's own operator applies, and so confirms what only the data office is asked about. */
  { confirms } = { confirms: false },
): Promise<AppliedWorkspace> {
  const exchanges = workspace.exchanges();
  const { applied, ids } = await store.transaction(async (transaction) => {
    const here: Pick<Store, 'transaction'> = { transaction: (work) => work(transaction) };
    const applied = await applyManifests(here, workspace.manifests, actor, now);
    if (confirms) await confirmApplied(transaction, agreementsAmong(workspace, [...applied.created, ...applied.changed]), actor);
    const connectors = workspace.connectors().map((one) => ({ reference: keyOf(one), system: one.spec.system }));
    const ids = await ensureNames(transaction, {
      departments: workspace.departments().map((one) => one.metadata.name),
      datasets: [...exchanges.map((one) => one.spec.dataset), ...workspace.deadlineRules().flatMap((one) => one.spec.appliesTo.datasets)],
      connectors,
      streams: exchanges.map((one) => ({
        connector: keyOf(workspace.connector(one.spec.source.connector, one.metadata.department)),
        stream: one.spec.source.stream,
      })),
      rules: workspace.dutyNames(),
    });
    await ensureTargetState(
      transaction,
      workspace.connectors().filter((one) => one.spec.delivery).map((one) => ids.connector(keyOf(one))),
    );
    const segment = new SegmentWriter();
    for (const change of [...applied.created, ...applied.changed]) {
      segment.add({
        id: makeId(),
        at: now.toISOString(),
        station: 'configuration-changed',
        actor,
        department: change.department,
        version: change.version,
        code: `${change.kind} ${change.department}/${change.name}`,
        digests: { manifest: change.digest },
      });
    }
    await segment.write(transaction, makeId, now);
    if (affectsDeadlines(applied)) await noteMove(transaction, actor, now);
    return { applied, ids };
  });
  const versionOf = (manifest: Manifest<unknown>): number => {
    const id = applied.versionIds.get(`${manifest.kind} ${keyOf(manifest)}`);
    if (id === undefined) throw new Error(`${manifest.kind} ${keyOf(manifest)} has no version in the store`);
    return id;
  };
  return {
    ids,
    changes: applied.created.length + applied.changed.length,
    movedObligations: await carryOutMoves({ store, makeId, now }, deadlinesInForce(workspace, versionOf)),
    versionOf,
  };
}

function agreementsAmong(workspace: Workspace, changes: readonly ResourceChange[]): Parameters<typeof confirmApplied>[1] {
  return manifestsOf('Agreement', workspace.manifests).flatMap((manifest) => {
    const change = changes.find((one) => one.kind === 'Agreement' && `${one.department}/${one.name}` === keyOf(manifest));
    return change ? [{ manifest, version: change.version }] : [];
  });
}

function keyOf(manifest: Manifest<unknown>): string {
  return `${manifest.metadata.department}/${manifest.metadata.name}`;
}
