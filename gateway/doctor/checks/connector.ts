import type { CheckStep, Connector } from '../../../connectors/connector.js';
import { errorTable, type ErrorCode } from '../../../schemas/errors.js';
import { bad, failed, ok, type Finding } from '../finding.js';

/** One connector of the configuration; opening it may fail (a setting is missing). */
export interface CheckableConnector {
  /** `department/name`. */
  readonly name: string;
  readonly open: () => Connector;
}

const timeoutMs = 30_000;

/** Runs a connector's own steps; changes nothing on the far side. */
export async function checkConnector({ name, open }: CheckableConnector, signal: AbortSignal): Promise<Finding> {
  const place = { check: 'connector', subject: name } as const;
  try {
    const connector = open();
    try {
      const done: CheckStep[] = [];
      for await (const step of connector.check(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))) {
        if (!step.ok) return failedStep(place, step);
        done.push(step);
      }
      const durationMs = Math.round(done.reduce((sum, step) => sum + step.durationMs, 0));
      const steps = done.map(({ step }) => step).join(', ');
      return ok(place, { zh: `可用（${steps}，${durationMs} 毫秒）`, en: `works (${steps}; ${durationMs} ms)` });
    } finally {
      await connector.close();
    }
  } catch (error) {
    return failed(place, error);
  }
}

function failedStep(place: Pick<Finding, 'check' | 'subject'>, { step, zh, en, code }: CheckStep): Finding {
  const entry = code !== undefined && code in errorTable ? errorTable[code as ErrorCode] : undefined;
  return bad(place, {
    zh: `${step}：${zh}${code === undefined ? '' : ` [${code}]`}`,
    en: `${step}: ${en}`,
    fixZh: entry?.fixZh ?? '请检查该连接器的配置和对方系统。',
    fixEn: entry?.fixEn ?? 'Check the configuration of the connector and the far system.',
  });
}
