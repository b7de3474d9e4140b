import type { Queryable } from '../store/store.js';
import type { AgreementSpec, Manifest } from '../workspace/resources.js';
import { approvalOf, sidesWanted, type SideDecision } from './standing.js';

/** One version of an agreement as the store has it. */
export interface AgreementVersion {
  /** Of the row in `resource_version`. */
  readonly id: number;
  readonly agreement: string;
  readonly version: number;
  readonly digest: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly spec: AgreementSpec;
  readonly decisions: readonly SideDecision[];
}

interface VersionRow extends Omit<AgreementVersion, 'decisions' | 'spec'> {
  readonly manifest: { readonly spec: AgreementSpec };
}

interface DecisionRow extends SideDecision {
  readonly agreement: string;
  readonly version: number;
}

/** Every version of all agreements, or of one, each agreement's newest first. */
export async function readAgreements(store: Pick<Queryable, 'query'>, agreement?: string): Promise<readonly AgreementVersion[]> {
  const rows = await store.query<VersionRow>(
    `SELECT id, department || '/' || name AS agreement, version, digest, manifest, applied_by AS "requestedBy", applied_at AS "requestedAt"
     FROM resource_version WHERE kind = 'Agreement' AND ($1::text IS NULL OR department || '/' || name = $1)
     ORDER BY agreement, version DESC`,
    [agreement ?? null],
  );
  const decisions = await store.query<DecisionRow>(
    `SELECT agreement, version, side, outcome, person, reason, decided_at AS "decidedAt" FROM agreement_decision
     WHERE $1::text IS NULL OR agreement = $1 ORDER BY id`,
    [agreement ?? null],
  );
  return rows.map(({ manifest, ...row }) => ({
    ...row,
    spec: manifest.spec,
    decisions: decisions
      .filter((one) => one.agreement === row.agreement && one.version === row.version)
      .map(({ side, outcome, person, reason, decidedAt }) => ({ side, outcome, person, reason, decidedAt })),
  }));
}

/** The version that lets records out: the newest one that all its sides approved. */
export function versionInForce(versions: readonly AgreementVersion[]): AgreementVersion | undefined {
  return versions.toSorted((a, b) => b.version - a.version).find(({ spec, decisions }) => approvalOf(spec, decisions) === 'approved');
}

export interface InForce {
  /** Id of the version. */
  readonly id: number;
  readonly manifest: Manifest<AgreementSpec>;
}

/** Which version of each agreement of a workspace is in force. While a changed one waits, the one before it goes on. */
export async function agreementsInForce(
  store: Pick<Queryable, 'query'>,
): Promise<(current: Manifest<AgreementSpec>) => InForce | undefined> {
  const byName = groupByName(await readAgreements(store));
  const inForce = new Map([...byName].map(([name, versions]) => [name, versionInForce(versions)]));
  return (current) => {
    const version = inForce.get(`${current.metadata.department}/${current.metadata.name}`);
    return version && { id: version.id, manifest: { ...current, spec: version.spec } };
  };
}

/**
 * Confirms, in the transaction that stores them, what whoever runs the gateway applied on its own machine, as far as only
 * the data office is asked. What two sides have to approve waits for them all the same.
 */
export async function confirmApplied(
  transaction: Pick<Queryable, 'query'>,
  applied: readonly { readonly manifest: Manifest<AgreementSpec>; readonly version: number }[],
  person: string,
): Promise<void> {
  const confirmed = applied.filter(({ manifest }) => !sidesWanted(manifest.spec).includes('provider'));
  if (confirmed.length === 0) return;
  await transaction.query(
    `INSERT INTO agreement_decision (agreement, version, side, outcome, person, reason)
     SELECT agreement, version, 'data-office', 'approved', $3, '在网关所在机器上应用 applied on the gateway''s own machine'
     FROM unnest($1::text[], $2::int[]) AS given (agreement, version) ON CONFLICT DO NOTHING`,
    [confirmed.map(({ manifest: { metadata } }) => `${metadata.department}/${metadata.name}`), confirmed.map(({ version }) => version), person],
  );
}

function groupByName(versions: readonly AgreementVersion[]): Map<string, AgreementVersion[]> {
  const groups = new Map<string, AgreementVersion[]>();
  for (const version of versions) groups.set(version.agreement, [...(groups.get(version.agreement) ?? []), version]);
  return groups;
}
