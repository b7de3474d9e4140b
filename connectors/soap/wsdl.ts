import { GatewayError } from '../../schemas/errors.js';
import { resolveName } from '../shared/xml-names.js';
import type { XmlElement } from './xml-tree.js';
import { descendants, parseXml } from './xml-tree.js';

/** What a WSDL 1.1 document says of one port, as far as calls need it. */
export interface SoapInterface {
  /** Where calls go, as the document has it. */
  readonly address: string;
  readonly version: '1.1' | '1.2';
  readonly operations: ReadonlyMap<string, SoapOperation>;
}

export interface SoapOperation {
  readonly action: string;
  /** The element inside the body. */
  readonly wrapper: { readonly name: string; readonly namespace: string };
  /** Names of the parameters in the order that the schema wants; empty where it does not say. */
  readonly parameters: readonly string[];
  /** Whether parameters stand in the wrapper's namespace. */
  readonly isQualified: boolean;
}

const wsdl = 'http://schemas.xmlsoap.org/wsdl/';
const schema = 'http://www.w3.org/2001/XMLSchema';
const bindings = {
  '1.1': 'http://schemas.xmlsoap.org/wsdl/soap/',
  '1.2': 'http://schemas.xmlsoap.org/wsdl/soap12/',
} as const;
/** Documents that one description may be spread over. */
const documentsMax = 30;

/**
 * Reads a description with whatever it imports. SOAP 1.1 is preferred where the service offers both.
 * @param fetchText the text at an address, which may be relative to the first
 * @throws SOAP_WSDL_UNREADABLE, and what `fetchText` throws
 */
export async function readWsdl(address: string, fetchText: (address: string) => Promise<string>): Promise<SoapInterface> {
  const documents: XmlElement[] = [];
  const waiting = [address];
  const seen = new Set(waiting);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (documents.length === documentsMax) throw new GatewayError('SOAP_WSDL_UNREADABLE', { documents: documentsMax });
    const document = parsed(await fetchText(next), next);
    documents.push(document);
    for (const place of importsOf(document)) {
      const absolute = new URL(place, next).href;
      if (!seen.has(absolute)) waiting.push(absolute);
      seen.add(absolute);
    }
  }
  return interfaceOf(documents);
}

function parsed(text: string, address: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    throw new GatewayError('SOAP_WSDL_UNREADABLE', { path: new URL(address).pathname }, error);
  }
}

function importsOf(document: XmlElement): string[] {
  const places = [
    ...descendants(document, wsdl, 'import').map(({ attributes }) => attributes.get('location')),
    ...['import', 'include'].flatMap((name) => descendants(document, schema, name).map(({ attributes }) => attributes.get('schemaLocation'))),
  ];
  return places.filter((place) => place !== undefined);
}

function interfaceOf(documents: readonly XmlElement[]): SoapInterface {
  const all = (name: string): XmlElement[] => documents.flatMap((document) => descendants(document, wsdl, name));
  for (const version of ['1.1', '1.2'] as const) {
    for (const port of all('port')) {
      const location = port.children.find((child) => child.name === 'address' && child.namespace === bindings[version])?.attributes.get('location');
      const binding = all('binding').find(({ attributes }) => attributes.get('name') === localOf(port.attributes.get('binding')));
      if (location === undefined || !binding) continue;
      return { address: location, version, operations: operationsOf(documents, binding, bindings[version]) };
    }
  }
  throw new GatewayError('SOAP_WSDL_UNREADABLE', { expected: 'a port with a SOAP address' });
}

function operationsOf(documents: readonly XmlElement[], binding: XmlElement, soap: string): Map<string, SoapOperation> {
  const all = (name: string): XmlElement[] => documents.flatMap((document) => descendants(document, wsdl, name));
  const portType = all('portType').find(({ attributes }) => attributes.get('name') === localOf(binding.attributes.get('type')));
  const style = ofSoap(binding, soap, 'binding')?.attributes.get('style') ?? 'document';
  const found = new Map<string, SoapOperation>();
  for (const bound of binding.children.filter(({ name }) => name === 'operation')) {
    const name = bound.attributes.get('name') ?? '';
    const said = ofSoap(bound, soap, 'operation');
    const action = said?.attributes.get('soapAction') ?? '';
    const abstract = portType?.children.find((child) => child.name === 'operation' && child.attributes.get('name') === name);
    const message = localOf(abstract?.children.find((child) => child.name === 'input')?.attributes.get('message'));
    const parts = all('message').find(({ attributes }) => attributes.get('name') === message)?.children.filter((child) => child.name === 'part') ?? [];
    if ((said?.attributes.get('style') ?? style) === 'rpc') {
      const body = descendants(bound, soap, 'body')[0]?.attributes.get('namespace') ?? '';
      const parameters = parts.map(({ attributes }) => attributes.get('name') ?? '');
      found.set(name, { action, wrapper: { name, namespace: body }, parameters, isQualified: false });
    } else {
      const part = parts.find(({ attributes }) => attributes.has('element'));
      if (part) found.set(name, { action, ...documentParameters(documents, part) });
    }
  }
  return found;
}

function documentParameters(documents: readonly XmlElement[], part: XmlElement): Omit<SoapOperation, 'action'> {
  const wrapper = resolveName(part.attributes.get('element') ?? '', part.scope);
  const schemas = documents.flatMap((document) => [
    ...(document.name === 'schema' && document.namespace === schema ? [document] : []),
    ...descendants(document, schema, 'schema'),
  ]);
  for (const one of schemas.filter(({ attributes }) => attributes.get('targetNamespace') === wrapper.namespace)) {
    const element = one.children.find((child) => child.name === 'element' && child.attributes.get('name') === wrapper.name);
    if (!element) continue;
    const type = localOf(element.attributes.get('type'));
    const named = one.children.find((child) => child.name === 'complexType' && child.attributes.get('name') === type);
    const sequence = descendants(named ?? element, schema, 'sequence')[0];
    const parameters = (sequence?.children ?? []).flatMap(({ attributes }) => attributes.get('name') ?? []);
    return { wrapper, parameters, isQualified: one.attributes.get('elementFormDefault') === 'qualified' };
  }
  return { wrapper, parameters: [], isQualified: true };
}

function ofSoap(element: XmlElement, soap: string, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name && child.namespace === soap);
}

/** The name behind a prefix. */
function localOf(qualified: string | undefined): string | undefined {
  return qualified?.slice(qualified.indexOf(':') + 1);
}
