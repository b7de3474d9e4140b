import { createHash } from 'node:crypto';
import type { JsonObject } from '../../schemas/json.js';
import type { SoapSecurity } from './spec.js';
import type { SoapOperation } from './wsdl.js';
import type { XmlElement } from './xml-tree.js';
import { escapeXml, jsonOf, xmlOf } from './xml-tree.js';

export const envelopeNamespaces = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
} as const;
const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-';

/** When a request is made, and its nonce of 16 random bytes. */
export interface Moment {
  readonly now: Date;
  readonly nonce: Buffer;
}

/** One call as a whole document. Throws SyntaxError for a parameter that cannot be an element. */
export function callEnvelope(
  version: '1.1' | '1.2',
  { wrapper, parameters, isQualified }: SoapOperation,
  given: JsonObject,
  header: string,
): string {
  // Sequences of a schema are ordered; what it does not name comes last.
  const rank = (name: string): number => (parameters.includes(name) ? parameters.indexOf(name) : parameters.length);
  const ordered = Object.fromEntries(Object.entries(given).toSorted(([a], [b]) => rank(a) - rank(b)));
  const body = `<m:${wrapper.name} xmlns:m="${escapeXml(wrapper.namespace)}">${xmlOf(ordered, isQualified ? 'm:' : '')}</m:${wrapper.name}>`;
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${envelopeNamespaces[version]}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
}

/** The header of WS-Security UsernameToken Profile 1.0; the digest is Base64(SHA-1(nonce + created + password)). */
export function securityHeader({ kind, user, password }: SoapSecurity, { now, nonce }: Moment): string {
  if (kind === 'basic') return '';
  const created = now.toISOString();
  const isDigest = kind === 'username-token-digest';
  const secret = isDigest ? createHash('sha1').update(nonce).update(created).update(password).digest('base64') : password;
  const type = `${oasis}username-token-profile-1.0#${isDigest ? 'PasswordDigest' : 'PasswordText'}`;
  const encoding = `${oasis}soap-message-security-1.0#Base64Binary`;
  return (
    `<w:Security s:mustUnderstand="1" xmlns:w="${oasis}wssecurity-secext-1.0.xsd" xmlns:u="${oasis}wssecurity-utility-1.0.xsd">` +
    `<w:UsernameToken><w:Username>${escapeXml(user)}</w:Username><w:Password Type="${type}">${escapeXml(secret)}</w:Password>` +
    `<w:Nonce EncodingType="${encoding}">${nonce.toString('base64')}</w:Nonce><u:Created>${created}</u:Created></w:UsernameToken></w:Security>`
  );
}

export interface SoapFault {
  /** Without its prefix. */
  readonly code: string;
  readonly text: string;
  /** The sender is to blame: nothing was done. */
  readonly isOurs: boolean;
  readonly isLogin: boolean;
}

/** Codes of WS-Security that mean that user or password were not taken. */
const loginCodes = ['FailedAuthentication', 'InvalidSecurityToken', 'InvalidSecurity'];

/** The fault in a body; undefined for an answer. */
export function faultIn(body: XmlElement): SoapFault | undefined {
  const fault = body.children.find(({ name, namespace }) => name === 'Fault' && Object.values<string>(envelopeNamespaces).includes(namespace));
  if (!fault) return undefined;
  const child = (name: string): XmlElement | undefined => fault.children.find((one) => one.name === name);
  const value = (element: XmlElement | undefined): string | undefined => element?.children.find(({ name }) => name === 'Value')?.text;
  const code = child('Code');
  const codes = [child('faultcode')?.text, value(code), value(code?.children.find(({ name }) => name === 'Subcode'))].flatMap((one) =>
    one === undefined ? [] : [one.trim().replace(/^.*:/u, '')],
  );
  const reason = child('Reason');
  const text = child('faultstring')?.text ?? (reason ? String(Object.values(jsonOf(reason) ?? {})[0] ?? '') : '');
  const [first = ''] = codes;
  const isOurs = first.startsWith('Client') || first === 'Sender';
  return { code: codes.at(-1) ?? '', text: text.trim(), isOurs, isLogin: codes.some((one) => loginCodes.includes(one)) };
}
