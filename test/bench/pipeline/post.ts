import { Agent } from 'node:http';
import axios from 'axios';
import type { JsonObject } from '../../../schemas/json.js';

export interface Post {
  (rows: readonly { uuid: string; data: JsonObject }[]): Promise<{ uuid: string; code: string }[]>;
}

/** Posts batches as the gateway's rest connector does: axios, keep-alive, one request a batch. */
export function createPost(url: string, concurrency: number): Post {
  const client = axios.create({ httpAgent: new Agent({ keepAlive: true, maxSockets: concurrency }), maxBodyLength: Infinity });
  return async (rows) => {
    const body = { rows: rows.map((row) => ({ uuid: row.uuid, recordKey: row.uuid, op: 'save', data: row.data })) };
    const answer = await client.post<{ results: { uuid: string; code: string }[] }>(`${url}/api/penalties`, body);
    return answer.data.results;
  };
}
