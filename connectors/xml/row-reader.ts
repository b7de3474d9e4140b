import type { SourceRow } from '../connector.js';
import type { XmlHandler } from '../shared/xml-scanner.js';
import { attributesOf } from '../shared/xml-scanner.js';
import type { Scope, XmlName, XmlStep } from '../shared/xml-names.js';
import { innerScope, matches, parseXmlPath, resolveName } from '../shared/xml-names.js';
import type { XmlStream } from './spec.js';

const depthMax = 100;
/** Longest record in characters of its values; a larger one is no record but a document. */
export const rowCharsMax = 4 * 1024 * 1024;
const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

/** One record, or that there is one too large to hold. */
export type XmlRow = { readonly row: SourceRow } | { readonly isTooLarge: true };

interface OpenElement extends XmlName {
  readonly qualified: string;
  readonly scope: Scope;
  text: string;
  hasChildren: boolean;
  isNil: boolean;
}

interface FoundValue {
  readonly path: readonly XmlStep[];
  readonly text: string | null;
}

/**
 * Makes rows of the elements that a scanner reports: each leaf element and attribute below a record is a value, by its
 * path. A value that stands more than once is a list; an empty element, and one that says `xsi:nil`, is null.
 */
export class XmlRowReader implements XmlHandler {
  readonly #rowPath: readonly XmlStep[];
  readonly #columns: readonly (readonly [string, readonly XmlStep[]])[] | undefined;
  readonly #open: OpenElement[] = [];
  #values: FoundValue[] | undefined;
  #chars = 0;
  #rows: XmlRow[] = [];
  #hasRoot = false;

  constructor({ rows, columns, namespaces }: Pick<XmlStream, 'rows' | 'columns' | 'namespaces'>) {
    this.#rowPath = parseXmlPath(rows, namespaces);
    this.#columns = columns && Object.entries(columns).map(([name, path]) => [name, parseXmlPath(path, namespaces)] as const);
  }

  /** Rows that have ended since the last call. */
  take(): XmlRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** Says that nothing more comes. Throws SyntaxError for a document that ends in the middle. */
  end(): void {
    if (!this.#hasRoot || this.#open.length > 0) throw new SyntaxError('the document ends in the middle');
  }

  open(_: string, rawAttributes: string, qualified: string): void {
    const parent = this.#open.at(-1);
    if (!parent && this.#hasRoot) throw new SyntaxError('a second root element');
    if (this.#open.length === depthMax) throw new SyntaxError('nested too deeply');
    this.#hasRoot = true;
    const attributes = attributesOf(rawAttributes);
    const scope = innerScope(parent?.scope ?? new Map(), attributes);
    if (parent) parent.hasChildren = true;
    const element = { ...resolveName(qualified, scope), qualified, scope, text: '', hasChildren: false, isNil: false };
    this.#open.push(element);
    if (this.#isRow()) {
      this.#values = [];
      this.#chars = 0;
    }
    if (this.#values) this.#attributes(attributes, element);
  }

  text(text: string): void {
    const element = this.#open.at(-1);
    if (!element) {
      if (text.trim() !== '') throw new SyntaxError('text outside the root element');
      return;
    }
    if (!this.#values) return;
    this.#chars += text.length;
    if (this.#chars <= rowCharsMax) element.text += text;
  }

  close(name: string): void {
    const element = this.#open.at(-1);
    if (element?.name !== name) throw new SyntaxError(`</${name}> closes nothing`);
    const isRow = this.#isRow();
    const hasText = element.text.trim() !== '';
    // Words between children are kept, too, or mixed content would lose them unseen.
    if (this.#values && (!element.hasChildren || hasText) && (!isRow || hasText))
      this.#values.push({ path: this.#path(), text: element.isNil || element.text === '' ? null : element.text });
    this.#open.pop();
    if (!isRow || !this.#values) return;
    this.#rows.push(this.#chars > rowCharsMax ? { isTooLarge: true } : { row: this.#row(this.#values) });
    this.#values = undefined;
  }

  #attributes(attributes: ReadonlyMap<string, string>, element: OpenElement): void {
    for (const [qualified, text] of attributes) {
      if (qualified === 'xmlns' || qualified.startsWith('xmlns:')) continue;
      const { name, namespace } = resolveName(qualified, element.scope, true);
      if (namespace === schemaInstance) {
        if (name === 'nil') element.isNil = ['true', '1'].includes(text);
        continue;
      }
      this.#chars += text.length;
      this.#values?.push({ path: [...this.#path(), { name, namespace, isAttribute: true }], text });
    }
  }

  #isRow(): boolean {
    return (
      this.#open.length === this.#rowPath.length &&
      this.#rowPath.every((step, depth) => {
        const element = this.#open[depth];
        return element !== undefined && matches(step, element);
      })
    );
  }

  /** From the record to the innermost element. */
  #path(): XmlStep[] {
    return this.#open
      .slice(this.#rowPath.length)
      .map(({ name, namespace }) => ({ name, namespace, isAttribute: false }));
  }

  #row(values: readonly FoundValue[]): SourceRow {
    const columns = this.#columns ?? pathsOf(values).map(({ name, path }) => [name, path] as const);
    // Made of entries, so that an element called __proto__ is a column like any other.
    return Object.fromEntries(
      columns.map(([name, path]) => [name, joined(values.filter((value) => isAt(value, path)).map(({ text }) => text))]),
    );
  }
}

/** Each path that occurs, once, and the column that it is called without a configuration. */
function pathsOf(values: readonly FoundValue[]): { readonly name: string; readonly path: readonly XmlStep[] }[] {
  const byName = new Map<string, readonly XmlStep[]>();
  for (const { path } of values) {
    const name = path.map(({ name, isAttribute }) => (isAttribute ? `@${name}` : name)).join('/') || 'text';
    // Names of other namespaces share a column: whoever must tell them apart says so in `columns`.
    if (!byName.has(name)) byName.set(name, path.map(({ name, isAttribute }) => ({ name, isAttribute })));
  }
  return Array.from(byName, ([name, path]) => ({ name, path }));
}

function isAt({ path }: FoundValue, wanted: readonly XmlStep[]): boolean {
  return (
    path.length === wanted.length &&
    wanted.every((step, place) => {
      const found = path[place];
      return found?.isAttribute === step.isAttribute && matches(step, { name: found.name, namespace: found.namespace ?? '' });
    })
  );
}

function joined(texts: readonly (string | null)[]): string | null | (string | null)[] {
  return texts.length > 1 ? [...texts] : (texts[0] ?? null);
}
