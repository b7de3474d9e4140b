import type { JsonObject } from '../../../schemas/json.js';

/** Where files lie; absent in a configuration: in folders of this machine. */
export type PlaceSettings = { readonly kind: 'local' } | SftpSettings | FtpSettings;

interface RemoteSettings {
  readonly host: string;
  readonly port?: number;
  readonly user: string;
  readonly password?: string;
  /** Folder of the server that no file lies outside of; absent: where the user arrives. */
  readonly root?: string;
  readonly timeoutSeconds?: number;
}

export interface SftpSettings extends RemoteSettings {
  readonly kind: 'sftp';
  /** PEM or OpenSSH form, with its passphrase where it has one. */
  readonly privateKey?: string;
  readonly passphrase?: string;
  /** Fingerprint of the server's key as `ssh-keygen -lf` shows it: `SHA256:` and 43 characters. */
  readonly hostKey: string;
}

export interface FtpSettings extends RemoteSettings {
  readonly kind: 'ftp';
  /** `explicit` (absent: this one): AUTH TLS before the password; `none`: everything in plain text. */
  readonly tls?: 'explicit' | 'none';
  /** PEM of the authority, or of the server's own certificate where it signed it itself. */
  readonly ca?: string;
}

export const timeoutSecondsDefault = 30;
const pemCharsMax = 20_000;

const text = (maxLength: number): JsonObject => ({ type: 'string', minLength: 1, maxLength });
const secretText: JsonObject = { ...text(pemCharsMax), 'x-secret': true };
/** One kind of place: what it needs, and what belongs to another kind. */
const kindSchema = (kind: string, required: string[], others: readonly string[]): JsonObject => ({
  properties: { kind: { const: kind }, ...Object.fromEntries(others.map((name) => [name, false])) },
  required,
});
const remoteNames = ['host', 'port', 'user', 'password', 'root', 'timeoutSeconds'] as const;
const sftpNames = ['privateKey', 'passphrase', 'hostKey'] as const;
const ftpNames = ['tls', 'ca'] as const;

/** JSON Schema of `PlaceSettings`. */
export const placeSchema: JsonObject = {
  title: '位置 Place',
  description: '不填：本机文件夹。Absent: folders of this machine.',
  type: 'object',
  properties: {
    kind: {
      title: '种类 Kind',
      description: 'local：本机；sftp：SSH 文件传输；ftp：FTP，默认显式 TLS。ftp uses explicit TLS unless told otherwise.',
      enum: ['local', 'sftp', 'ftp'],
    },
    host: { title: '主机 Host', ...text(255), examples: ['sftp.example'] },
    port: { title: '端口 Port', description: '默认 22（sftp）、21（ftp）。', type: 'integer', minimum: 1, maximum: 65_535 },
    user: { title: '账号 User', ...text(255) },
    password: { title: '密码 Password', ...secretText },
    privateKey: { title: '私钥 Private key', description: 'PEM 或 OpenSSH 格式。PEM or OpenSSH form.', ...secretText },
    passphrase: { title: '私钥口令 Passphrase of the key', ...secretText },
    hostKey: {
      title: '主机密钥指纹 Fingerprint of the host key',
      description:
        '向对方索取，与 ssh-keygen -lf 的输出相同；不符即拒绝连接。Have the far side tell it: as ssh-keygen -lf shows it; any other key is refused.',
      type: 'string',
      pattern: '^SHA256:[A-Za-z0-9+/]{43}$',
    },
    tls: {
      title: '加密 Encryption',
      description: 'explicit（默认）：先 AUTH TLS 再登录；none：明文，仅限可信网络。none: plain text, for trusted networks only.',
      enum: ['explicit', 'none'],
      default: 'explicit',
    },
    ca: {
      title: '证书 Certificate',
      description: '签发机构或自签名服务器证书的 PEM。PEM of the authority, or of a self-signed server.',
      ...text(pemCharsMax),
    },
    root: {
      title: '根目录 Root',
      description: '文件不得在它之外；不填：登录后所在的目录。Nothing may lie outside; absent: where the user arrives.',
      ...text(1_000),
      examples: ['/upload'],
    },
    timeoutSeconds: {
      title: '超时 Time limit',
      description: '多久没有应答即放弃。How long to wait for an answer.',
      type: 'integer',
      minimum: 1,
      maximum: 600,
      default: timeoutSecondsDefault,
    },
  },
  required: ['kind'],
  oneOf: [
    kindSchema('local', [], [...remoteNames, ...sftpNames, ...ftpNames]),
    { ...kindSchema('sftp', ['host', 'user', 'hostKey'], ftpNames), anyOf: [{ required: ['password'] }, { required: ['privateKey'] }] },
    kindSchema('ftp', ['host', 'user', 'password'], sftpNames),
  ],
  additionalProperties: false,
};
