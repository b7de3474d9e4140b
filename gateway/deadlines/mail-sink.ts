import { createTransport } from 'nodemailer';
import { GatewayError } from '../../schemas/errors.js';
import type { LetterKind } from './letters.js';
import type { NoticeDigest, NoticeSink } from './send-notices.js';
import { findingThreshold } from './finding-notice.js';
import { overdueThreshold } from './warnings.js';

/** Whom a department wants told: its own people, and who is told besides when it gets worse. */
export interface MailContacts {
  readonly contacts: readonly string[];
  readonly supervisors: readonly string[];
}

export interface MailSinkOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly url: string;
  /** The sender's address. */
  readonly from: string;
  /** By department's name; asked anew for every digest. */
  readonly contactsOf: (department: string) => MailContacts;
}

type Notice = NoticeDigest['notices'][number];

const answerTimeoutMs = 30_000;

/**
 * Mails each digest, one mail for each department that names somebody; once something is overdue its supervisors get the
 * same mail. A mail has the same Message-ID when it goes again after a lost answer. Throws DEADLINE_MAIL_REFUSED.
 */
export function createMailSink({ url, from, contactsOf }: MailSinkOptions): NoticeSink {
  const { host } = new URL(url);
  return {
    way: 'mail',
    async send(digest) {
      const transport = createTransport({
        url,
        connectionTimeout: answerTimeoutMs,
        greetingTimeout: answerTimeoutMs,
        socketTimeout: answerTimeoutMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        for (const mail of mailsOf(digest)) {
          const { department, subject, text } = mail;
          const { contacts, supervisors } = contactsOf(department);
          const cc = mail.toSupervisors ? supervisors : [];
          if (contacts.length + cc.length === 0) continue;
          const messageId = `<${digest.id.slice(0, 32)}.${department}@jiantong>`;
          const to = contacts.length > 0 ? contacts : cc;
          await transport.sendMail({ from, to: [...to], cc: [...(contacts.length > 0 ? cc : [])], messageId, subject, text });
        }
      } catch (cause) {
        throw new GatewayError('DEADLINE_MAIL_REFUSED', { host }, cause);
      } finally {
        transport.close();
      }
    },
  };
}

interface Mail {
  readonly department: string;
  readonly subject: string;
  readonly text: string;
  readonly toSupervisors: boolean;
}

function mailsOf({ notices, letters }: NoticeDigest): Mail[] {
  const warnings = [...byDepartment(notices)].map(([department, own]) => {
    const isOverdue = own.some(({ threshold }) => threshold === overdueThreshold);
    return { department, ...textOf(department, own, isOverdue), toSupervisors: isOverdue };
  });
  const written = [...byDepartment(letters)].map(([department, own]) => ({
    department,
    subject: `【监通 Jiantong】${[...new Set(own.map(({ kind }) => letterWords[kind]))].join('、')}: ${department}`,
    text: own.map(({ text }) => `${text}\n`).join('\n'),
    toSupervisors: own.some(({ kind }) => kind === 'supervised'),
  }));
  return [...warnings, ...written];
}

function byDepartment<Item extends { readonly department: string }>(items: readonly Item[]): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) found.set(item.department, [...(found.get(item.department) ?? []), item]);
  return found;
}

const letterWords: Readonly<Record<LetterKind, string>> = {
  urged: '催办 urged',
  supervised: '督办 supervised',
  'quiet-stream': '零报告核实 quiet stream',
};

/** Numbers and names of rules only: what a mail says, its servers may read. */
function textOf(department: string, notices: readonly Notice[], isOverdue: boolean): { subject: string; text: string } {
  const total = notices.reduce((sum, { fresh }) => sum + fresh, 0);
  const subject = isOverdue
    ? `【监通 Jiantong】报送义务已逾期，请办理 overdue obligations: ${department} (${String(total)})`
    : `【监通 Jiantong】报送义务即将到期 obligations due soon: ${department} (${String(total)})`;
  const lines = notices.map(({ rule, dueOn, threshold, obligations }) => {
    const standing = standingOf(threshold);
    return `${dueOn}  ${standing}  ${rule}  ${String(obligations)} 条 obligations`;
  });
  const howTo = '请在控制台或以 jiantong deadlines list 查看，并签收预警（jiantong deadlines acknowledge）。\nSee them in the console or with jiantong deadlines list, and take note (jiantong deadlines acknowledge).';
  return { subject, text: `${lines.join('\n')}\n\n${howTo}\n` };
}

function standingOf(threshold: number): string {
  if (threshold === overdueThreshold) return '已逾期 overdue';
  if (threshold === findingThreshold) return '对账发现 found by reconciliation';
  return `剩${String(threshold)}个工作日 ${String(threshold)} working days left`;
}
