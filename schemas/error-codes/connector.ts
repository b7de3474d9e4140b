import { fileConnectorErrors } from './connector-file.js';
import { restConnectorErrors } from './connector-rest.js';
import type { ErrorEntry } from './entry.js';

/** Codes that all connector types share, then those of each family. */
export const connectorErrors = {
  ...fileConnectorErrors,
  ...restConnectorErrors,
  CONNECTOR_CONFIG_INVALID: {
    recovery: 'fixConfig', status: 422,
    zh: '连接器配置有误', en: 'The configuration of the connector is wrong',
    fixZh: '按提示改正 spec.config。', fixEn: 'Mend spec.config as the facts show.',
  },
  CONNECTOR_STREAM_MISSING: {
    recovery: 'fixConfig', status: 422,
    zh: '连接器没有这个数据流', en: 'The connector has no such stream',
    fixZh: '在连接器中添加该数据流，或改正交换任务中的 stream。',
    fixEn: 'Add the stream to the connector or mend the stream of the exchange.',
  },
  CONNECTOR_HOST_NOT_FOUND: {
    recovery: 'retry', status: 502,
    zh: '找不到主机', en: 'The host was not found',
    fixZh: '核对主机名和域名解析。', fixEn: 'Check the host name and its resolution.',
  },
  CONNECTOR_CONNECTION_REFUSED: {
    recovery: 'retry', status: 502,
    zh: '连接被拒绝', en: 'The connection was refused',
    fixZh: '确认对方服务已启动，端口和防火墙已放行，证书有效。',
    fixEn: 'See that the far service runs, that port and firewall let us through, and that its certificate is valid.',
  },
  CONNECTOR_LOGIN_REFUSED: {
    recovery: 'fixConfig', status: 502,
    zh: '对方拒绝了账号、密码或令牌', en: 'The far system refused user, password or token',
    fixZh: '核对账号与密钥，确认未过期且有相应权限。',
    fixEn: 'Check user and secret, that they have not expired, and that they carry the right asked for.',
  },
} as const satisfies Record<string, ErrorEntry>;
