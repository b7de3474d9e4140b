/** What a scanner reports; names are without their namespace prefix, `qualified` is with it. */
export interface XmlHandler {
  /** `attributes` is the raw text behind the name: ask `attribute` for one. */
  open(name: string, attributes: string, qualified: string): void;
  text(text: string): void;
  close(name: string): void;
}

/** Longest tag or piece of text between tags, in characters: beyond Excel's own longest cell. */
const pieceCharsMax = 1024 * 1024;

const doubleQuote = 0x22;
const singleQuote = 0x27;

/**
 * Reads XML that comes in pieces, as far as data is written in it: elements, texts, CDATA; comments and instructions
 * are passed over. A document type is refused, and with it every entity that could be declared in one.
 */
export class XmlScanner {
  readonly #handler: XmlHandler;
  #rest = '';

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** Throws SyntaxError for what is not XML of this kind. */
  write(chunk: string): void {
    const text = this.#rest + chunk;
    let place = 0;
    while (place < text.length) {
      const tag = text.indexOf('<', place);
      if (tag === -1) break;
      const end = endOfMarkup(text, tag);
      if (end === -1) break;
      if (tag > place) this.#handler.text(decodeEntities(text.slice(place, tag)));
      this.#markup(text, tag, end);
      place = end + 1;
    }
    this.#rest = text.slice(place);
    if (this.#rest.length > pieceCharsMax) throw new SyntaxError('a piece of XML is too long');
  }

  /** Says that nothing more comes. */
  end(): void {
    if (this.#rest.trim() !== '') throw new SyntaxError('XML ends in the middle');
  }

  #markup(text: string, tag: number, end: number): void {
    const second = text.charAt(tag + 1);
    if (second === '/') {
      this.#handler.close(localName(text.slice(tag + 2, end).trim()));
    } else if (text.startsWith('<![CDATA[', tag)) {
      this.#handler.text(text.slice(tag + 9, end - 2));
    } else if (text.startsWith('<!DOCTYPE', tag)) {
      throw new SyntaxError('a document type is not allowed');
    } else if (second !== '?' && second !== '!') {
      this.#element(text.slice(tag + 1, end));
    }
  }

  #element(inside: string): void {
    const isEmpty = inside.endsWith('/');
    const content = isEmpty ? inside.slice(0, -1) : inside;
    const nameEnd = content.search(/\s/u);
    const qualified = nameEnd === -1 ? content : content.slice(0, nameEnd);
    const name = localName(qualified);
    this.#handler.open(name, nameEnd === -1 ? '' : content.slice(nameEnd), qualified);
    if (isEmpty) this.#handler.close(name);
  }
}

/** Value of an attribute in the raw text behind a tag's name; undefined when it is not there. */
export function attribute(attributes: string, name: string): string | undefined {
  const place = attributes.indexOf(` ${name}=`);
  if (place === -1) return undefined;
  const quotePlace = place + name.length + 2;
  const end = attributes.indexOf(attributes.charAt(quotePlace), quotePlace + 1);
  return end === -1 ? undefined : decodeEntities(attributes.slice(quotePlace + 1, end));
}

/** Every attribute in the raw text behind a tag's name, by its name with prefix. */
export function attributesOf(attributes: string): ReadonlyMap<string, string> {
  const found = attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu);
  return new Map(Array.from(found, ([, name = '', double, single]) => [name, decodeEntities(double ?? single ?? '')]));
}

/** Place of the last character of what begins with `<`; -1 when it has not come yet. */
function endOfMarkup(text: string, tag: number): number {
  if (text.startsWith('<!--', tag)) return endOf(text, '-->', tag);
  if (text.startsWith('<![CDATA[', tag)) return endOf(text, ']]>', tag);
  // A beginning that may still become one of the two above.
  if (text.startsWith('<!', tag) && text.length - tag < 9) return -1;
  let end = text.indexOf('>', tag);
  // A `>` inside an attribute's quotes does not end the tag.
  while (end !== -1 && isInsideQuotes(text, tag, end)) end = text.indexOf('>', end + 1);
  return end;
}

function endOf(text: string, terminator: string, from: number): number {
  const place = text.indexOf(terminator, from);
  return place === -1 ? -1 : place + terminator.length - 1;
}

function isInsideQuotes(text: string, from: number, to: number): boolean {
  let open = 0;
  for (let place = from; place < to; place++) {
    const code = text.charCodeAt(place);
    if (code !== doubleQuote && code !== singleQuote) continue;
    if (open === 0) open = code;
    else if (open === code) open = 0;
  }
  return open !== 0;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,10}));/giu,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return namedEntities[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
