import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLParseError, YAMLSeq, YAMLWarning } from 'yaml';
import type { ErrorCode } from '../../schemas/errors.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { hasLoneSurrogate } from '../../schemas/poison.js';
import { pointerToken, shorten, type Words } from './manifest-problem.js';
import { yamlFault } from './yaml-faults.js';

/** One document of a YAML text as plain JSON. A document without content has no value and no faults. */
export interface YamlDocument {
  /** Place in the text, from 1. */
  readonly document: number;
  readonly value: JsonValue | undefined;
  /** Line in the text (from 1) of every value, by JSON pointer. */
  readonly lines: ReadonlyMap<string, number>;
  readonly faults: readonly YamlFault[];
}

export interface YamlFault {
  readonly code: ErrorCode;
  readonly path: string;
  readonly line: number;
  readonly given?: string;
  readonly expected?: Words;
}

const documentsPerFileMax = 2_000;
const valuesPerDocumentMax = 100_000;
const nestingMax = 60;
const mergeKey = '<<';

/**
 * Reads YAML 1.2 as JSON and nothing else: dates stay text, tags mean nothing, `<<` takes over the fields of an
 * anchored object, and whatever JSON or the store cannot hold exactly is a fault. Every fault of every document is found
 * in one go.
 */
export function readYamlDocuments(text: string): YamlDocument[] {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { version: '1.2', schema: 'core', prettyErrors: false, lineCounter });
  const parsed = Array.isArray(documents) ? documents.slice(0, documentsPerFileMax + 1) : [];
  return parsed.map((document, index) => new DocumentReader(document, index + 1, lineCounter).read());
}

class DocumentReader {
  private readonly lines = new Map<string, number>();
  private readonly faults: YamlFault[] = [];
  private values = 0;
  /** What each alias stands for: the parser looks through the whole document for it. */
  private readonly anchored = new Map<Alias, Node | undefined>();

  constructor(
    private readonly source: Document.Parsed,
    private readonly document: number,
    private readonly counter: LineCounter,
  ) {}

  read(): YamlDocument {
    for (const error of [...this.source.errors, ...this.source.warnings]) this.addParserFault(error);
    const { contents } = this.source;
    const value = this.faults.length > 0 || isEmpty(contents) ? undefined : this.convert(contents, '', 0);
    if (this.document > documentsPerFileMax) {
      this.fault('CONFIG_LIMIT_EXCEEDED', contents, '', {
        expected: { zh: `每个文件最多 ${String(documentsPerFileMax)} 个文档`, en: `at most ${String(documentsPerFileMax)} documents a file` },
      });
    }
    return { document: this.document, value, lines: this.lines, faults: this.faults };
  }

  /** Of damage only the first place is told: what the parser says after it mostly follows from it. */
  private addParserFault(error: YAMLParseError | YAMLWarning): void {
    const fault = { ...yamlFault(error), path: '', line: this.lineAt(error.pos[0]) };
    const isKnown = fault.code === 'CONFIG_YAML_DAMAGED' && this.faults.some(({ code }) => code === fault.code);
    if (!isKnown) this.faults.push(fault);
  }

  /** After a fault the value is null; a document with faults is not used. */
  private convert(node: Node | null, path: string, depth: number): JsonValue {
    this.values += 1;
    if (this.values > valuesPerDocumentMax || depth > nestingMax) {
      // Counted on, so that a document of references to references ends here, with one fault.
      if (this.values <= valuesPerDocumentMax || this.values === valuesPerDocumentMax + 1) {
        this.fault('CONFIG_LIMIT_EXCEEDED', node, path, {
          expected: {
            zh: `每个文档最多 ${String(valuesPerDocumentMax)} 个值、${String(nestingMax)} 层`,
            en: `at most ${String(valuesPerDocumentMax)} values and ${String(nestingMax)} levels a document`,
          },
        });
      }
      return null;
    }
    const line = this.lineOf(node);
    if (!this.lines.has(path)) this.lines.set(path, line);
    if (isAlias(node)) return this.convertAlias(node, path, depth);
    if (isMap(node)) return this.convertMap(node, path, depth);
    if (isSeq(node)) return this.convertList(node, path, depth);
    if (isScalar(node)) return this.convertScalar(node, path);
    return null;
  }

