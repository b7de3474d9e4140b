import { randomUUID } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { decodeBytes, encodeBytes, secretBytes } from '../shared/encoding.js';
import type { BytesEncoding, SecretEncoding } from '../shared/encoding.js';
import { parseJsonPath, placeAt, textAt } from '../shared/json-path.js';
import { parseLosslessJson } from '../shared/lossless-json.js';
import type { SignatureRule } from '../shared/signature.js';
import { signatureOf } from '../shared/signature.js';
import { momentParts } from '../shared/signing.js';
import { defaultUserId, isSignedSm2 } from '../shared/sm2.js';
import type { Sm4Mode } from '../shared/sm4.js';
import { decryptSm4, encryptSm4 } from '../shared/sm4.js';
import { fillJson, fillTemplate } from '../shared/template.js';
import type { HttpRequest } from '../shared/http/http-client.js';
import { jsonBody } from '../shared/http/http-client.js';

/** A body that is encrypted by SM4 and signed by SM2 as a whole; everything but the keys has a customary default. */
export interface SealSpec {
  readonly kind: 'sm4-sm2';
  readonly algorithm?: Sm4Mode;
  /** 16 bytes. */
  readonly key: string;
  readonly keyEncoding?: SecretEncoding;
  /** Hex of an agreed initialisation vector; without it a fresh one stands before the cipher text. */
  readonly vector?: string;
  readonly encoding?: BytesEncoding;
  readonly timestampUnit?: 's' | 'ms';
  readonly parts?: Readonly<Record<string, string>>;
  /** Parts that only the signed text may name. */
  readonly secretParts?: Readonly<Record<string, string>>;
  /** What is sent; its texts may name every part, `{sealed}` and `{signature}`. */
  readonly envelope?: JsonObject;
  /** The text that is signed may name `{plain}` (the body as JSON) and `{sealed}` too. */
  readonly sign?: Partial<SignatureRule> & Pick<SignatureRule, 'secret'> & { readonly template?: string };
  /** Where answers hold the encrypted text; its content takes its place. Answers without it are read as they are. */
  readonly answer?: AnswerSeal;
}

interface AnswerSeal {
  /** JSON path of the encrypted text. */
  readonly data: string;
  /** JSON path of the signature over `template`, checked where `publicKey` is given. */
  readonly signature?: string;
  /** The receiver's SM2 public key, hex, `04…`. */
  readonly publicKey?: string;
  /** May name `{plain}`, `{sealed}` and the plain fields at the top of the answer. */
  readonly template?: string;
}

const defaultEnvelope: JsonObject = {
  appCode: '{appId}',
  version: '1.0.0',
  encType: 'SM4',
  signType: 'SM2',
  timestamp: '{timestamp}',
  encData: '{sealed}',
  signData: '{signature}',
};
/** Names in order of the alphabet, as these receivers build their text. */
const defaultTemplate =
  'appCode={appId}&data={plain}&encType=SM4&signType=SM2&timestamp={timestamp}&version=1.0.0';

/** Encrypts and signs request bodies and reads sealed answers. Keeps no state between requests. */
export class BodySeal {
  readonly #spec: SealSpec;
  readonly #key: Buffer;
  readonly #vector: Buffer | undefined;
  readonly #mode: Sm4Mode;
  readonly #encoding: BytesEncoding;

  constructor(spec: SealSpec) {
    this.#spec = spec;
    this.#mode = spec.algorithm ?? 'sm4-cbc';
    this.#key = secretBytes(spec.key, spec.keyEncoding ?? 'hex');
    this.#vector = spec.vector === undefined ? undefined : Buffer.from(spec.vector, 'hex');
    this.#encoding = spec.encoding ?? 'hex-upper';
  }

  /** The request with its body sealed; one without a body stays as it is. @throws CONNECTOR_CONFIG_INVALID */
  async close(request: HttpRequest, now: Date): Promise<HttpRequest> {
    if (!request.body) return request;
    const { parts = {}, secretParts = {}, timestampUnit = 'ms', sign, envelope = defaultEnvelope } = this.#spec;
    const plain = request.body.bytes;
    const sealed = encodeBytes(encryptSm4(this.#mode, plain, this.#key, this.#vector), this.#encoding);
    const open = momentParts({ parts, timestampUnit }, now, randomUUID()).set('sealed', sealed).set('signature', '');
    if (sign) {
      const covered = new Map([...open, ...Object.entries(secretParts)]).set('plain', plain.toString('utf8'));
      const text = fillTemplate(sign.template ?? defaultTemplate, covered);
      const rule = { algorithm: 'sm2', secretEncoding: 'text', signatureEncoding: 'base64', ...sign } as const;
      open.set('signature', await signatureOf(rule, text));
    }
    return { ...request, body: jsonBody(fillJson(envelope, open)) };
  }

  /** The answer with its content in place of the encrypted text; undefined when it cannot be read or trusted. */
  async open(answer: JsonValue): Promise<JsonValue | undefined> {
    const rule = this.#spec.answer;
    const sealed = rule && textAt(answer, parseJsonPath(rule.data));
    if (!rule || sealed === undefined) return answer;
    const bytes = decodeBytes(sealed, this.#encoding);
    const plain = decryptSm4(this.#mode, bytes, this.#key, this.#vector)?.toString('utf8');
    if (plain === undefined || !(await this.#isTrusted(rule, answer, sealed, plain))) return undefined;
    try {
      const content = parseLosslessJson(plain);
      return isObject(answer) ? placeAt(answer, parseJsonPath(rule.data), content) : content;
    } catch {
      return undefined;
    }
  }

  async #isTrusted(rule: AnswerSeal, answer: JsonValue, sealed: string, plain: string): Promise<boolean> {
    if (rule.publicKey === undefined) return true;
    const signature = rule.signature === undefined ? undefined : textAt(answer, parseJsonPath(rule.signature));
    if (signature === undefined) return false;
    const { sign, parts = {} } = this.#spec;
    const fields = isObject(answer) ? Object.keys(answer) : [];
    const known = new Map(Object.entries(parts));
    for (const name of fields) known.set(name, textAt(answer, [name]) ?? '');
    const text = fillTemplate(rule.template ?? '{plain}', known.set('plain', plain).set('sealed', sealed));
    const bytes = decodeBytes(signature, sign?.signatureEncoding ?? 'base64');
    const options = { userId: sign?.userId ?? defaultUserId, form: sign?.sm2Form ?? 'der' };
    return await isSignedSm2(text, bytes, rule.publicKey, options);
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
