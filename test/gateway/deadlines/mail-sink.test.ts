import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createMailSink, type MailContacts } from '../../../gateway/deadlines/mail-sink.js';
import { sendNotices, type NoticeDigest } from '../../../gateway/deadlines/send-notices.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { startSmtpServer, type SmtpServer } from '../../servers/smtp.js';
import { makeDatabase } from '../schedule/test-database.js';

const people: Readonly<Record<string, MailContacts>> = {
  housing: { contacts: ['exchange@housing.example'], supervisors: ['head@housing.example'] },
  market: { contacts: ['exchange@market.example'], supervisors: [] },
  water: { contacts: [], supervisors: ['head@water.example'] },
};
const contactsOf = (department: string): MailContacts => people[department] ?? { contacts: [], supervisors: [] };

function notice(department: string, threshold: number): NoticeDigest['notices'][number] {
  return { id: 1, department, rule: 'double-publicity-7wd', dueOn: '2026-09-29', threshold, obligations: 12, fresh: 7 };
}

describe('deadline warnings by mail', () => {
  let server: SmtpServer;
  beforeEach(async () => {
    server = await startSmtpServer();
  });
  afterEach(async () => {
    await server.close();
  });

  const send = async (
    notices: NoticeDigest['notices'],
    letters: NoticeDigest['letters'] = [],
    id = 'ab'.repeat(32),
  ): Promise<void> =>
    createMailSink({ url: server.url, from: 'jiantong@office.example', contactsOf }).send({ id, notices, letters });

  it('go as one mail to each department, and to its supervisors only once something is overdue', async () => {
    await send([notice('housing', 3), notice('market', 1), notice('market', 3), notice('nobody', 3), notice('water', 3)]);
    expect(server.mails.map(({ to }) => to)).toEqual([['exchange@housing.example'], ['exchange@market.example']]);
    await send([notice('housing', -1), notice('water', -1)]);
    expect(server.mails.slice(2).map(({ to }) => to)).toEqual([
      ['exchange@housing.example', 'head@housing.example'],
      ['head@water.example'],
    ]);
  });

  it('carry what the data office urges, to the supervisors too once it is supervised', async () => {
    await send([], [{ id: 7, department: 'housing', kind: 'urged', text: '催办 urged #7' }]);
    await send([], [{ id: 8, department: 'housing', kind: 'supervised', text: '督办 supervised #8' }]);
    expect(server.mails.map(({ to }) => to)).toEqual([['exchange@housing.example'], ['exchange@housing.example', 'head@housing.example']]);
  });

  it('have the same Message-ID when they go again, so that nobody reads them twice', async () => {
    await send([notice('housing', 3)]);
    await send([notice('housing', 3)]);
    const ids = server.mails.map(({ text }) => /^Message-ID: (.*)$/imu.exec(text)?.[1]);
    expect(ids).toEqual([`<${'ab'.repeat(16)}.housing@jiantong>`, ids[0]]);
  });

  it('say that they were refused, without the password', async () => {
    server.answerRecipients('550 no such user');
    await expect(send([notice('housing', 3)])).rejects.toMatchObject({ code: 'DEADLINE_MAIL_REFUSED', facts: { host: new URL(server.url).host } });
  });
});

describeOnPostgres('deadline warnings over mail and webhook', () => {
  it('are told by each way by itself', async () => {
    const database = await makeDatabase();
    const { store } = database;
    await store.query(`INSERT INTO department (name) VALUES ('housing')`);
    await store.query(`INSERT INTO deadline_rule (name) VALUES ('double-publicity-7wd')`);
    await store.query(
      `INSERT INTO deadline_notice (department_id, rule_id, due_on, threshold, obligations, unsent, mail_unsent) VALUES (1, 1, '2026-09-29', 1, 5, 5, 5)`,
    );
    const told: string[] = [];
    const sink = (way: 'webhook' | 'mail') => ({
      way,
      send: async () => {
        told.push(way);
      },
    });
    expect(await sendNotices(store, sink('webhook'))).toBe(1);
    expect(await sendNotices(store, sink('webhook'))).toBe(0);
    expect(await sendNotices(store, sink('mail'))).toBe(1);
    expect(await sendNotices(store, sink('mail'))).toBe(0);
    expect(told).toEqual(['webhook', 'mail']);
    await database.drop();
  });
});
