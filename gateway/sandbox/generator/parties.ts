import { citizenId, creditCode, organisationCode } from '../identifiers.js';
import { createRandom, type Random } from '../random.js';
import { counties, givenNames, streets, surnames, tibetanNames, tradeNames } from './vocabulary.js';

/** One invented party; the identifiers are right. */
export interface Party {
  readonly kind: 'company' | 'individual-business' | 'person';
  readonly name: string;
  /** Companies and individual businesses. */
  readonly creditCode?: string;
  readonly legalRepresentative?: string;
  /** Persons only. */
  readonly idNumber?: string;
  readonly address: string;
  readonly divisionCode: string;
}

const bodyAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * A party of the pool: several departments meet the same one under the same number.
 * Companies carry an organisation number that begins MATT, citizens the region 623099: neither is given out.
 */
export function makeParty(seed: number, number: number): Party {
  const random = createRandom(seed, 'party', number);
  const county = random.pick(counties);
  const address = `甘肃省甘南藏族自治州${county.name}${random.pick(streets)}${1 + random.below(300)}号`;
  const common = { address, divisionCode: county.code };
  const kind = random.next();
  if (kind < 0.1)
    return { ...common, kind: 'person', name: makeName(random), idNumber: makeCitizenId(random) };
  const body = `MATT${inAlphabet(number)}`;
  if (kind < 0.3) {
    const name = `${county.name}${random.pick(tradeNames)}${random.pick(['商店', '餐馆', '汽修部', '粮油店'])}`;
    return {
      ...common,
      kind: 'individual-business',
      name: `${name}${number}号店`,
      creditCode: creditCode(`92${county.code}${organisationCode(body)}`),
      legalRepresentative: makeName(random),
    };
  }
  const industry = random.pick([
    '建筑工程', '商贸', '食品', '运输', '建材', '畜牧科技', '旅游开发', '环保工程',
  ]);
  return {
    ...common,
    kind: 'company',
    name: `${random.pick(['甘南州', '甘南', county.name])}${random.pick(tradeNames)}${industry}${suffix(random)}`,
    creditCode: creditCode(`91${county.code}${organisationCode(body)}`),
    legalRepresentative: makeName(random),
  };
}

export function makeName(random: Random): string {
  return random.chance(0.25) ? random.pick(tibetanNames) : random.pick(surnames) + random.pick(givenNames);
}

function suffix(random: Random): string {
  return random.chance(0.8) ? '有限公司' : '有限责任公司';
}

function makeCitizenId(random: Random): string {
  const year = 1960 + random.below(40);
  const month = String(1 + random.below(12)).padStart(2, '0');
  const day = String(1 + random.below(28)).padStart(2, '0');
  return citizenId(`623099${year}${month}${day}${String(random.below(1000)).padStart(3, '0')}`);
}

/** Four characters, different for every number below 31⁴. */
function inAlphabet(number: number): string {
  let text = '';
  for (let rest = number, place = 0; place < 4; place += 1, rest = Math.floor(rest / bodyAlphabet.length)) {
    text = bodyAlphabet.charAt(rest % bodyAlphabet.length) + text;
  }
  return text;
}
