import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { assetPath } from '../../schemas/assets.js';
import { FarSide } from '../connectors/amqp/broker-bench.js';
import { describeOnRabbitmq, password, startRabbitmq, users, vhost, type RabbitmqServer } from '../servers/rabbitmq.js';
import { liveOnce } from './gateway-process.js';
import type { Death, GatewayLife } from './life.js';

const incoming = '抽查计划 来';
const outgoing = '抽查计划 去';
const plansCount = 700;

/** One plan as the department's system knows it. */
function plan(place: number): object {
  return {
    jhbh: `SSJ2026${String(place).padStart(4, '0')}`, jhmc: `第${place}号联合抽查`, nd: '2026', cclx: '定向抽查', sfkbm: '否',
    sxbm: '01310001010100', dxfw: '全州食品生产企业', ccbl: '5.5', zdrq: '2026-01-20', ksrq: '2026-03-01', jsrq: '2026-11-30',
  };
}

/** The example of the record desk, with a queue in place of the folder and another in place of the desk. */
async function writeWorkspace(folder: string): Promise<void> {
  for (const file of ['departments.yaml', 'mappings/market-spot-check-plan.yaml'])
    await cp(assetPath(`examples/gannan/${file}`), join(folder, file), { recursive: true });
  const broker = `host: 127.0.0.1, port: { env: MQ_PORT }, vhost: ${vhost}, user: ${users.tester}, password: { env: MQ_PASSWORD }`;
  const manifests = await readFile(assetPath('examples/record-desk/double-random.yaml'), 'utf8');
  await writeFile(
    join(folder, 'plans.yaml'),
    manifests
      .replace(/type: csv\n( {2}system: gannan-market\n) {2}config: .*/u, `type: amqp\n$1  config: { ${broker}, streams: { ccjh: { read: { queue: ${incoming} } } } }`)
      .replace(/type: rest\n( {2}system: double-random\n) {2}config:[^]*? {2}delivery: .*/u, [
        `type: amqp\n$1  config: { ${broker}, streams: { spot-check-plan: { write: { routingKey: ${outgoing} } } } }`,
        '  delivery: { repeat: safe, acceptance: row-taken-over, batchRowsMax: 50, batchBytesMax: 4000000, concurrency: 1 }',
      ].join('\n')),
  );
}

describeOnRabbitmq('from one queue to another, killed in between', () => {
  let server: RabbitmqServer;
  let folder: string;
  let life: Omit<GatewayLife, 'dataFolder'>;
  const far = new FarSide(() => server);

  beforeAll(async () => {
    server = await startRabbitmq();
    folder = await mkdtemp(join(tmpdir(), 'jiantong-kill-amqp-'));
    await writeWorkspace(join(folder, 'workspace'));
    const env = { MQ_PORT: String(server.port), MQ_PASSWORD: password, JIANTONG_NETWORKS: '127.0.0.0/8' };
    life = { workspaceFolder: join(folder, 'workspace'), fileRoot: folder, env };
  });
  afterAll(async () => {
    await far.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each<Death & { readonly station: string }>([
    { station: 'ingest.writing' },
    // Between the store's commit and the acknowledgement: the broker gives out again what is stored.
    { station: 'ingest.committed', passing: 2 },
    { station: 'deliver.answered', passing: 2 },
  ])('at $station, loses nothing and doubles nothing', async (death) => {
    const dataFolder = await mkdtemp(join(folder, 'data-'));
    await mkdir(dataFolder, { recursive: true });
    for (const queue of [incoming, outgoing]) await far.empty(queue);
    await far.send(incoming, Array.from({ length: plansCount }, (_, place) => ({ body: JSON.stringify(plan(place)), messageId: `m${place}` })));
    expect(await liveOnce({ ...life, dataFolder, death })).toBe('killed');
    expect(await liveOnce({ ...life, dataFolder })).toBe('settled');
    expect(await far.waiting(incoming)).toBe(0);
    const arrived = await far.receive(outgoing);
    const versions = new Set(arrived.map(({ headers }) => String(headers['record-version'])));
    const records = new Set(arrived.map(({ headers }) => String(headers['record-key'])));
    // A push whose answer was lost is repeated under the same number, by which a receiver knows it.
    expect([new Set(arrived.map(({ id }) => id)).size, records.size, [...versions]]).toEqual([plansCount, plansCount, ['1']]);
    if (death.station.startsWith('ingest')) expect(arrived).toHaveLength(plansCount);
  });
});
