import { databaseConnectorErrors } from './connector-database.js';
import { fileConnectorErrors } from './connector-file.js';
import { handoverErrors } from './connector-handover.js';
import { messageConnectorErrors } from './connector-message.js';
import { restConnectorErrors } from './connector-rest.js';
import { soapErrors } from './connector-soap.js';
import type { ErrorEntry } from './entry.js';

/** Codes that all connector types share, then those of each family. */
export const connectorErrors = {
  ...databaseConnectorErrors,
  ...fileConnectorErrors,
  ...restConnectorErrors,
  ...soapErrors,
  ...handoverErrors,
  ...messageConnectorErrors,
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
  CONNECTOR_CURSOR_INVALID: {
    recovery: 'fixConfig', status: 422,
    zh: '读取位置无法识别', en: 'The stored position cannot be read',
    fixZh: '以 --full 运行一次该交换任务。', fixEn: 'Run the exchange once with --full.',
  },
  CONNECTOR_ADDRESS_REFUSED: {
    recovery: 'fixConfig', status: 422,
    zh: '该主机的地址不允许连接', en: 'The address of the host may not be connected to',
    fixZh: '核对 host；确需连接时，请数据管理部门在 JIANTONG_NETWORKS 中加入该地址或其网络，例如 *,127.0.0.1:5432。',
    fixEn: 'Check host; if it is meant, have the data office add the address or its network to JIANTONG_NETWORKS, e.g. *,127.0.0.1:5432.',
  },
  CONNECTOR_DRIVER_MISSING: {
    recovery: 'fixConfig', status: 501,
    zh: '没有安装这类连接器所需的包', en: 'The package that this kind of connector needs is not installed',
    fixZh: '在网关的文件夹中运行 npm install --ignore-scripts 安装所示的包，然后重启。',
    fixEn: 'Run npm install --ignore-scripts with the package shown in the folder of the gateway, then start it again.',
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
  CONNECTOR_TIMED_OUT: {
    recovery: 'retry', status: 504,
    zh: '对方在限定时间内没有应答', en: 'The far system did not answer in time',
    fixZh: '检查网络和对方负载；经常如此时调大连接器的超时秒数。',
    fixEn: 'Look at the network and the load of the far system; if it happens often, raise the time limits of the connector.',
  },
  CONNECTOR_CONNECTION_LOST: {
    recovery: 'retry', status: 502,
    zh: '连接中断', en: 'The connection was cut',
    fixZh: '无需处理，将自动重试；经常如此时检查网络设备的空闲断开时间。',
    fixEn: 'Nothing: it is tried again. If it happens often, look for network devices that cut idle connections.',
  },
  CONNECTOR_BUSY: {
    recovery: 'retry', status: 503,
    zh: '对方暂时无法受理', en: 'The far system cannot take more at present',
    fixZh: '无需处理，将自动重试；经常如此时请对方调大连接数或资源上限。',
    fixEn: 'Nothing: it is tried again. If it happens often, have the far side raise its limits of connections or resources.',
  },
  CONNECTOR_RIGHT_MISSING: {
    recovery: 'fixConfig', status: 502,
    zh: '账号没有所需的权限', en: 'The user lacks a right',
    fixZh: '请对方给该账号授予所示对象的读取（报送时为写入）权限。',
    fixEn: 'Have the far side grant the user the right to read (to write, when delivering) what is named.',
  },
} as const satisfies Record<string, ErrorEntry>;
