import { GatewayError } from '../../../schemas/errors.js';
import type { Changes } from '../../events/changes.js';
import { pageEvents } from '../../events/stream.js';
import { view, type Route } from '../route.js';

/** Pages that watch at the same time, over all people. */
const listenersMax = 500;

/** What pages watch. */
export function eventRoutes(changes: Changes): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/events',
      operationId: 'watchEvents',
      right: 'exchange.read',
      tag: 'gateway',
      summaryZh: '以服务器推送事件（SSE）通知批次进展和各类数字的变化，限本人可见范围',
      summaryEn: 'Progress of runs and what figures changed, as server-sent events, within what the caller may see',
      answer: { status: 200, mediaType: 'text/event-stream', schema: view('PageEvent') },
      errors: ['API_WATCHERS_TOO_MANY'],
      handle: async ({ caller }) => {
        if (changes.listeners >= listenersMax) throw new GatewayError('API_WATCHERS_TOO_MANY', { limit: listenersMax });
        return { body: undefined, events: (signal) => pageEvents(changes, caller, signal) };
      },
    },
  ];
}
