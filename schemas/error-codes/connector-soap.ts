import type { ErrorEntry } from './entry.js';

/** Codes of the connector that speaks SOAP. */
export const soapErrors = {
  SOAP_WSDL_UNREADABLE: {
    recovery: 'fixConfig', status: 502,
    zh: 'WSDL 无法读取', en: 'The WSDL cannot be read',
    fixZh: '核对 wsdl 地址；在浏览器中打开，应为 WSDL 1.1 文档，所引用的文档也须在同一主机。',
    fixEn: 'Check the address of wsdl: it has to be WSDL 1.1, and what it imports has to lie on the same host.',
  },
  SOAP_OPERATION_MISSING: {
    recovery: 'fixConfig', status: 422,
    zh: 'WSDL 中没有这个操作', en: 'The WSDL has no such operation',
    fixZh: '把数据流的 path 改为所列的操作名。', fixEn: 'Set the path of the stream to one of the operations listed.',
  },
} as const satisfies Record<string, ErrorEntry>;
