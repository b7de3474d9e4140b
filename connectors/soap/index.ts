import type { CheckStep, Connector, ConnectorContext, ConnectorType } from '../connector.js';
import { runSteps } from '../shared/check-steps.js';
import { readFirstPage } from '../shared/exchange/pull.js';
import { streamMethods } from '../shared/exchange/stream-methods.js';
import { HttpClient } from '../shared/http/http-client.js';
import { resolveStep } from '../shared/http/resolve-step.js';
import { SoapSession } from './session.js';
import type { SoapConfig } from './spec.js';
import { soapDefaults, soapSpec } from './spec.js';

/** SOAP services: operations of a WSDL as streams. */
export const soapConnector: ConnectorType<SoapConfig> = {
  type: 'soap',
  titleZh: 'SOAP 接口',
  titleEn: 'SOAP interface',
  spec: soapSpec,
  capabilities: { canPull: true, canPush: true, receipts: 'polled', canQuery: true },
  create: createSoap,
};

function createSoap(config: SoapConfig, context: ConnectorContext): Connector {
  const client = new HttpClient({
    baseUrl: new URL(config.wsdl).origin,
    timeoutMs: (config.timeoutSeconds ?? soapDefaults.timeoutSeconds) * 1_000,
    answerBytesMax: config.answerBytesMax ?? soapDefaults.answerBytesMax,
    headers: {},
    reach: context,
    now: context.now,
  });
  const session = new SoapSession(config, client, context.now);
  return {
    ...streamMethods(session, config, context.now),
    check: (signal) => checkSoap(config, client, session, context, signal),
    close: async () => await client.close(),
  };
}

/** Reads the description, then the first page of every stream that can be pulled. */
function checkSoap(config: SoapConfig, client: HttpClient, session: SoapSession, { now }: ConnectorContext, signal: AbortSignal): AsyncIterable<CheckStep> {
  const connect = async (): Promise<{ zh: string; en: string }> => {
    const { operations, version } = await session.describe(signal);
    const names = [...operations.keys()].join(', ');
    return { zh: `SOAP ${version}，操作 ${names}`, en: `SOAP ${version} with the operations ${names}` };
  };
  const reads = Object.entries(config.streams).flatMap(([name, { pull }]) => {
    if (!pull) return [];
    const run = async (): Promise<{ zh: string; en: string }> => {
      const { length } = await readFirstPage(session, pull, signal);
      return { zh: `${name}：首页 ${length} 条`, en: `${name}: ${length} rows on the first page` };
    };
    return [{ step: 'read', run }];
  });
  return runSteps([resolveStep(client), { step: 'connect', run: connect }, ...reads], now, signal);
}
