import type { JsonObject } from '../../schemas/json.js';
import { jsonPathPattern } from '../shared/json-path.js';
import { signatureAlgorithms } from '../shared/signature.js';

const jsonPath: JsonObject = { type: 'string', pattern: jsonPathPattern };
const text: JsonObject = { type: 'string', minLength: 1 };
const secret: JsonObject = { type: 'string', minLength: 1, 'x-secret': true };
const textMap: JsonObject = { type: 'object', additionalProperties: { type: 'string' }, maxProperties: 50 };
const seconds: JsonObject = { type: 'integer', minimum: 1, maximum: 31_536_000 };

const tokenPlace: JsonObject = {
  header: {
    title: '令牌请求头 Token header',
    ...text,
    default: 'Authorization',
    examples: ['X-Access-Token'],
  },
  prefix: {
    title: '令牌前缀 Token prefix',
    description:
      '默认 Authorization 前缀为 “Bearer ”，其他请求头无前缀。"Bearer " for Authorization, else nothing.',
    type: 'string',
  },
};

export const authSchema: JsonObject = {
  title: '身份认证 Authentication',
  type: 'object',
  required: ['kind'],
  oneOf: [
    { properties: { kind: { const: 'none' } }, additionalProperties: false },
    {
      properties: { kind: { const: 'token' }, token: secret, ...tokenPlace },
      required: ['token'],
      additionalProperties: false,
    },
    {
      properties: { kind: { const: 'basic' }, user: text, password: secret },
      required: ['user', 'password'],
      additionalProperties: false,
    },
    {
      title: '先取令牌 Token endpoint',
      properties: {
        kind: { const: 'token-endpoint' },
        path: text,
        body: { title: '请求内容 Body', type: 'object', maxProperties: 50, 'x-secret': true },
        bodyAs: { enum: ['json', 'form'], default: 'json' },
        signed: { title: '取令牌也签名 Sign this request too', type: 'boolean', default: false },
        token: { title: '令牌的路径 Path of the token', ...jsonPath, examples: ['data.accessToken'] },
        expiresIn: {
          title: '有效秒数的路径 Path of its life in seconds',
          ...jsonPath,
          examples: ['data.expiresIn'],
        },
        lifetimeSeconds: { ...seconds, default: 600 },
        ...tokenPlace,
      },
      required: ['path', 'body', 'token'],
      additionalProperties: false,
    },
    {
      title: '两步换取签名密钥 Signing secret in two steps',
      description: '用 sign.secret 换刷新密钥，再用它换请求密钥，之后用请求密钥签名。The secret of sign gets the refresh secret, that one the secret that signs.',
      properties: {
        kind: { const: 'secret-exchange' },
        first: exchangeStep('refreshSecret', ['datas.refreshSecret']),
        second: exchangeStep('requestSecret', ['datas.requestSecret']),
      },
      required: ['first', 'second'],
      additionalProperties: false,
    },
  ],
  default: { kind: 'none' },
};

const signature: JsonObject = {
  template: {
    title: '待签文本 Text that is signed',
    description:
      '可用 {timestamp} {nonce} {method} {target} {path} {query} {body} {bodySha256} {bodySm3} {token} {secret} 以及 parts 中的名称。' +
      'May name these parts and those under parts.',
    ...text,
    examples: ['{appId}\n{timestamp}\n{nonce}\n{bodySha256}'],
  },
  algorithm: {
    title: '算法 Algorithm',
    description: 'md5 强度弱，仅在对方要求时使用。md5 is weak: only where the receiver asks for it.',
    enum: [...signatureAlgorithms],
  },
  secret: { title: '密钥 Secret', description: 'sm2：私钥，64 位十六进制或 PEM。sm2: private key, hex or PEM.', ...secret },
  secretEncoding: { enum: ['text', 'hex', 'base64'], default: 'text' },
  signatureEncoding: { enum: ['hex', 'hex-upper', 'base64'], default: 'hex' },
  userId: { title: 'SM2 签名者标识 Identity of the SM2 signer', ...text, default: '1234567812345678' },
  sm2Form: { title: 'SM2 签名的写法 Form of the SM2 signature', enum: ['der', 'rs'], default: 'der' },
};

const timestampUnit: JsonObject = {
  title: '时间戳单位 Unit of the timestamp',
  enum: ['s', 'ms'],
  default: 'ms',
};
const parts: JsonObject = { title: '固定部分 Constant parts', ...textMap, examples: [{ appId: 'gannan-gateway' }] };

