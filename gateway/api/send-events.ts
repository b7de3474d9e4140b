import { once } from 'node:events';
import type { Response } from 'express';
import type { ApiAnswer, ServerEvent } from './route.js';

/**
 * Answers with messages as they come. A caller who reads slowly is waited for: nothing piles up here. Ends with the
 * messages, when the caller goes away, or with `stopping`.
 */
export async function sendEvents(response: Response, events: NonNullable<ApiAnswer['events']>, stopping: AbortSignal): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, stopping]);
  // Proxies that gather answers would hold the messages back, and a kept connection the end of the server.
  response.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no', Connection: 'close' });
  response.flushHeaders();
  try {
    for await (const event of events(signal)) {
      if (signal.aborted) break;
      if (!response.write(textOf(event))) await once(response, 'drain', { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  response.end();
}

/** JSON has no line breaks of its own, so one `data` line always holds it. */
function textOf({ event, data }: ServerEvent): string {
  return data === undefined ? `: ${event}\n\n` : `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