  private convertAlias(alias: Alias, path: string, depth: number): JsonValue {
    if (!this.anchored.has(alias)) this.anchored.set(alias, alias.resolve(this.source));
    const node = this.anchored.get(alias);
    if (node !== undefined) return this.convert(node, path, depth + 1);
    this.fault('CONFIG_VALUE_UNUSABLE', alias, path, {
      given: `*${alias.source}`,
      expected: { zh: `前文中的锚点 &${alias.source}`, en: `an anchor &${alias.source} before it` },
    });
    return null;
  }

  private convertMap(map: YAMLMap, path: string, depth: number): JsonObject {
    const object: JsonObject = {};
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const key = keyText(pair.key);
      if (key === mergeKey) {
        this.merge(object, pair.value, path, depth);
        continue;
      }
      if (key === undefined || key === '__proto__' || !isStorable(key)) {
        this.fault('CONFIG_VALUE_UNUSABLE', pair.key, path, { given: shorten(String(pair.key)), expected: { zh: '字段名', en: 'the name of a field' } });
        continue;
      }
      const inner = `${path}/${pointerToken(key)}`;
      // The line of the field's name: where a person looks for it, also when its value begins further down.
      this.lines.set(inner, this.lineOf(pair.key));
      object[key] = this.convert(pair.value, inner, depth + 1);
      if (this.values > valuesPerDocumentMax) break;
    }
    return object;
  }

  /** Fields that are taken over never replace what stands there, and give way to what follows. */
  private merge(object: JsonObject, source: Node | null, path: string, depth: number): void {
    for (const from of isSeq(source) ? (source.items as Node[]) : [source]) {
      const fields = this.convert(from, path, depth + 1);
      if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
        this.fault('CONFIG_VALUE_UNUSABLE', from, path, { given: mergeKey, expected: { zh: '锚点引用的对象', en: 'an object that an anchor names' } });
        return;
      }
      for (const [name, value] of Object.entries(fields)) if (!Object.hasOwn(object, name)) object[name] = value;
    }
  }

  private convertList(list: YAMLSeq, path: string, depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    for (const [index, item] of (list.items as (Node | null)[]).entries()) {
      items.push(this.convert(item, `${path}/${String(index)}`, depth + 1));
      if (this.values > valuesPerDocumentMax) break;
    }
    return items;
  }

  private convertScalar(scalar: Scalar, path: string): JsonValue {
    const { value, source } = scalar;
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number' && isExact(value)) return value;
    if (typeof value === 'string' && isStorable(value)) return value;
    this.fault('CONFIG_VALUE_UNUSABLE', scalar, path, {
      given: shorten(source ?? JSON.stringify(value)),
      expected: { zh: '可准确表示的数字，或普通文本', en: 'an exact number or plain text' },
    });
    return null;
  }

  private fault(code: ErrorCode, node: Node | null, path: string, facts: Pick<YamlFault, 'given' | 'expected'>): void {
    this.faults.push({ code, path, line: this.lineOf(node), ...facts });
  }

  private lineOf(node: Node | null): number {
    return this.lineAt(node?.range?.[0] ?? this.source.range[0]);
  }

  private lineAt(offset: number): number {
    return Math.max(this.counter.linePos(offset).line, 1);
  }
}

/** `01: x` keeps its key as it is written. */
function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return typeof key.value === 'number' || typeof key.value === 'boolean' ? (key.source ?? String(key.value)) : undefined;
}

function isEmpty(contents: Node | null): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** PostgreSQL holds no U+0000, and UTF-8 no half of a surrogate pair. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !hasLoneSurrogate(text);
}
