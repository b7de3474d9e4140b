/** An element or attribute as its document means it, whatever prefix it chose. */
export interface XmlName {
  readonly name: string;
  /** Empty for none. */
  readonly namespace: string;
}

/** One step of a configured path; without a namespace it takes any. */
export interface XmlStep {
  readonly name: string;
  readonly namespace?: string;
  readonly isAttribute: boolean;
}

/** `p:party/@id` as steps; the prefixes are those of the configuration, not of the document. */
export function parseXmlPath(path: string, namespaces: Readonly<Record<string, string>> = {}): XmlStep[] {
  return path.split('/').map((text) => {
    const isAttribute = text.startsWith('@');
    const [local = '', prefix] = text.replace('@', '').split(':').toReversed();
    return { name: local, namespace: prefix === undefined ? undefined : namespaces[prefix], isAttribute };
  });
}

export function matches(step: XmlStep, { name, namespace }: XmlName): boolean {
  return step.name === name && (step.namespace === undefined || step.namespace === namespace);
}

/** The namespaces that prefixes stand for at one place of a document; the empty prefix is the default one. */
export type Scope = ReadonlyMap<string, string>;

/** The scope inside an element that declares namespaces, or the one around it. */
export function innerScope(scope: Scope, attributes: ReadonlyMap<string, string>): Scope {
  const declared = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  if (declared.length === 0) return scope;
  return new Map([...scope, ...declared.map(([name, uri]) => [name.slice('xmlns:'.length), uri] as const)]);
}

/** What a qualified name means in a scope. Throws SyntaxError for a prefix that nothing declares. */
export function resolveName(qualified: string, scope: Scope, isAttribute = false): XmlName {
  const [name = '', prefix] = qualified.split(':').toReversed();
  // The default namespace is for elements only; `xml:` stands without a declaration.
  if (prefix === undefined) return { name, namespace: isAttribute ? '' : (scope.get('') ?? '') };
  const namespace = prefix === 'xml' ? 'http://www.w3.org/XML/1998/namespace' : scope.get(prefix);
  if (namespace === undefined) throw new SyntaxError(`the prefix ${prefix} is not declared`);
  return { name, namespace };
}
