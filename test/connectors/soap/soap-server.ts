import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import soap, { type ISoapServiceMethod } from 'soap';

/** What the service of the tests does, by operation; a thrown object with `Fault` is a fault. */
export type Operations = Record<string, (given: Given, headers: Given) => unknown>;
type Given = Record<string, unknown>;

export interface SoapServerOptions {
  /** rpc: SOAP 1.1, unqualified parts. */
  readonly style?: 'document' | 'rpc';
  readonly version?: '1.1' | '1.2';
  /** Who may call; anyone without it. */
  readonly users?: Readonly<Record<string, string>>;
  /** Parts of the description that lie in documents of their own, as large servers do it. */
  readonly isSplit?: boolean;
}

/** A real SOAP service on 127.0.0.1, made by an implementation that is not ours. */
export async function startSoapServer(operations: Operations, options: SoapServerOptions = {}) {
  const { version = '1.1' } = options;
  const received: string[] = [];
  const server = createServer((request, response) => {
    // The service itself answers /service; only documents that the description imports are read here.
    if (request.url === '/types.xsd') response.end(schema);
    else if (request.url === '/split?wsdl') response.end(description(options, `<xs:schema><xs:import namespace="urn:example:penalty" schemaLocation="types.xsd"/></xs:schema>`));
    else if (!request.url?.startsWith('/service')) {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const xml = description(options, schema);
  const methods = Object.fromEntries(
    Object.entries(operations).map(([name, run]): [string, ISoapServiceMethod] => [name, (given, _, headers) => run(given as Given, headers as Given)]),
  );
  const service = soap.listen(server, {
    path: '/service',
    xml,
    forceSoap12Headers: version === '1.2',
    services: { Penalties: { Port: methods } },
  });
  service.log = (type, data) => {
    if (type === 'received') received.push(String(data));
  };
  const { users } = options;
  if (users) service.authenticate = (security: unknown) => isKnown(security as Security | null, users);
  return {
    received,
    url: `http://127.0.0.1:${port}`,
    wsdl: `http://127.0.0.1:${port}/${options.isSplit ? 'split' : 'service'}?wsdl`,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

type Words = { readonly $value?: string; readonly attributes?: { readonly Type?: string } } | string | undefined;
interface Security {
  readonly UsernameToken?: { readonly Username?: Words; readonly Password?: Words; readonly Nonce?: Words; readonly Created?: Words };
}

/** As a service judges a UsernameToken: by its text, or by the digest that it computes itself. */
function isKnown(security: Security | null, users: Readonly<Record<string, string>>): boolean {
  const token = security?.UsernameToken;
  const word = (value: Words): string => (typeof value === 'object' ? (value.$value ?? '') : (value ?? ''));
  const password = users[word(token?.Username)];
  if (password === undefined) return false;
  const type = typeof token?.Password === 'object' ? (token.Password.attributes?.Type ?? '') : '';
  if (!type.endsWith('#PasswordDigest')) return word(token?.Password) === password;
  const digest = createHash('sha1').update(Buffer.from(word(token?.Nonce), 'base64')).update(word(token?.Created)).update(password);
  return word(token?.Password) === digest.digest('base64');
}

const strings = (names: readonly string[]): string => names.map((name) => `<xs:element name="${name}" type="xs:string" minOccurs="0"/>`).join('');

const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:penalty" elementFormDefault="qualified">
<xs:complexType name="Row"><xs:sequence>${strings(['id', 'name', 'amount', 'updatedAt', 'code', 'text'])}</xs:sequence></xs:complexType>
<xs:complexType name="Rows"><xs:sequence><xs:element name="row" type="t:Row" xmlns:t="urn:example:penalty" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
<xs:element name="list"><xs:complexType><xs:sequence>${strings(['since', 'page'])}</xs:sequence></xs:complexType></xs:element>
<xs:element name="listResponse"><xs:complexType><xs:sequence><xs:element name="rows" type="t:Rows" xmlns:t="urn:example:penalty"/></xs:sequence></xs:complexType></xs:element>
<xs:element name="save"><xs:complexType><xs:sequence><xs:element name="rows" type="t:Rows" xmlns:t="urn:example:penalty"/></xs:sequence></xs:complexType></xs:element>
<xs:element name="saveResponse"><xs:complexType><xs:sequence><xs:element name="results" type="t:Rows" xmlns:t="urn:example:penalty"/></xs:sequence></xs:complexType></xs:element>
<xs:element name="submit"><xs:complexType><xs:sequence>${strings(['user', 'password', 'xmlStr'])}</xs:sequence></xs:complexType></xs:element>
<xs:element name="submitResponse"><xs:complexType><xs:sequence>${strings(['return'])}</xs:sequence></xs:complexType></xs:element>
</xs:schema>`;

function description({ style = 'document', version = '1.1' }: SoapServerOptions, types: string): string {
  const names = ['list', 'save', 'submit'];
  const soapNamespace = version === '1.1' ? 'http://schemas.xmlsoap.org/wsdl/soap/' : 'http://schemas.xmlsoap.org/wsdl/soap12/';
  const isRpc = style === 'rpc';
  const partsOf = (name: string): string =>
    isRpc ? '<part name="user" type="xs:string"/><part name="xmlStr" type="xs:string"/>' : `<part name="parameters" element="t:${name}"/>`;
  const body = isRpc ? '<s:body use="literal" namespace="urn:example:penalty"/>' : '<s:body use="literal"/>';
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="${soapNamespace}" xmlns:t="urn:example:penalty" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:penalty">
<types>${types}</types>
${names.map((name) => `<message name="${name}In">${partsOf(name)}</message><message name="${name}Out">${isRpc ? '<part name="return" type="xs:string"/>' : `<part name="parameters" element="t:${name}Response"/>`}</message>`).join('\n')}
<portType name="PortType">${names.map((name) => `<operation name="${name}"><input message="t:${name}In"/><output message="t:${name}Out"/></operation>`).join('')}</portType>
<binding name="Binding" type="t:PortType"><s:binding style="${style}" transport="http://schemas.xmlsoap.org/soap/http"/>
${names.map((name) => `<operation name="${name}"><s:operation soapAction="urn:example:${name}"/><input>${body}</input><output>${body}</output></operation>`).join('\n')}
</binding>
<service name="Penalties"><port name="Port" binding="t:Binding"><s:address location="http://inner-host.example/service"/></port></service>
</definitions>`;
}
