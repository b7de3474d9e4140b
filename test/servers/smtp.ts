import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface TakenMail {
  readonly to: readonly string[];
  /** Headers and body as they came. */
  readonly text: string;
}

export interface SmtpServer {
  readonly url: string;
  readonly mails: readonly TakenMail[];
  /** What the server says to each recipient from now on: `250 ok`, `550 no such user`. */
  answerRecipients(line: string): void;
  close(): Promise<void>;
}

/** A mail server on this machine that takes mail as RFC 5321 has it, without TLS and sign-in. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const mails: TakenMail[] = [];
  const open = new Set<Socket>();
  let recipientAnswer = '250 ok';
  const server = createServer((socket) => {
    open.add(socket.on('close', () => open.delete(socket)));
    let to: string[] = [];
    let data: string[] | undefined;
    let rest = '';
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const take = (line: string): void => {
      if (data) {
        if (line !== '.') data.push(line);
        else {
          mails.push({ to, text: data.join('\n') });
          data = undefined;
          to = [];
          say('250 taken');
        }
        return;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') to.push(/<(.*)>/u.exec(line)?.[1] ?? '');
      if (verb === 'DATA') data = [];
      if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say(verb === 'RCPT' ? recipientAnswer : verb === 'DATA' ? '354 go on' : '250 ok');
    };
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
    say('220 test');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    mails,
    answerRecipients: (line) => {
      recipientAnswer = line;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
