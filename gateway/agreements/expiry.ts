import { shanghaiDate } from '../clock.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import { daysUntil } from './standing.js';
import { readAgreements, versionInForce } from './decisions.js';

export interface ExpiryTools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: () => Date;
  readonly report: (facts: { readonly agreement: string; readonly validTo: string; readonly daysLeft: number }) => void;
}

/** Days before the last day at which is warned; -1: it is over, and its exchanges rest. */
const thresholds = [-1, 1, 7, 30] as const;

/** Says, once at each threshold, which agreements in force are about to end, in the exchange log and the program's own. */
export async function warnOfExpiry({ store, makeId, now, report }: ExpiryTools): Promise<void> {
  const today = shanghaiDate(now());
  const groups = new Map<string, Awaited<ReturnType<typeof readAgreements>>[number][]>();
  for (const version of await readAgreements(store)) groups.set(version.agreement, [...(groups.get(version.agreement) ?? []), version]);
  for (const [agreement, versions] of groups) {
    const inForce = versionInForce(versions);
    const validTo = inForce?.spec.validTo;
    if (!inForce || validTo === undefined) continue;
    const daysLeft = daysUntil(validTo, today);
    const threshold = thresholds.find((days) => daysLeft <= days);
    if (threshold === undefined) continue;
    const isNews = await store.transaction(async (transaction) => {
      const [said] = await transaction.query(
        'INSERT INTO agreement_notice (agreement, version, threshold) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING agreement',
        [agreement, inForce.version, threshold],
      );
      if (!said) return false;
      const segment = new SegmentWriter();
      segment.add({
        id: makeId(),
        at: now().toISOString(),
        station: threshold < 0 ? 'agreement-ended' : 'agreement-ending',
        actor: 'gateway',
        department: agreement.split('/')[0] ?? '',
        version: inForce.version,
        code: `${agreement} ${validTo}`,
      });
      await segment.write(transaction, makeId, now());
      return true;
    });
    if (isNews) report({ agreement, validTo, daysLeft });
  }
}
