import { GatewayError } from '../../schemas/errors.js';
import { shanghaiDate } from '../clock.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import { iso, isInScope, type Scope } from '../reading/scope.js';
import type { AgreementDecision, AgreementDetail, AgreementServices, AgreementStanding, AgreementView } from '../services/agreements.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import { manifestDifference } from '../workspace/difference.js';
import type { AgreementSpec } from '../workspace/resources.js';
import { readAgreements, versionInForce, type AgreementVersion } from './decisions.js';
import { approvalOf, daysUntil, sidesWanted } from './standing.js';

export interface AgreementTools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: () => Date;
  /** Exchanges in force that go by an agreement, by its name. */
  readonly exchangesOf: (agreement: string) => readonly string[];
  /** The department that runs the gateway; receives for those who are on no gateway. */
  readonly dataOffice: () => string | undefined;
  /** Puts plans into force that go by what was decided. */
  readonly onDecided: () => Promise<void>;
}

/** Agreements, for a caller with this reach. */
export function agreementServices(tools: AgreementTools, { scope }: { readonly scope: Scope }): AgreementServices {
  const { store } = tools;
  const concerns = ({ agreement, spec }: AgreementVersion): boolean =>
    isInScope(scope, agreement) || departmentsOf(tools, spec).some((department) => isInScope(scope, department));
  const versionsOf = async (name: string): Promise<readonly [AgreementVersion, ...AgreementVersion[]]> => {
    const [newest, ...older] = await readAgreements(store, name);
    if (!newest || !concerns(newest)) throw new GatewayError('API_RESOURCE_MISSING', { agreement: name });
    return [newest, ...older];
  };
  const get = async (name: string): Promise<AgreementDetail> => detailOf(tools, await versionsOf(name));
  return {
    async list() {
      const groups = new Map<string, AgreementVersion[]>();
      for (const version of await readAgreements(store)) groups.set(version.agreement, [...(groups.get(version.agreement) ?? []), version]);
      return [...groups.values()].flatMap((versions) => {
        const [newest, ...older] = versions;
        return newest && concerns(newest) ? [viewOf(tools, [newest, ...older])] : [];
      });
    },
    get,
    async decide(name, decision) {
      const [newest] = await versionsOf(name);
      refuseDecision(tools, scope, newest, decision);
      await write(tools, newest, decision);
      await tools.onDecided();
      return get(name);
    },
  };
}

function departmentsOf({ dataOffice }: AgreementTools, { provider, receivingDepartment }: AgreementSpec): readonly string[] {
  return [provider, receivingDepartment ?? dataOffice() ?? ''];
}

/** Who may say what: each side for itself, the data office (which sees all) for any, nobody about a request of their own. */
function refuseDecision(tools: AgreementTools, scope: Scope, newest: AgreementVersion, decision: AgreementDecision): void {
  const { agreement, spec, version, decisions, requestedBy } = newest;
  const { side, person } = decision;
  if (decision.version !== version) throw new GatewayError('AGREEMENT_VERSION_OLD', { agreement, newest: version });
  const wanted = sidesWanted(spec);
  if (!wanted.includes(side)) throw new GatewayError('AGREEMENT_SIDE_NOT_WANTED', { agreement, wanted: wanted.join(', ') });
  const [provider, receiver] = departmentsOf(tools, spec);
  const owner = side === 'provider' ? provider : side === 'receiver' ? receiver : undefined;
  if (scope !== 'all' && (owner === undefined || !scope.includes(owner))) throw new GatewayError('AGREEMENT_SIDE_NOT_YOURS', { agreement, side });
  if (person === requestedBy) throw new GatewayError('AGREEMENT_OWN_REQUEST', { agreement, person });
  if (decisions.some((one) => one.side === side)) throw new GatewayError('AGREEMENT_DECIDED', { agreement, side });
  if (decisions.some((one) => one.person === person)) throw new GatewayError('AGREEMENT_SAME_PERSON', { agreement, person });
}

async function write({ store, makeId, now }: AgreementTools, { agreement, version }: AgreementVersion, decision: AgreementDecision): Promise<void> {
  const { side, outcome, person, reason } = decision;
  await store.transaction(async (transaction) => {
    const [written] = await transaction.query(
      `INSERT INTO agreement_decision (agreement, version, side, outcome, person, reason) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING RETURNING id`,
      [agreement, version, side, outcome, person, reason],
    );
    if (!written) throw new GatewayError('AGREEMENT_DECIDED', { agreement, side });
    const segment = new SegmentWriter();
    segment.add({
      id: makeId(),
      at: now().toISOString(),
      station: 'agreement-decided',
      actor: person,
      department: agreement.split('/')[0] ?? '',
      version,
      code: `${agreement} ${side} ${outcome}`,
    });
    await segment.write(transaction, makeId, now());
  });
}

type Versions = readonly [AgreementVersion, ...AgreementVersion[]];

function viewOf(tools: AgreementTools, versions: Versions): AgreementView {
  const [{ agreement, version, spec, decisions, requestedBy, requestedAt }] = versions;
  const today = shanghaiDate(tools.now());
  const inForce = versionInForce(versions);
  const approval = approvalOf(spec, decisions);
  const { basis, law, receivingDepartment, masked, validTo, attachment, ...terms } = spec;
  return {
    ...terms,
    name: agreement,
    version,
    basis: basis ?? null,
    law: law ?? null,
    receivingDepartment: receivingDepartment ?? tools.dataOffice() ?? null,
    masked: masked ?? [],
    validTo: validTo ?? null,
    attachment: attachment ?? null,
    standing: approval === 'approved' ? standingOf(spec, today) : approval,
    versionInForce: inForce && standingOf(inForce.spec, today) === 'in-force' ? inForce.version : null,
    waitsFor: approval === 'waiting' ? sidesWanted(spec).filter((side) => !decisions.some((one) => one.side === side)) : [],
    daysLeft: inForce?.spec.validTo === undefined ? null : Math.max(0, daysUntil(inForce.spec.validTo, today)),
    requestedBy,
    requestedAt: iso(requestedAt),
    exchanges: tools.exchangesOf(agreement),
  };
}

function standingOf({ validFrom, validTo }: AgreementSpec, today: string): Exclude<AgreementStanding, 'waiting' | 'refused'> {
  if (today < validFrom) return 'not-yet';
  return validTo !== undefined && validTo < today ? 'ended' : 'in-force';
}

function detailOf(tools: AgreementTools, versions: Versions): AgreementDetail {
  const [newest] = versions;
  const inForce = versionInForce(versions);
  return {
    ...viewOf(tools, versions),
    decisions: versions.flatMap(({ version, decisions }) =>
      decisions.map(({ decidedAt, ...decision }) => ({ version, ...decision, decidedAt: iso(decidedAt) })),
    ),
    differences: inForce && inForce.version !== newest.version ? manifestDifference({ spec: { ...inForce.spec } as never }, { spec: { ...newest.spec } as never }) : [],
  };
}

