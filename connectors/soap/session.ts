import { randomBytes } from 'node:crypto';
import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { Exchange, Exchanger } from '../shared/exchange/exchange.js';
import type { HttpClient, HttpOutcome, HttpRequest } from '../shared/http/http-client.js';
import { retryAfterMs } from '../shared/http/http-client.js';
import { parseJsonPath, textAt } from '../shared/json-path.js';
import { parseLosslessJson } from '../shared/lossless-json.js';
import { listsOf, withLists } from './answer-lists.js';
import { callEnvelope, envelopeNamespaces, faultIn, securityHeader } from './envelope.js';
import type { SoapConfig } from './spec.js';
import type { SoapInterface, SoapOperation } from './wsdl.js';
import { readWsdl } from './wsdl.js';
import type { XmlElement } from './xml-tree.js';
import { jsonOf, parseXml, xmlOf } from './xml-tree.js';

const textCharsShown = 500;
const nonceBytes = 16;

/** Turns exchanges of JSON into calls of operations: the request's path is the operation's name. */
export class SoapSession implements Exchanger {
  readonly #config: SoapConfig;
  readonly #client: HttpClient;
  readonly #now: () => Date;
  #interface: Promise<SoapInterface> | undefined;

  constructor(config: SoapConfig, client: HttpClient, now: () => Date) {
    this.#config = config;
    this.#client = client;
    this.#now = now;
  }

