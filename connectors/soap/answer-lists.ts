import type { JsonValue } from '../../schemas/json.js';
import type { ExchangeStreams } from '../shared/exchange/stream-spec.js';
import type { JsonPath } from '../shared/json-path.js';
import { parseJsonPath, placeAt, valueAt } from '../shared/json-path.js';

/** Paths at which the answers of an operation hold lists, as the streams have it. */
export function listsOf(streams: ExchangeStreams, operation: string): JsonPath[] {
  return Object.values(streams).flatMap(({ pull, push, receipts, query }) => [
    ...(pull?.path === operation ? [parseJsonPath(pull.rows)] : []),
    ...(push?.path === operation && push.response.rows ? [parseJsonPath(push.response.rows.results)] : []),
    ...(receipts?.path === operation ? [parseJsonPath(receipts.rows.results)] : []),
    ...(query?.path === operation ? [parseJsonPath(query.rows.results)] : []),
  ]);
}

/**
 * XML does not tell a list of one from a single value, nor an empty list from nothing: where a list is expected, one
 * value becomes a list of one, and an empty element around or in place of the list an empty list. What is not there at
 * all stays missing: an answer of another kind must not look like an empty one.
 */
export function withLists(answer: JsonValue, paths: readonly JsonPath[]): JsonValue {
  return paths.reduce<JsonValue>((changed, path) => {
    const value = valueAt(changed, path);
    if (Array.isArray(value)) return changed;
    const isEmpty = value === null || (value === undefined && path.length > 0 && valueAt(changed, path.slice(0, -1)) === null);
    if (value === undefined && !isEmpty) return changed;
    const list: JsonValue[] = isEmpty ? [] : [value ?? null];
    const isObject = typeof changed === 'object' && changed !== null && !Array.isArray(changed);
    return placeAt(isObject ? changed : {}, path, list);
  }, answer);
}
