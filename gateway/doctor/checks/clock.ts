import type { Clock } from '../../clock.js';
import { shanghaiDate } from '../../clock.js';
import type { Queryable } from '../../store/store.js';
import { bad, ok, warn, type Finding } from '../finding.js';

/** Whether legal dates come out right: the gateway reckons Asia/Shanghai by hand, the system's zone data must agree. */
export function checkZone(clock: Clock): Finding {
  const now = clock.now();
  const place = { check: 'clock', subject: 'Asia/Shanghai' } as const;
  const today = shanghaiDate(now);
  const byZoneData = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now);
  if (today === byZoneData) return ok(place, { zh: `今天是 ${today}`, en: `today is ${today}` });
  return bad(place, {
    zh: `系统时区数据给出 ${byZoneData}，网关算得 ${today}`,
    en: `the system's zone data say ${byZoneData}, the gateway ${today}`,
    fixZh: '请更新 Node.js 的时区数据（ICU）。',
    fixEn: 'Update the zone data (ICU) of Node.js.',
  });
}

const driftWarnMs = 2_000;
const driftBadMs = 60_000;

/** How far this computer's clock is from the database's, by which leases and due times go. */
export async function checkDrift(clock: Clock, store: Pick<Queryable, 'query'>): Promise<Finding> {
  const before = clock.now().getTime();
  const [row] = await store.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const after = clock.now().getTime();
  const driftMs = Math.round((row?.now.getTime() ?? Number.NaN) - (before + after) / 2);
  const place = { check: 'clock', subject: 'PostgreSQL' } as const;
  const words = { zh: `与数据库时钟相差 ${driftMs} 毫秒`, en: `${driftMs} ms from the database's clock` };
  if (Math.abs(driftMs) <= driftWarnMs) return ok(place, words);
  const mend = {
    fixZh: '请让本机和数据库服务器都与同一个时间服务器（NTP）同步。',
    fixEn: 'Let this computer and the database server follow the same time server (NTP).',
  };
  return Math.abs(driftMs) <= driftBadMs ? warn(place, { ...words, ...mend }) : bad(place, { ...words, ...mend });
}