export const signSchema: JsonObject = {
  title: '请求签名 Signing',
  type: 'object',
  properties: {
    preset: {
      title: '通行做法 Customary style',
      description: 'x-tif 请求头，或查询串中的 appKey、requestTime、sign；parts 须有 appId。Both want the part appId.',
      enum: ['x-tif', 'app-key'],
    },
    ...signature,
    timestampUnit,
    parts,
    headers: {
      title: '签名请求头 Headers',
      ...textMap,
      examples: [{ appId: '{appId}', timestamp: '{timestamp}', nonce: '{nonce}', signature: '{signature}' }],
    },
    query: { title: '签名参数 Parameters', ...textMap, examples: [{ sign: '{signature}' }] },
  },
  required: ['secret'],
  anyOf: [
    {
      properties: { parts: { type: 'object', required: ['appId'] } },
      required: ['preset', 'parts'],
    },
    { required: ['template', 'algorithm', 'headers'] },
    { required: ['template', 'algorithm', 'query'] },
  ],
  additionalProperties: false,
};

export const sealSchema: JsonObject = {
  title: '请求内容加密 Sealed body',
  description: '请求内容以 SM4 加密、SM2 签名后放入 envelope。The body is encrypted by SM4, signed by SM2, and put into envelope.',
  type: 'object',
  properties: {
    kind: { const: 'sm4-sm2' },
    algorithm: {
      title: '加密算法 Cipher',
      description: 'sm4-ecb 会暴露相同的内容，仅在对方要求时使用。sm4-ecb shows equal blocks: only where asked for.',
      enum: ['sm4-cbc', 'sm4-ecb'],
      default: 'sm4-cbc',
    },
    key: { title: 'SM4 密钥（16 字节） SM4 key, 16 bytes', ...secret },
    keyEncoding: { enum: ['text', 'hex', 'base64'], default: 'hex' },
    vector: {
      title: '约定的初始向量 Agreed initialisation vector',
      description: '不填则每次随机，放在密文之前。Without it a fresh one stands before the cipher text.',
      type: 'string',
      pattern: '^[0-9A-Fa-f]{32}$',
    },
    encoding: { title: '密文的写法 Form of the cipher text', enum: ['hex', 'hex-upper', 'base64'], default: 'hex-upper' },
    timestampUnit,
    parts,
    secretParts: {
      title: '只用于待签文本的部分 Parts of the signed text only',
      type: 'object',
      additionalProperties: secret,
      maxProperties: 10,
    },
    envelope: { title: '外层 Envelope', description: '{timestamp} {nonce} {sealed} {signature}', type: 'object', maxProperties: 50 },
    sign: { title: '签名 Signature', type: 'object', properties: signature, required: ['secret'], additionalProperties: false },
    answer: {
      title: '应答的解密 Sealed answers',
      type: 'object',
      properties: {
        data: { title: '密文的路径 Path of the cipher text', ...jsonPath, examples: ['encData'] },
        signature: { title: '签名的路径 Path of the signature', ...jsonPath, examples: ['signData'] },
        publicKey: { title: '对方的 SM2 公钥 The receiver’s SM2 public key', type: 'string', pattern: '^04[0-9A-Fa-f]{128}$' },
        template: { title: '待验文本 Text that was signed', ...text, default: '{plain}' },
      },
      required: ['data'],
      dependentRequired: { publicKey: ['signature'] },
      additionalProperties: false,
    },
  },
  required: ['kind', 'key'],
  additionalProperties: false,
};

const file: JsonObject = { ...text, description: '工作区内的文件。A file in the workspace.' };

export const tlsSchema: JsonObject = {
  title: '证书 Certificates',
  type: 'object',
  properties: {
    certificate: { title: '我方证书（PEM） Our certificate', ...text },
    certificateFile: { title: '我方证书文件 Its file', ...file },
    privateKey: { title: '私钥（PEM） Private key', ...secret },
    privateKeyFile: { title: '私钥文件 Its file', ...file },
    passphrase: { title: '私钥口令 Passphrase', ...secret },
    authority: { title: '对方的 CA（PEM） Authority of the far side', ...text },
    authorityFile: { title: '对方的 CA 文件 Its file', ...file },
  },
  minProperties: 1,
  additionalProperties: false,
};

function exchangeStep(name: string, examples: string[]): JsonObject {
  return {
    type: 'object',
    properties: {
      path: { ...text, examples: ['/gateway/app/refreshTokenBySec.htm'] },
      [name]: { title: '密钥的路径 Path of the secret', ...jsonPath, examples },
      lifetimeSeconds: { title: '有效秒数 Its life', ...seconds },
    },
    required: ['path', name, 'lifetimeSeconds'],
    additionalProperties: false,
  };
}
