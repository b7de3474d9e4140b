import type { JsonObject } from '../../../schemas/json.js';
import { allowedAddress, type Reach } from '../networks.js';

/** How a database server is reached and read, whatever its kind. */
export interface SqlSettings {
  readonly host: string;
  readonly port?: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly sslMode?: 'disable' | 'require' | 'verify-full';
  /** Certificate authority in PEM, for `verify-full`. */
  readonly sslRootCertificate?: string;
  readonly connectTimeoutSeconds?: number;
  readonly statementTimeoutSeconds?: number;
  /** Zone of the columns that name none; the server's own when absent. */
  readonly timeZone?: string;
  readonly settleSeconds?: number;
  readonly lookBackSeconds?: number;
}

const sqlDefaults = {
  sslMode: 'disable',
  connectTimeoutSeconds: 10,
  statementTimeoutSeconds: 60,
  settleSeconds: 0,
  lookBackSeconds: 120,
} as const;

/** Settings with every default filled in, and what may be reached with them. */
export type ResolvedSettings = SqlSettings &
  Required<Pick<SqlSettings, 'port' | keyof typeof sqlDefaults>> & { readonly reach: Reach };

/** @param port the customary one of the kind of database */
export function resolveSettings(settings: SqlSettings, port: number, { networks, resolve }: Reach): ResolvedSettings {
  return { port, ...sqlDefaults, ...settings, reach: { networks, resolve } };
}

/** Where to connect to now. @throws CONNECTOR_ADDRESS_REFUSED, CONNECTOR_HOST_NOT_FOUND */
export async function addressToReach({ host, port, reach }: ResolvedSettings): Promise<string> {
  return await allowedAddress(host, port, reach);
}

/** Where times are written without a zone, unless `timeZone` says otherwise. */
export const writingZone = 'Asia/Shanghai';

export const secondMs = 1_000;

/** What an error says of the place it came from. */
export function addressOf({ host, port, database, user }: ResolvedSettings) {
  return { host, port, database, user };
}

const text: JsonObject = { type: 'string', minLength: 1, maxLength: 255 };
const hourSeconds = 3_600;
const weekSeconds = 604_800;

/** JSON Schema properties of `SqlSettings`. @param port the customary one, or what is said where kinds differ in it */
export function sqlProperties(port: number | string): JsonObject {
  return {
    host: { title: '主机 Host', ...text, examples: ['10.1.2.3'] },
    port: {
      title: '端口 Port',
      type: 'integer',
      minimum: 1,
      maximum: 65_535,
      ...(typeof port === 'number' ? { default: port } : { description: port }),
    },
    database: { title: '数据库 Database', ...text },
    user: { title: '账号 User', ...text },
    password: { title: '密码 Password', type: 'string', maxLength: 1_000, 'x-secret': true },
    sslMode: {
      title: '加密方式 TLS',
      description:
        'disable：不加密；require：加密但不核对证书；verify-full：加密并核对证书与主机名。' +
        'disable: none; require: encrypted, certificate not checked; verify-full: certificate and host name checked.',
      enum: ['disable', 'require', 'verify-full'],
      default: sqlDefaults.sslMode,
    },
    sslRootCertificate: {
      title: '根证书 Root certificate',
      description: 'PEM 文本；缺省为系统信任的根证书。PEM text; the system’s own when absent.',
      type: 'string',
      maxLength: 65_536,
    },
    connectTimeoutSeconds: {
      title: '连接超时秒数 Time limit of connecting, s',
      type: 'integer',
      minimum: 1,
      maximum: 300,
      default: sqlDefaults.connectTimeoutSeconds,
    },
    statementTimeoutSeconds: {
      title: '语句超时秒数 Time limit of a statement, s',
      type: 'integer',
      minimum: 1,
      maximum: hourSeconds,
      default: sqlDefaults.statementTimeoutSeconds,
    },
    timeZone: {
      title: '时区 Time zone',
      description:
        '不带时区的时间列所用的时区，缺省为服务器自己的设置。Zone of time columns that name none; the server’s own when absent.',
      type: 'string',
      pattern: '^[A-Za-z0-9_+/-]{1,64}$',
      examples: ['Asia/Shanghai'],
    },
    settleSeconds: {
      title: '静置秒数 Settling time, s',
      description:
        '增量读取只读到来源当前时间减去该秒数。An incremental pull reads up to the source’s own now less these seconds.',
      type: 'integer',
      minimum: 0,
      maximum: weekSeconds,
      default: sqlDefaults.settleSeconds,
    },
    lookBackSeconds: {
      title: '回看秒数 Look back, s',
      description:
        '再读上次读取之前这些秒内的行，以免漏掉晚提交的行；应大于来源最长事务的时长。' +
        'Rows of so many seconds before the last reading are read again, for those that were committed late; longer than the longest transaction of the source.',
      type: 'integer',
      minimum: 0,
      maximum: weekSeconds,
      default: sqlDefaults.lookBackSeconds,
    },
  };
}

export const sqlRequired = ['host', 'database', 'user'];
