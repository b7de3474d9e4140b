import { GatewayError } from '../../schemas/errors.js';
import type { CheckStep } from '../connector.js';
import type { PlannedStep } from '../shared/check-steps.js';
import { runSteps } from '../shared/check-steps.js';
import type { HttpClient } from '../shared/http/http-client.js';
import { resolveStep } from '../shared/http/resolve-step.js';
import { readFirstPage } from '../shared/exchange/pull.js';
import { weaknesses } from './sign-presets.js';
import type { Session } from './session.js';
import { ask } from '../shared/exchange/exchange.js';
import type { RestConfig } from './spec.js';

/**
 * Finds the host, signs in where there is a token to get, and reads: the first page of every stream that can be
 * pulled, or `checkPath`. A receiver without either cannot be tried further without sending it something.
 */
export function checkRest(
  config: RestConfig,
  client: HttpClient,
  session: Session,
  now: () => Date,
  signal: AbortSignal,
): AsyncIterable<CheckStep> {
  const steps: PlannedStep[] = [
    resolveStep(client),
    {
      step: 'connect',
      run: async () => {
        await client
          .send({ method: 'GET', path: config.checkPath ?? '', isUnsigned: true }, signal)
          .then(requireAnswer);
        return { zh: `${client.host} 有应答`, en: `${client.host} answers` };
      },
    },
    {
      step: 'sign-in',
      run: async () => {
        const isGiven = await session.signIn(signal);
        const told = isGiven
          ? { zh: '已取得令牌', en: 'A token was given' }
          : { zh: '无需取令牌', en: 'No token to get' };
        return [told, ...weaknesses(config)].reduce(({ zh, en }, more) => ({
          zh: `${zh}；${more.zh}`,
          en: `${en}; ${more.en}`,
        }));
      },
    },
  ];
  const { checkPath } = config;
  if (checkPath !== undefined) {
    steps.push({
      step: 'read',
      run: async () => {
        await ask(session, { method: 'GET', path: checkPath }, signal);
        return { zh: `${checkPath} 可读`, en: `${checkPath} can be read` };
      },
    });
  }
  for (const [name, { pull }] of Object.entries(config.streams)) {
    if (!pull) continue;
    steps.push({
      step: 'read',
      run: async () => {
        const rows = await readFirstPage(session, pull, signal);
        return {
          zh: `${name}：首页 ${rows.length} 条`,
          en: `${name}: ${rows.length} rows on the first page`,
        };
      },
    });
  }
  return runSteps(steps, now, signal);

  function requireAnswer(outcome: Awaited<ReturnType<HttpClient['send']>>): void {
    if (outcome.kind === 'lost')
      throw new GatewayError('REST_ANSWER_LOST', { host: client.host, reason: outcome.reason });
  }
}
