import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { agreementsInForce, confirmApplied } from '../../../gateway/agreements/decisions.js';
import { warnOfExpiry } from '../../../gateway/agreements/expiry.js';
import { agreementServices } from '../../../gateway/agreements/services.js';
import type { Scope } from '../../../gateway/reading/scope.js';
import type { AgreementDecision } from '../../../gateway/services/agreements.js';
import { createIdMaker } from '../../../gateway/store/uuid.js';
import type { AgreementSpec, Manifest } from '../../../gateway/workspace/resources.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { fillBooks } from '../api/books.js';
import { makeDatabase, type TestDatabase } from '../schedule/test-database.js';

const name = 'gannan-housing/penalties-out';

describeOnPostgres('an agreement', () => {
  let database: TestDatabase;
  let now = new Date('2026-11-28T02:00:00Z');
  let decided = 0;
  beforeAll(async () => {
    database = await makeDatabase(fillBooks);
  });
  afterAll(() => database.drop());

  const services = (scope: Scope) =>
    agreementServices(
      {
        store: database.store,
        makeId: createIdMaker(() => now),
        now: () => now,
        exchangesOf: () => [],
        dataOffice: () => 'data-office',
        onDecided: () => {
          decided += 1;
          return Promise.resolve();
        },
      },
      { scope },
    );
  const say = (change: Partial<AgreementDecision> = {}): AgreementDecision => ({
    version: 1, side: 'provider', outcome: 'approved', reason: '同意', person: '示例甲', ...change,
  });
  const manifest = { metadata: { name: 'penalties-out', department: 'gannan-housing' }, spec: {} } as Manifest<AgreementSpec>;
  const inForce = async (): Promise<AgreementSpec | undefined> => (await agreementsInForce(database.store))(manifest)?.manifest.spec;
  const addVersion = async (version: number, changes: Partial<AgreementSpec>): Promise<void> => {
    await database.store.query(
      `INSERT INTO resource_version (kind, department, name, version, digest, manifest, applied_at, applied_by)
       SELECT kind, department, name, $1, digest, jsonb_set(manifest::jsonb, '{spec}', (manifest::jsonb -> 'spec') || $2::jsonb)::json, now(), 'ma-jianguo'
       FROM resource_version WHERE kind = 'Agreement' AND version = $1 - 1`,
      [version, JSON.stringify(changes)],
    );
  };

  it('lets nothing out until both sides have approved it', async () => {
    expect(await services('all').get(name)).toMatchObject({ standing: 'waiting', waitsFor: ['provider', 'receiver'], versionInForce: null });
    expect(await inForce()).toBeUndefined();
    await services(['gannan-housing']).decide(name, say());
    expect(await inForce()).toBeUndefined();
    expect(await services(['data-office']).decide(name, say({ side: 'receiver', person: '示例乙' }))).toMatchObject({
      standing: 'in-force', waitsFor: [], versionInForce: 1, decisions: [{ side: 'provider', person: '示例甲' }, { side: 'receiver', person: '示例乙' }],
    });
    expect((await inForce())?.title).toBe('示例协议');
    expect(decided).toBe(2);
  });

  it('is seen by the departments that it concerns, and by no other', async () => {
    expect((await services(['gannan-housing']).list()).map((one) => one.name)).toEqual([name]);
    expect((await services(['data-office']).list()).map((one) => one.name)).toEqual([name]);
    expect(await services(['gannan-market']).list()).toEqual([]);
    await expect(services(['gannan-market']).get(name)).rejects.toMatchObject({ code: 'API_RESOURCE_MISSING' });
  });

  it('that was changed waits, while the version before it goes on; the difference is shown', async () => {
    await addVersion(2, { scope: { fields: ['documentNumber', 'party.name', 'party.idNumber'] } });
    expect(await services('all').get(name)).toMatchObject({
      version: 2, standing: 'waiting', versionInForce: 1, requestedBy: 'ma-jianguo',
      differences: [{ path: '/spec/scope/fields', before: ['documentNumber', 'party.name'], after: ['documentNumber', 'party.name', 'party.idNumber'] }],
    });
    expect((await inForce())?.scope.fields).toEqual(['documentNumber', 'party.name']);
  });

  it.each([
    ['the one who asked for it', 'all', say({ version: 2, person: 'ma-jianguo' }), 'AGREEMENT_OWN_REQUEST'],
    ['the other side', ['gannan-housing'], say({ version: 2, side: 'receiver' }), 'AGREEMENT_SIDE_NOT_YOURS'],
    ['a side that is not asked', 'all', say({ version: 2, side: 'data-office' }), 'AGREEMENT_SIDE_NOT_WANTED'],
    ['somebody who looked at an older version', 'all', say({ version: 1 }), 'AGREEMENT_VERSION_OLD'],
  ] as const)('is not decided by %s', async (_who, scope, decision, code) => {
    await expect(services(scope).decide(name, decision)).rejects.toMatchObject({ code });
  });

  it('is decided once by each side, by two people, also where the data office stands for one', async () => {
    await services(['gannan-housing']).decide(name, say({ version: 2 }));
    await expect(services('all').decide(name, say({ version: 2, person: '示例丙' }))).rejects.toMatchObject({ code: 'AGREEMENT_DECIDED' });
    await expect(services('all').decide(name, say({ version: 2, side: 'receiver' }))).rejects.toMatchObject({ code: 'AGREEMENT_SAME_PERSON' });
    const both = ['示例丁', '示例戊'].map((person) => services('all').decide(name, say({ version: 2, side: 'receiver', person })));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await inForce())?.scope.fields).toHaveLength(3);
  });

  it('that a side refused never comes into force', async () => {
    await addVersion(3, { frequency: '每日' });
    expect(await services(['gannan-housing']).decide(name, say({ version: 3, outcome: 'refused', reason: '频次不符' }))).toMatchObject({ standing: 'refused', versionInForce: 2 });
  });

  it('of the law is confirmed by whoever applies it on the gateway itself; one of two sides is not', async () => {
    await addVersion(4, { basis: 'statutory', law: '《企业信息公示暂行条例》第六条' });
    const applied = (basis: 'statutory' | 'mutual', version: number) => [{ manifest: { ...manifest, spec: { basis } as AgreementSpec }, version }];
    await database.store.transaction((transaction) => confirmApplied(transaction, applied('mutual', 4), 'operator'));
    expect((await services('all').get(name)).standing).toBe('waiting');
    await database.store.transaction((transaction) => confirmApplied(transaction, applied('statutory', 4), 'operator'));
    expect(await services('all').get(name)).toMatchObject({ standing: 'in-force', versionInForce: 4 });
  });

  it('warns before its end, once at each threshold, and says that it is over', async () => {
    await addVersion(5, { validTo: '2026-12-20', basis: 'statutory' });
    await database.store.query(`INSERT INTO agreement_decision (agreement, version, side, outcome, person, reason) VALUES ($1, 5, 'data-office', 'approved', '示例甲', '')`, [name]);
    const said: number[] = [];
    const look = async (day: string): Promise<void> => {
      now = new Date(`${day}T02:00:00Z`);
      await warnOfExpiry({ store: database.store, makeId: createIdMaker(() => now), now: () => now, report: ({ daysLeft }) => said.push(daysLeft) });
    };
    for (const day of ['2026-11-19', '2026-11-20', '2026-11-21', '2026-12-13', '2026-12-14', '2026-12-19', '2026-12-20', '2026-12-21', '2026-12-22']) await look(day);
    expect(said).toEqual([30, 7, 1, -1]);
    expect(await services('all').get(name)).toMatchObject({ standing: 'ended', versionInForce: null, daysLeft: 0 });
  });
});
