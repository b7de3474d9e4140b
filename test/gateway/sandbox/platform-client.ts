import { createHash, createHmac, randomUUID } from 'node:crypto';

/** A client of the provincial platform that signs by the description alone, apart from the sandbox's own code. */
export class PlatformClient {
  private token = '';

  constructor(
    private readonly url: string,
    private readonly appId: string,
    private readonly secret: string,
  ) {}

  async signIn(): Promise<void> {
    const response = await fetch(`${this.url}/oauth/token`, {
      method: 'POST',
      body: JSON.stringify({ appId: this.appId, secret: this.secret }),
    });
    const { data } = (await response.json()) as { data: { accessToken: string } };
    this.token = data.accessToken;
  }

  async post(
    path: string,
    body: unknown,
  ): Promise<{ status: number; headers: Headers; body: PlatformAnswer }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const timestamp = String(Date.now());
    const nonce = randomUUID();
    const digest = createHash('sha256').update(text).digest('hex');
    const signed = `${this.appId}\n${timestamp}\n${nonce}\n${digest}`;
    const signature = createHmac('sha256', this.secret).update(signed).digest('hex');
    const headers = { authorization: `Bearer ${this.token}`, appId: this.appId, timestamp, nonce, signature };
    const response = await fetch(`${this.url}${path}`, { method: 'POST', headers, body: text });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as PlatformAnswer,
    };
  }
}

export interface PlatformAnswer {
  readonly code: string;
  readonly message: string;
  readonly data: {
    readonly batchNo: string;
    readonly rows: readonly { readonly idempotencyKey: string; readonly receiptNo: string }[];
    readonly receipts: readonly {
      readonly receiptNo: string;
      readonly status: string;
      readonly code: string;
    }[];
    readonly results: readonly {
      readonly idempotencyKey: string;
      readonly status: string;
      readonly code?: string;
    }[];
  };
}