  /** The description, read once. @throws SOAP_WSDL_UNREADABLE, CONNECTOR_LOGIN_REFUSED, REST_ANSWER_LOST, … */
  async describe(signal: AbortSignal): Promise<SoapInterface> {
    this.#interface ??= readWsdl(this.#config.wsdl, async (address) => await this.#text(address, signal)).catch((error: unknown) => {
      this.#interface = undefined;
      throw error;
    });
    return await this.#interface;
  }

  /** @throws SOAP_OPERATION_MISSING, CONNECTOR_CONFIG_INVALID, and as the contract of exchanges says */
  async exchange(request: HttpRequest, signal: AbortSignal): Promise<Exchange> {
    const described = await this.describe(signal);
    const operation = described.operations.get(request.path);
    if (!operation) {
      throw new GatewayError('SOAP_OPERATION_MISSING', { operation: request.path, offered: [...described.operations.keys()].join(', ') });
    }
    const outcome = await this.#client.send(this.#call(described, operation, request), signal);
    return this.#judge(outcome, request.path);
  }

  #call({ address, version }: SoapInterface, operation: SoapOperation, request: HttpRequest): HttpRequest {
    const { security, arguments: open, secretArguments, wsdl } = this.#config;
    const header = security ? securityHeader(security, { now: this.#now(), nonce: randomBytes(nonceBytes) }) : '';
    const given = { ...open, ...secretArguments, ...this.#content(request) };
    const bytes = Buffer.from(envelopeOf(version, operation, given, header));
    const isOld = version === '1.1';
    const mediaType = isOld ? 'text/xml; charset=utf-8' : `application/soap+xml; charset=utf-8; action="${operation.action}"`;
    // Descriptions often name a host of the inner network: only the way on the host that we were given is taken.
    const { pathname, search } = new URL(address, wsdl);
    return {
      method: 'POST',
      path: new URL(wsdl).origin + pathname + search,
      body: { mediaType, bytes },
      headers: { ...request.headers, Accept: 'text/xml, application/soap+xml', ...(isOld ? { SOAPAction: `"${operation.action}"` } : {}), ...this.#basic() },
    };
  }

  /** What a request says, as parameters of the call. */
  #content({ query, body }: HttpRequest): JsonObject {
    const parsed: unknown = body ? JSON.parse(body.bytes.toString('utf8')) : {};
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    if (!isObject) throw new GatewayError('CONNECTOR_CONFIG_INVALID', { field: 'body.rows', expected: 'a name: a list alone is no parameter' });
    const content: JsonObject = { ...query, ...parsed };
    const { requestText } = this.#config;
    if (!requestText) return content;
    const { parameter, as, root = 'data' } = requestText;
    return { [parameter]: as === 'json' ? JSON.stringify(content) : xmlOf({ [root]: content }) };
  }

  #judge(outcome: HttpOutcome, operation: string): Exchange {
    if (outcome.kind === 'lost') return { kind: 'unknown', reason: outcome.reason };
    const { status, headers } = outcome;
    this.#throwIfShut(outcome, operation);
    const body = bodyOf(outcome.text);
    if (!body) {
      if (status >= 400 && status < 500) return { kind: 'refused', status, text: '' };
      return { kind: 'unknown', reason: `HTTP ${status}`, retryAfterMs: retryAfterMs(headers, this.#now()) };
    }
    const fault = faultIn(body);
    if (fault?.isLogin) throw new GatewayError('CONNECTOR_LOGIN_REFUSED', { host: this.#client.host, operation, code: fault.code });
    if (fault) {
      const text = this.#shown(fault.text);
      // A fault of the server says nothing of what it did before.
      return fault.isOurs ? { kind: 'refused', status, code: fault.code, text } : { kind: 'unknown', reason: `${fault.code} ${text}` };
    }
    const answer = this.#answer(body, operation);
    if (answer === undefined) return { kind: 'unknown', reason: `answer without a document at ${this.#config.answerText?.path ?? ''}` };
    const { success } = this.#config;
    const code = success && textAt(answer, parseJsonPath(success.path));
    if (!success || (code !== undefined && success.values.includes(code))) return { kind: 'taken', answer, headers };
    if (code === undefined) return { kind: 'unknown', reason: `answer without ${success.path}` };
    const words = success.text === undefined ? undefined : textAt(answer, parseJsonPath(success.text));
    return { kind: 'refused', status, code, text: this.#shown(words ?? '') };
  }

  /** What stands inside the answer's wrapper; undefined where a document is missing in it. */
  #answer(body: XmlElement, operation: string): JsonValue | undefined {
    const wrapper = body.children[0];
    const whole = wrapper ? jsonOf(wrapper) : null;
    const { answerText } = this.#config;
    const text = answerText && textAt(whole, parseJsonPath(answerText.path));
    const answer = answerText ? document(text, answerText.as) : whole;
    return answer === undefined ? undefined : withLists(answer, listsOf(this.#config.streams, operation));
  }

  #throwIfShut({ status, headers }: HttpOutcome & { readonly kind: 'answer' }, operation: string): void {
    const facts = { host: this.#client.host, operation, status };
    if (status === 401 || status === 403) throw new GatewayError('CONNECTOR_LOGIN_REFUSED', facts);
    if (status === 429) throw new GatewayError('REST_RATE_LIMITED', { ...facts, retryAfterMs: retryAfterMs(headers, this.#now()) });
  }

  async #text(address: string, signal: AbortSignal): Promise<string> {
    const outcome = await this.#client.send({ method: 'GET', path: address, headers: { Accept: 'text/xml', ...this.#basic() } }, signal);
    if (outcome.kind === 'lost') throw new GatewayError('REST_ANSWER_LOST', { host: this.#client.host, reason: outcome.reason });
    this.#throwIfShut(outcome, 'wsdl');
    if (outcome.status !== 200) throw new GatewayError('SOAP_WSDL_UNREADABLE', { host: this.#client.host, status: outcome.status });
    return outcome.text;
  }

  #basic(): Record<string, string> {
    const { security } = this.#config;
    if (security?.kind !== 'basic') return {};
    return { Authorization: `Basic ${Buffer.from(`${security.user}:${security.password}`).toString('base64')}` };
  }

  /** The far system's own words, cut and without our secrets, should it repeat them. */
  #shown(text: string): string {
    const { security, secretArguments = {} } = this.#config;
    const secrets = [...(security ? [security.password] : []), ...Object.values(secretArguments)].filter(({ length }) => length >= 4);
    return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text).slice(0, textCharsShown);
  }
}

function envelopeOf(version: '1.1' | '1.2', operation: SoapOperation, given: JsonObject, header: string): string {
  try {
    return callEnvelope(version, operation, given, header);
  } catch (error) {
    throw new GatewayError('CONNECTOR_CONFIG_INVALID', { reason: error instanceof Error ? error.message : '' });
  }
}

/** The body of an envelope; undefined for anything else. */
function bodyOf(text: string): XmlElement | undefined {
  try {
    const root = parseXml(text);
    return root.children.find(({ name, namespace }) => name === 'Body' && Object.values<string>(envelopeNamespaces).includes(namespace));
  } catch {
    return undefined;
  }
}

function document(text: string | undefined, as: 'json' | 'xml'): JsonValue | undefined {
  if (text === undefined) return undefined;
  try {
    return as === 'json' ? parseLosslessJson(text) : jsonOf(parseXml(text.trim()));
  } catch {
    return undefined;
  }
}
