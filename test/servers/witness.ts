import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { parseCheckpoint, type Checkpoint } from '../../gateway/exchange-log/verify/checkpoint.js';
import { isExtension } from '../../gateway/exchange-log/verify/merkle.js';
import { parseNote, signatureLine, signersOf } from '../../gateway/exchange-log/verify/note.js';
import { cosignedText, parseVerifierKey, verifierKeyText, type VerifierKey } from '../../gateway/exchange-log/verify/verifier-key.js';

/** A cosigning witness as C2SP tlog-witness describes it, for one log; it also keeps what is posted to `/hook`. */
export class TestWitness {
  readonly posted: string[] = [];
  /** What it cosigned last. */
  latest: Checkpoint | undefined;
  readonly #server: Server;
  readonly #logKey: VerifierKey;
  readonly #privateKey: KeyObject;
  readonly verifierKey: string;

  private constructor(logKey: VerifierKey) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.#logKey = logKey;
    this.#privateKey = privateKey;
    this.verifierKey = verifierKeyText('witness.example/w1', 'cosignature', publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
    this.#server = createServer((request, response) => {
      void text(request).then(async (body) => {
        const { status, type = 'text/plain', answer = '' } = request.url === '/add-checkpoint' ? await this.#add(body) : this.#post(body);
        response.writeHead(status, { 'content-type': type }).end(answer);
      });
    });
  }

  static async open(logKey: VerifierKey): Promise<TestWitness> {
    const witness = new TestWitness(logKey);
    witness.#server.listen(0, '127.0.0.1');
    await once(witness.#server, 'listening');
    return witness;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #post(body: string): Answer {
    this.posted.push(body);
    return { status: 204 };
  }

  async #add(body: string): Promise<Answer> {
    const end = body.indexOf('\n\n');
    const [first = '', ...proof] = body.slice(0, end).split('\n');
    const note = parseNote(body.slice(end + 2));
    const checkpoint = parseCheckpoint(note?.text ?? '');
    const old = Number(/^old (\d+)$/.exec(first)?.[1]);
    if (note === undefined || checkpoint === undefined || Number.isNaN(old) || old > checkpoint.size) return { status: 400 };
    if (checkpoint.origin !== this.#logKey.name) return { status: 404 };
    const signers = signersOf(note, [this.#logKey]);
    if (signers === 'forged' || signers.length === 0) return { status: 403 };
    const knownSize = this.latest?.size ?? 0;
    if (old !== knownSize) return { status: 409, type: 'text/x.tlog.size', answer: `${String(knownSize)}\n` };
    const path = proof.map((line) => Buffer.from(line, 'base64'));
    if (this.latest && !isExtension('sha256', this.latest, checkpoint, path)) return { status: old === checkpoint.size ? 409 : 422 };
    this.latest = checkpoint;
    const seconds = 1_795_413_600n;
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(seconds);
    const key = await parseVerifierKey(this.verifierKey);
    const bytes = Buffer.concat([time, sign(null, cosignedText(Buffer.from(note.text), seconds), this.#privateKey)]);
    return { status: 200, answer: `${signatureLine({ name: key?.name ?? '', id: key?.id ?? '', bytes })}\n` };
  }
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly answer?: string;
}
