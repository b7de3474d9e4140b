import type { JsonValue } from '../../../schemas/json.js';
import { parseJsonPath, placeAt } from '../json-path.js';
import type { HttpRequest } from '../http/http-client.js';
import { jsonBody } from '../http/http-client.js';
import type { KeyedRequest } from './stream-spec.js';

const defaultKeysPerRequest = 100;
const placeholder = '{keys}';

/** The requests that ask about these keys, each with the keys that it asks about. */
export function* keyedRequests(
  spec: KeyedRequest,
  keys: readonly string[],
): Generator<{ readonly request: HttpRequest; readonly keys: readonly string[] }> {
  const size = spec.path.includes(placeholder) ? 1 : (spec.keysPerRequest ?? defaultKeysPerRequest);
  for (let from = 0; from < keys.length; from += size) {
    const some = keys.slice(from, from + size);
    yield { request: requestFor(spec, some), keys: some };
  }
}

function requestFor(spec: KeyedRequest, keys: readonly string[]): HttpRequest {
  const path = spec.path.replaceAll(placeholder, encodeURIComponent(keys[0] ?? ''));
  const { parameter, method = 'GET' } = spec;
  if (method === 'GET')
    return { method, path, query: parameter === undefined ? {} : { [parameter]: keys.join(',') } };
  const body: JsonValue = parameter === undefined ? {} : placeAt({}, parseJsonPath(parameter), [...keys]);
  return { method, path, body: jsonBody(body) };
}
