import type { ErrorEntry } from './entry.js';

/** Codes of the connectors that speak to message brokers. */
export const messageConnectorErrors = {
  MESSAGE_VHOST_REFUSED: {
    recovery: 'fixConfig', status: 502,
    zh: '没有这个虚拟主机，或账号不能进入', en: 'There is no such virtual host, or the user may not enter it',
    fixZh: '核对 vhost；在服务器上建立它，或为账号授予它的权限。',
    fixEn: 'Check vhost; have it made on the broker, or have the user permitted to enter it.',
  },
  MESSAGE_QUEUE_MISSING: {
    recovery: 'fixConfig', status: 422,
    zh: '没有这个队列、交换机或主题', en: 'There is no such queue, exchange or topic',
    fixZh: '核对名称；它由对方或服务器的管理员建立，网关不建立。',
    fixEn: 'Check the name; the far side or the broker’s administrator makes it, the gateway does not.',
  },
  MESSAGE_OFFSETS_GONE: {
    recovery: 'fixConfig', status: 409,
    zh: '主题中已没有上次读到之处的消息', en: 'The topic no longer has what follows the last message read',
    fixZh: '消息在读取之前已过保留期，或主题是重建的：先与对方对账补报，再以 --full 从现存最早的消息读起。',
    fixEn: 'They passed the topic’s retention before they were read, or it was made anew: reconcile with the sender, then run with --full to begin at the oldest kept.',
  },
  MESSAGE_BODY_UNREADABLE: {
    recovery: 'skipRecord', status: 422,
    zh: '消息体无法读取', en: 'The body of the message cannot be read',
    fixZh: '核对 format 与 rows；请发送方改正后重发。', fixEn: 'Check format and rows; have the sender mend and send it again.',
  },
  MESSAGE_TOO_LARGE: {
    recovery: 'skipRecord', status: 422,
    zh: '消息过大', en: 'The message is too large',
    fixZh: '在映射中缩短该记录的内容，大段内容以附件另送。', fixEn: 'Shorten the record in its mapping and send large content apart.',
  },
} as const satisfies Record<string, ErrorEntry>;
