import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject } from '../../schemas/json.js';
import type { ApiRequest, Route } from './route.js';

export type CheckRequest = (parts: { path: object; query: object; body: unknown }) => Pick<ApiRequest, 'path' | 'query' | 'body'>;

/** Compiles what a route wants of its requests; numbers in path and query are read from their text, defaults filled in. */
export function compileRequestCheck(route: Route, views: JsonObject): CheckRequest {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    coerceTypes: true,
    useDefaults: true,
    validateFormats: false,
  });
  const bodyAjv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  const components = { components: { schemas: views } };
  const path = ajv.compile<Record<string, string>>({
    type: 'object',
    properties: route.pathParameters ?? {},
    ...components,
  });
  const query = ajv.compile<Record<string, string | number>>({
    type: 'object',
    properties: route.query ?? {},
    required: route.requiredQuery ?? [],
    additionalProperties: false,
    ...components,
  });
  const body = bodyAjv.compile<JsonObject>({ ...(route.body ?? { type: 'object' }), ...components });
  return (parts) => ({
    path: checked(path, { ...parts.path }, 'API_QUERY_WRONG'),
    query: checked(query, { ...parts.query }, 'API_QUERY_WRONG'),
    body: checked(body, parts.body ?? {}, 'API_BODY_WRONG'),
  });
}

function checked<Value>(
  validate: ValidateFunction<Value>,
  value: unknown,
  code: 'API_QUERY_WRONG' | 'API_BODY_WRONG',
): Value {
  if (validate(value)) return value;
  throw new GatewayError(code, { mistakes: (validate.errors ?? []).map(mistake).join('; ') });
}

function mistake({ instancePath, keyword, params, message }: ErrorObject): string {
  const where = instancePath.slice(1);
  if (keyword === 'additionalProperties') return `${where}${String(params.additionalProperty)}: not known`;
  if (keyword === 'required') return `${where}${String(params.missingProperty)}: missing`;
  if (keyword === 'enum') return `${where}: one of ${(params.allowedValues as unknown[]).join(', ')}`;
  return `${where}: ${message ?? keyword}`;
}
