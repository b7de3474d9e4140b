import { createRandom, type Random } from '../random.js';
import { makeName } from './parties.js';
import { departments, type Department } from './vocabulary.js';

export interface Inspector {
  readonly name: string;
  readonly certificate: string;
}

const rosterSize = 40;

/** The officers of a department; no two have the same name, so that two of them always count as two. */
export function makeRoster(seed: number, department: Department): readonly Inspector[] {
  const place = Object.values(departments).findIndex(({ name }) => name === department.name) + 1;
  const byName = new Map<string, Inspector>();
  for (let number = 1; number <= rosterSize; number += 1) {
    const name = makeName(createRandom(seed, 'inspector', department.name, number));
    byName.set(name, { name, certificate: `623000${place}${1000 + number}` });
  }
  return [...byName.values()];
}

/** Two, sometimes three, different ones. @law 中华人民共和国行政处罚法（2021年修订）第四十二条 */
export function pickInspectors(roster: readonly Inspector[], random: Random): readonly Inspector[] {
  const first = random.below(roster.length);
  const count = random.chance(0.2) ? 3 : 2;
  return Array.from({ length: count }, (_, place) => roster[(first + place * 7) % roster.length]).filter(
    (inspector) => inspector !== undefined,
  );
}
