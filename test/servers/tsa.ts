import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

const policy = `
[tsa]
default_tsa = t
[t]
serial = serial
signer_cert = tsa.pem
certs = carried.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
`;

/** A time stamp authority (RFC 3161 over HTTP) whose every answer the openssl program makes, with a certificate of its own. */
export class TestTsa {
  /** SHA-256 of the authority's certificate, and of that which vouches for it. */
  readonly fingerprint: string;
  readonly rootFingerprint: string;
  readonly rootPem: string;
  /** Requests that were answered. */
  asked = 0;
  /** Answers as RFC 3161 says no: status 2 and nothing else. */
  refuses = false;
  readonly #folder = mkdtempSync(join(tmpdir(), 'jiantong-tsa-'));
  readonly #server: Server;

  private constructor(key: 'rsa' | 'ec', alsoCarries: string) {
    const newKey = key === 'rsa' ? ['-newkey', 'rsa:2048'] : ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    writeFileSync(join(this.#folder, 'tsa.cnf'), policy);
    writeFileSync(join(this.#folder, 'serial'), '01\n');
    writeFileSync(join(this.#folder, 'extensions'), 'extendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:FALSE\n');
    this.#openssl('req', '-x509', ...newKey, '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-utf8', '-subj', '/C=CN/O=测试时间戳/CN=Test root');
    this.#openssl('req', ...newKey, '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/C=CN/CN=Test TSA');
    this.#openssl('x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'extensions', '-out', 'tsa.pem');
    this.rootPem = readFileSync(join(this.#folder, 'ca.pem'), 'utf8');
    writeFileSync(join(this.#folder, 'carried.pem'), this.rootPem + alsoCarries);
    [this.fingerprint, this.rootFingerprint] = [this.#fingerprintOf('tsa.pem'), this.#fingerprintOf('ca.pem')];
    this.#server = createServer((request, response) => {
      void buffer(request).then((query) => {
        this.asked += 1;
        response.setHeader('content-type', 'application/timestamp-reply').end(this.refuses ? Buffer.from('30053003020102', 'hex') : this.#reply(query));
      });
    });
  }

  /** `alsoCarries`: certificates that its tokens carry beside its own, as a forger's would. */
  static async open(key: 'rsa' | 'ec' = 'rsa', alsoCarries = ''): Promise<TestTsa> {
    const tsa = new TestTsa(key, alsoCarries);
    await new Promise<void>((resolve) => tsa.#server.listen(0, '127.0.0.1', resolve));
    return tsa;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/tsr`;
  }

  /** A token over a text, base64, as a bundle carries it. */
  stamp(text: string): string {
    writeFileSync(join(this.#folder, 'data'), text);
    this.#openssl('ts', '-query', '-data', 'data', '-sha256', '-cert', '-out', 'query');
    writeFileSync(join(this.#folder, 'reply'), this.#reply(readFileSync(join(this.#folder, 'query'))));
    this.#openssl('ts', '-reply', '-in', 'reply', '-token_out', '-out', 'token');
    return readFileSync(join(this.#folder, 'token')).toString('base64');
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true });
  }

  #reply(query: Buffer): Buffer {
    writeFileSync(join(this.#folder, 'query'), query);
    this.#openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-out', 'answer');
    return readFileSync(join(this.#folder, 'answer'));
  }

  #openssl(...command: readonly string[]): void {
    execFileSync('openssl', command, { cwd: this.#folder, stdio: 'ignore' });
  }

  #fingerprintOf(file: string): string {
    const [, base64 = ''] = /-----BEGIN CERTIFICATE-----([^-]*)-----/u.exec(readFileSync(join(this.#folder, file), 'utf8')) ?? [];
    return createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
  }
}
