import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ConnectorType } from '../../connectors/connector.js';
import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { pointerToken, valueAt } from './manifest-problem.js';
import { problemsOfErrors, type SchemaProblem } from './schema-problems.js';

/** A value that stands elsewhere: `{ env: NAME }` in the environment, `{ secret: NAME }` in a secret store. */
export interface SecretReference {
  /** JSON pointer into the configuration. */
  readonly path: string;
  readonly from: 'env' | 'secret';
  readonly name: string;
}

/** What references stand for: the process's environment, and the secrets of the connector's department. */
export interface ReferredValues {
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Every reference in a connector's configuration, at any depth. */
export function secretReferences(config: JsonObject): SecretReference[] {
  return referencesBelow(config, '');
}

/** What is wrong with a configuration as it stands in a manifest, by its type's `spec`; references count as right. */
export function configProblems(type: Pick<ConnectorType<never>, 'spec'>, config: JsonObject): SchemaProblem[] {
  const references = secretReferences(config);
  const isConfig = specCheck(type.spec, 'manifest');
  const errors = isConfig(structuredClone(config)) ? [] : (isConfig.errors ?? []);
  const excused = errors.filter((error) => isExcused(error, references));
  const excusedChoices = excused.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  const told = problemsOfErrors(errors.filter((error) => !excused.includes(error) && !excusedChoices.some((choice) => isBranch(error, choice))));
  return [...told, ...references.flatMap(problemOfReference)];
}

/**
 * The configuration as the connector type takes it: environment variables filled in, numbers and truth values read
 * from their text, all of it checked by the type's `spec`. Throws CONFIG_ENV_MISSING that names all that are not set or
 * empty, CONFIG_SECRET_MISSING likewise, and CONFIG_CONNECTOR_CONFIG_WRONG; values are in no message.
 */
export function resolveSecrets(config: JsonObject, values: ReferredValues, spec: JsonObject): JsonObject {
  const references = secretReferences(config);
  const resolved = fillInAll(config, references, values);
  const isConfig = specCheck(spec, 'resolved');
  if (isConfig(resolved)) return resolved;
  for (const { keyword, instancePath, params } of isConfig.errors ?? []) {
    const isFilledIn = references.some(({ path }) => path === instancePath);
    if (isFilledIn && keyword === 'type') readAs(resolved, instancePath, [(params as { type: unknown }).type].flat());
  }
  if (isConfig(resolved)) return resolved;
  const mistakes = problemsOfErrors(isConfig.errors ?? []).map(({ path, expected }) => {
    const name = references.find((reference) => reference.path === path)?.name;
    return `${path}${name === undefined ? '' : ` (${name})`}: ${expected?.zh ?? ''} ${expected?.en ?? ''}`.trimEnd();
  });
  throw new GatewayError('CONFIG_CONNECTOR_CONFIG_WRONG', { mistakes: mistakes.join('; ') });
}

function fillInAll(config: JsonObject, references: readonly SecretReference[], values: ReferredValues): JsonObject {
  const missing = (from: SecretReference['from']): string[] => [
    ...new Set(references.filter((one) => one.from === from && !valueOf(values, one)).map(({ name }) => name)),
  ];
  const [secrets, variables] = [missing('secret'), missing('env')];
  if (secrets.length > 0) throw new GatewayError('CONFIG_SECRET_MISSING', { names: secrets.join(', ') });
  if (variables.length > 0) throw new GatewayError('CONFIG_ENV_MISSING', { names: variables.join(', ') });
  return fillInBelow(config, values) as JsonObject;
}

function referencesBelow(value: JsonObject | JsonValue[], path: string): SecretReference[] {
  return Object.entries(value).flatMap(([name, inner]: [string, JsonValue]) => {
    if (typeof inner !== 'object' || inner === null) return [];
    const place = `${path}/${pointerToken(name)}`;
    const reference = referenceOf(inner);
    return reference === undefined ? referencesBelow(inner, place) : [{ path: place, ...reference }];
  });
}

function referenceOf(value: JsonObject | JsonValue[]): Pick<SecretReference, 'from' | 'name'> | undefined {
  const [entry, second] = Object.entries(value);
  if (Array.isArray(value) || entry === undefined || second !== undefined) return undefined;
  const [from, name] = entry;
  return (from === 'env' || from === 'secret') && typeof name === 'string' ? { from, name } : undefined;
}

function problemOfReference({ path, from, name }: SecretReference): SchemaProblem[] {
  if (from === 'secret') {
    if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u.test(name)) return [];
    return [{ code: 'CONFIG_VALUE_WRONG', path: `${path}/secret`, given: name, expected: { zh: '小写字母、数字和连字符', en: 'lower-case letters, digits and hyphens' } }];
  }
  if (/^[A-Za-z_][A-Za-z0-9_]{0,127}$/u.test(name)) return [];
  return [{ code: 'CONFIG_VALUE_WRONG', path: `${path}/env`, given: name, expected: { zh: '环境变量名', en: 'the name of an environment variable' } }];
}

