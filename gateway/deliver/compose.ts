import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import type { PushRecord } from '../../connectors/connector.js';
import { canonicalJson } from '../../schemas/canonical-json.js';
import { errorTable } from '../../schemas/errors.js';
import type { Problem } from '../../schemas/problem.js';
import { shanghaiDate } from '../clock.js';
import type { Attempt, ClaimedDelivery } from './claim.js';
import { idempotencyKey, type DeliverContext } from './context.js';
import type { Outcome } from './outcome.js';

/** A delivery ready to be pushed. */
export interface ComposedDelivery {
  readonly delivery: ClaimedDelivery;
  readonly push: PushRecord;
  /** SHA-256 of the canonical row, hex: proves later what was sent. */
  readonly sentDigest: string;
  /** Size of the row as JSON, in bytes. */
  readonly bytes: number;
}

/**
 * Makes the rows of an attempt: opens the sealed fields, checks the record once more, takes out what the agreement
 * does not let through, and maps. What fails here never leaves the house; it is rejected with every reason.
 */
export async function compose(
  context: DeliverContext,
  attempt: Attempt,
): Promise<{ composed: ComposedDelivery[]; stopped: Outcome[] }> {
  const keys = await context.sealing.keysById(
    context.store,
    attempt.deliveries.flatMap((delivery) => delivery.dataKeyId ?? []),
  );
  const today = shanghaiDate(context.now());
  const { dataset, target } = attempt.plan;
  const composed: ComposedDelivery[] = [];
  const stopped: Outcome[] = [];
  const stop = (delivery: ClaimedDelivery, problems: readonly Problem[]): void => {
    const code = problems[0]?.code ?? 'DELIVERY_CONTENT_ERASED';
    stopped.push({ ...keyOf(delivery), state: 'rejected', code, text: problems[0]?.zh ?? '', problems });
  };
  for (const delivery of attempt.deliveries) {
    const key = delivery.dataKeyId ? keys.get(delivery.dataKeyId) : undefined;
    if (delivery.sealed && !key) {
      const { zh, en, fixZh, fixEn } = errorTable.DELIVERY_CONTENT_ERASED;
      stop(delivery, [{ code: 'DELIVERY_CONTENT_ERASED', path: '', zh, en, fixZh, fixEn }]);
      continue;
    }
    const personal = delivery.sealed && key ? context.sealing.open(key, delivery.recordId, delivery.sealed) : null;
    const record = dataset.join(delivery.content, personal);
    const problems = delivery.operation === 'upsert' ? dataset.validate(record, today) : [];
    if (problems.length > 0) {
      stop(delivery, problems);
      continue;
    }
    const mapped = target.mapping.run(target.scope(record));
    if (!mapped.ok) {
      stop(delivery, mapped.problems);
      continue;
    }
    const text = canonicalJson(mapped.record);
    composed.push({
      delivery,
      push: {
        idempotencyKey: idempotencyKey(delivery, target.targetId),
        recordKey: delivery.recordId,
        version: delivery.version,
        op: delivery.operation,
        row: mapped.record,
      },
      sentDigest: hash('sha256', text),
      bytes: Buffer.byteLength(text),
    });
  }
  return { composed, stopped };
}

export function keyOf(delivery: ClaimedDelivery): { recordId: string; version: number; resend: number } {
  return { recordId: delivery.recordId, version: delivery.version, resend: delivery.resend };
}
