/** How bytes are written as text; `hex-upper` with capital letters. */
export type BytesEncoding = 'hex' | 'hex-upper' | 'base64';

/** How a secret is written; `text` stands for its UTF-8 bytes. */
export type SecretEncoding = 'text' | 'hex' | 'base64';

export function encodeBytes(bytes: Buffer, encoding: BytesEncoding): string {
  return encoding === 'hex-upper' ? bytes.toString('hex').toUpperCase() : bytes.toString(encoding);
}

export function decodeBytes(text: string, encoding: BytesEncoding): Buffer {
  return Buffer.from(text, encoding === 'base64' ? 'base64' : 'hex');
}

export function secretBytes(secret: string, encoding: SecretEncoding): Buffer {
  return Buffer.from(secret, encoding === 'text' ? 'utf8' : encoding);
}