const choices = /\/(oneOf|anyOf|if|then|else|not|contains)(\/|$)/u;
const keywordsOfObjects = new Set([
  'required', 'dependentRequired', 'additionalProperties', 'unevaluatedProperties', 'propertyNames', 'minProperties', 'maxProperties',
]);

/**
 * A reference stands for a text that is not known yet: what is asked of a text is excused there, not what is asked of
 * an object. Above a reference, a choice cannot be judged before the text is known.
 */
function isExcused({ keyword, instancePath, schemaPath, params }: ErrorObject, references: readonly SecretReference[]): boolean {
  const isInChoice = choices.test(schemaPath);
  if (references.some(({ path }) => path === instancePath)) {
    const types = keyword === 'type' ? [(params as { type: unknown }).type].flat() : [];
    const wantsNoText = keywordsOfObjects.has(keyword) || (types.length > 0 && types.every((type) => type === 'object' || type === 'array'));
    return isInChoice || !wantsNoText;
  }
  return isInChoice && references.some(({ path }) => path.startsWith(`${instancePath}/`));
}

function isBranch(error: ErrorObject, choice: ErrorObject): boolean {
  return error.schemaPath.startsWith(`${choice.schemaPath}/`);
}

type Stage = 'manifest' | 'resolved';

/** A type's spec is compiled once for each stage: that costs far more than judging with it, and many connectors share a type. */
const compiledSpecs: Readonly<Record<Stage, WeakMap<JsonObject, ValidateFunction>>> = {
  manifest: new WeakMap(),
  resolved: new WeakMap(),
};

function specCheck(spec: JsonObject, stage: Stage): ValidateFunction {
  const known = compiledSpecs[stage].get(spec) ?? compileSpec(spec, stage);
  compiledSpecs[stage].set(spec, known);
  return known;
}

/** In a manifest a secret may only be a reference; once that is filled in it is a text like others. */
function compileSpec(spec: JsonObject, stage: Stage): ValidateFunction {
  // Judged a few times at most: optimising the code that ajv writes would cost more than it saves.
  const code = { optimize: false };
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateSchema: false, logger: false, code });
  ajv.addKeyword({
    keyword: 'x-secret',
    schemaType: 'boolean',
    validate: (isSecret: boolean, value: unknown) => !isSecret || stage === 'resolved' || typeof value !== 'string',
  });
  return ajv.compile(spec);
}

function fillInBelow(value: JsonObject | JsonValue[], values: ReferredValues): JsonObject | JsonValue[] {
  if (Array.isArray(value)) return value.map((item) => fillIn(item, values));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fillIn(inner, values)]));
}

function fillIn(value: JsonValue, values: ReferredValues): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  const reference = referenceOf(value);
  return reference === undefined ? fillInBelow(value, values) : (valueOf(values, reference) ?? '');
}

function valueOf(values: ReferredValues, { from, name }: Pick<SecretReference, 'from' | 'name'>): string | undefined {
  const known = from === 'env' ? values.env : values.secrets;
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

/** Replaces a text by the number or truth value that it spells, where one of these is wanted. */
function readAs(config: JsonObject, path: string, types: readonly unknown[]): void {
  const parent = valueAt(config, path.slice(0, path.lastIndexOf('/'))) as Record<string, JsonValue>;
  const name = path.slice(path.lastIndexOf('/') + 1).replaceAll('~1', '/').replaceAll('~0', '~');
  const value = parent[name];
  const text = typeof value === 'string' ? value.trim() : '';
  const isNumber = types.includes('number') || types.includes('integer');
  if (isNumber && /^-?\d{1,15}(\.\d{1,6})?$/u.test(text)) parent[name] = Number(text);
  else if (types.includes('boolean') && (text === 'true' || text === 'false')) parent[name] = text === 'true';
}
