/** Longest item in characters: four times a pulled batch's bytes would not fit into one anyway. */
const itemCharsMax = 4 * 1024 * 1024;
/** Deepest nesting of what stands around the items. */
const depthMax = 100;

interface Level {
  readonly isArray: boolean;
  /** Name or place of the member that is being read. */
  step: string | number;
}

/**
 * Cuts the items of one array out of JSON that comes in pieces, so that a file of any size is read in the memory of
 * one item. What stands around the array is passed over; the items' own grammar is for JSON.parse to judge.
 */
export class JsonItemScanner {
  readonly #path: readonly (string | number)[];
  readonly #levels: Level[] = [];
  #isInText = false;
  #isEscaped = false;
  /** A text that may turn out to be a member's name, with its quotes. */
  #name = '';
  #awaitsName = false;
  /** The item that is being read, and how deep inside it we are; undefined outside. */
  #item: string | undefined;
  #itemDepth = 0;
  #hasFound = false;
  #hasEnded = false;

  /** @param path where the array stands; empty: the document is the array */
  constructor(path: readonly (string | number)[]) {
    this.#path = path;
  }

  /** True once the array has been seen. */
  get hasFound(): boolean {
    return this.#hasFound;
  }

  /** The texts of the items that end in this piece. Throws SyntaxError for what cannot be JSON. */
  *write(chunk: string): Generator<string> {
    let from = 0;
    for (let place = 0; place < chunk.length; place++) {
      const code = chunk.charCodeAt(place);
      if (this.#isInText) {
        this.#text(chunk, place, code);
        continue;
      }
      if (this.#item === undefined) {
        const isItem = this.#outside(code, chunk.charAt(place));
        if (!isItem) continue;
        this.#item = '';
        this.#itemDepth = 0;
        from = place;
      }
      if (code === quote) this.#isInText = true;
      else if (code === openBrace || code === openBracket) this.#itemDepth++;
      else if (this.#itemDepth === 0 && (code === comma || code === closeBracket)) {
        yield this.#item + chunk.slice(from, place);
        this.#item = undefined;
        this.#outside(code, chunk.charAt(place));
      } else if (code === closeBrace || code === closeBracket) this.#itemDepth--;
    }
    if (this.#item === undefined) return;
    this.#item += chunk.slice(from);
    if (this.#item.length > itemCharsMax) throw new SyntaxError(`an item is longer than ${itemCharsMax} characters`);
  }

  /** Says that nothing more comes. Throws SyntaxError for a document that ends in the middle. */
  end(): void {
    if (!this.#hasEnded) throw new SyntaxError('the document ends in the middle');
  }

  #text(chunk: string, place: number, code: number): void {
    if (this.#awaitsName) this.#name += chunk.charAt(place);
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === backslash) this.#isEscaped = true;
    else if (code === quote) this.#isInText = false;
    if (this.#name.length > itemCharsMax) throw new SyntaxError('a name is too long');
  }

  /** One character outside the items; true when an item begins with it. */
  #outside(code: number, character: string): boolean {
    if (code === space || code === tab || code === lineFeed || code === carriageReturn) return false;
    if (this.#hasEnded) throw new SyntaxError('something stands behind the document');
    const level = this.#levels.at(-1);
    if (level?.isArray && code !== closeBracket && code !== comma && this.#isAtArray()) return true;
    switch (code) {
      case quote:
        this.#isInText = true;
        this.#name = character;
        this.#awaitsName = level?.isArray === false;
        break;
      case colon:
        if (level && !level.isArray && this.#awaitsName) level.step = nameOf(this.#name);
        this.#awaitsName = false;
        break;
      case comma:
        if (level?.isArray) level.step = Number(level.step) + 1;
        break;
      case openBrace:
      case openBracket:
        this.#levels.push({ isArray: code === openBracket, step: code === openBracket ? 0 : '' });
        if (this.#levels.length > depthMax) throw new SyntaxError('nested too deeply');
        if (code === openBracket && this.#isAtArray()) this.#hasFound = true;
        break;
      case closeBrace:
      case closeBracket:
        if (level?.isArray !== (code === closeBracket)) throw new SyntaxError(`${character} closes nothing`);
        this.#levels.pop();
        this.#hasEnded = this.#levels.length === 0;
        break;
      default:
        if (!level) throw new SyntaxError('neither an array nor an object');
    }
    return false;
  }

  /** Whether the innermost level is the array that is looked for. */
  #isAtArray(): boolean {
    return (
      this.#levels.length === this.#path.length + 1 &&
      this.#path.every((step, place) => this.#levels[place]?.step === step)
    );
  }
}

function nameOf(text: string): string {
  const name: unknown = JSON.parse(text);
  return String(name);
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;
const space = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
