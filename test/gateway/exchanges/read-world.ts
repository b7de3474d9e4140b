import type { World } from './world.js';

/** Every delivery of the department, `number version operation: state`, what it waits for and why it stopped behind it. */
export async function deliveriesOf(world: World): Promise<string[]> {
  const rows = await world.query<{ text: string }>(
    `SELECT concat_ws(' ', COALESCE(v.content->>'documentNumber', v.content->>'code'), 'v' || d.version,
         CASE WHEN d.resend > 0 THEN 'again ' || d.resend END, CASE WHEN d.operation = 'withdraw' THEN 'withdrawal' END)
         || ': ' || concat_ws(', ', d.state::text, 'waits for ' || o.wait, o.reason) AS text
     FROM every_delivery d
     JOIN department p ON p.id = d.department_id
     LEFT JOIN record_version v ON (v.record_id, v.version) = (d.record_id, d.version)
     LEFT JOIN outbox o ON (o.record_id, o.target_id, o.version, o.resend) = (d.record_id, d.target_id, d.version, d.resend)
     WHERE p.name = $1 ORDER BY 1`,
    world.department,
  );
  return rows.map(({ text }) => text);
}

/** The exchange log's entries of the department's records in the order of writing: `station number version code`. */
export async function logOf(world: World): Promise<string[]> {
  const segments = await world.query<{ entries: string }>('SELECT entries FROM log_segment ORDER BY id');
  return segments
    .flatMap(({ entries }) => entries.trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as { department: string; station: string; version?: number; code?: string })
    .filter(({ department, station }) => department === world.department && station !== 'configuration-changed')
    .map(({ station, version, code }) => [station, version === undefined ? [] : `v${String(version)}`, code ?? []].flat().join(' '));
}

/** Open and closed quarantine of the department: `position state: codes`. */
export async function quarantineOf(world: World): Promise<string[]> {
  const rows = await world.query<{ position: string; state: string; problems: { code: string; path: string }[] }>(
    `SELECT q.position, q.state, q.problems FROM quarantine q JOIN department p ON p.id = q.department_id
     WHERE p.name = $1 ORDER BY q.id`,
    world.department,
  );
  return rows.map(({ position, state, problems }) => `${position} ${state}: ${problems.map(({ code }) => code).join(', ')}`);
}

export interface ObligationView {
  readonly rule: string;
  readonly state: string;
  readonly due_on: string;
  readonly operation: string;
}

export async function obligationsOf(world: World): Promise<ObligationView[]> {
  return world.query(
    `SELECT r.name AS rule, b.state, b.due_on, b.operation FROM obligation b JOIN department p ON p.id = b.department_id
     JOIN deadline_rule r ON r.id = b.rule_id WHERE p.name = $1 ORDER BY b.due_at, r.name, b.subject_id`,
    world.department,
  );
}

/** How many rows of everything the department has: equal before and after means that nothing was written. */
export async function sizesOf(world: World): Promise<Record<string, number>> {
  const [row] = await world.query<Record<string, number>>(
    `SELECT (SELECT count(*) FROM record WHERE department_id = p.id) AS records,
       (SELECT count(*) FROM record_version WHERE department_id = p.id) AS versions,
       (SELECT count(*) FROM source_ref WHERE department_id = p.id) AS refs,
       (SELECT count(*) FROM every_delivery WHERE department_id = p.id) AS deliveries,
       (SELECT count(*) FROM outbox WHERE department_id = p.id) AS outbox,
       (SELECT count(*) FROM obligation WHERE department_id = p.id) AS obligations,
       (SELECT count(*) FROM quarantine WHERE department_id = p.id) AS quarantine
     FROM department p WHERE p.name = $1`,
    world.department,
  );
  return row ?? {};
}
