const bytesAtFirst = 16 * 1024;
const utf8BytesPerUnitMax = 3;
const word = 2 ** 32;
const uuidCharacters = 36;
const dash = 45;
const noDigit = 255;

/** Hexadecimal digits by their character code. */
const digitOf = new Uint8Array(128).fill(noDigit);
for (let digit = 0; digit < 16; digit += 1) {
  const character = digit.toString(16);
  digitOf[character.charCodeAt(0)] = digit;
  digitOf[character.toUpperCase().charCodeAt(0)] = digit;
}

/** Bytes that grow at their end, numbers in network order. */
export class CopyBuffer {
  #bytes = Buffer.allocUnsafeSlow(bytesAtFirst);
  #length = 0;

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  int8(value: number): void {
    this.#reserve(1);
    this.#length = this.#bytes.writeInt8(value, this.#length);
  }

  int16(value: number): void {
    this.#reserve(2);
    this.#length = this.#bytes.writeInt16BE(value, this.#length);
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeInt32BE(value, this.#length);
  }

  /** An integer that a number holds exactly. */
  int64(value: number): void {
    this.int32(Math.floor(value / word));
    this.#reserve(4);
    this.#length = this.#bytes.writeUInt32BE(value >>> 0, this.#length);
  }

  /** An integer that a number may not hold exactly. */
  bigInt64(value: bigint): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeBigInt64BE(value, this.#length);
  }

  raw(bytes: Buffer): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A text as UTF-8 with its length in bytes in front. */
  text(text: string): void {
    this.#reserve(4 + text.length * utf8BytesPerUnitMax);
    const length = this.#bytes.write(text, this.#length + 4);
    this.#length = this.#bytes.writeInt32BE(length, this.#length) + length;
  }

  /** Sixteen bytes; false for a text that is no UUID. */
  uuid(text: string): boolean {
    if (text.length !== uuidCharacters) return false;
    this.#reserve(uuidCharacters);
    let at = this.#length;
    for (let i = 0; i < uuidCharacters; i += 2) {
      if (text.charCodeAt(i) === dash) i += 1;
      const high = digitOf[text.charCodeAt(i)] ?? noDigit;
      const low = digitOf[text.charCodeAt(i + 1)] ?? noDigit;
      if (high === noDigit || low === noDigit) return false;
      this.#bytes[at] = high * 16 + low;
      at += 1;
    }
    const isWhole = at === this.#length + 16;
    this.#length = at;
    return isWhole;
  }

  #reserve(bytes: number): void {
    const wanted = this.#length + bytes;
    if (wanted <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(wanted, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
