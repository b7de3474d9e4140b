import type { ErrorEntry } from './entry.js';

/** Codes of what departments push to the gateway. */
export const inboundErrors = {
  INBOUND_SIGNATURE_REFUSED: {
    recovery: 'fixConfig',
    status: 401,
    zh: '请求签名不正确。',
    en: 'The signature of the request is wrong.',
    fixZh: '请核对密钥和待签文本（时间戳、随机串、方法、路径、内容的 SHA-256，以换行相连）；时间戳须为当前秒数，与网关相差不超过 5 分钟。',
    fixEn: 'Check the secret and the signed text (timestamp, nonce, method, path and SHA-256 of the body, joined by newlines); the timestamp is in seconds and within 5 minutes of the gateway.',
  },
  INBOUND_REQUEST_REPLAYED: {
    recovery: 'fixConfig',
    status: 409,
    zh: '该签名请求已经收到过。',
    en: 'This signed request has been received before.',
    fixZh: '重发时请换用新的随机串和签名，批次号不变；同一批不会重复入库。',
    fixEn: 'Send it again with a new nonce and signature under the same batch name: a batch is never stored twice.',
  },
  INBOUND_BATCH_DIFFERS: {
    recovery: 'fixConfig',
    status: 409,
    zh: '同一批次号曾推送过不同的内容。',
    en: 'Other content was pushed under this batch name before.',
    fixZh: '请为新内容换用新的批次号。',
    fixEn: 'Use a new batch name for new content.',
  },
  INBOUND_BUFFER_ABSENT: {
    recovery: 'fixConfig',
    status: 409,
    zh: '推送来的数据在网关的存储中，此处读不到。',
    en: 'What was pushed is in the store of the gateway, which is not open here.',
    fixZh: '请在运行的网关上执行交换任务；连接器预览不适用于这一类型。',
    fixEn: 'Run the exchange on the gateway; this type has no preview.',
  },
} as const satisfies Record<string, ErrorEntry>;
