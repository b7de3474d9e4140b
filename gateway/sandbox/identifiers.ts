/**
 * Check digits of the identifiers that receivers verify.
 *
 * Written again here on purpose: the sandbox judges what the gateway sends, and a judge that shared the gateway's
 * own checks would share its mistakes.
 */

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const creditForm = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
const citizenWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** @law GB 32100-2015: 18 characters, the last one checks the others; the ninth to seventeenth check themselves. */
export function isCreditCode(text: string): boolean {
  return (
    creditForm.test(text) && creditCode(text.slice(0, 17)) === text && isOrganisationCode(text.slice(8, 17))
  );
}

/** The 17 characters with their check character. */
export function creditCode(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += creditAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return body + creditAlphabet.charAt((31 - (sum % 31)) % 31);
}

/** @law GB 11714-1997: eight characters and a check character that may be X. */
export function isOrganisationCode(text: string): boolean {
  return /^[0-9A-Z]{8}[0-9X]$/.test(text) && organisationCode(text.slice(0, 8)) === text;
}

/** The eight characters with their check character. */
export function organisationCode(body: string): string {
  const sum = organisationWeights.reduce(
    (total, weight, index) => total + Number.parseInt(body.charAt(index), 36) * weight,
    0,
  );
  const check = 11 - (sum % 11);
  return body + (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}

/** @law GB 11643-1999: region, a real date of birth from 1900 to today, sequence, check character. */
export function isCitizenId(text: string, today: string): boolean {
  if (!/^\d{17}[0-9X]$/.test(text) || citizenId(text.slice(0, 17)) !== text) return false;
  const born = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  return isRealDate(born) && born >= '1900-01-01' && born <= today;
}

/** The 17 digits with their check character. */
export function citizenId(body: string): string {
  const sum = citizenWeights.reduce((total, weight, index) => total + Number(body.charAt(index)) * weight, 0);
  return body + '10X98765432'.charAt(sum % 11);
}

/** @law GS 15-2006: 15 digits, the last one by ISO 7064 MOD 11,10. */
export function isRegistrationNumber(text: string): boolean {
  if (!/^\d{15}$/.test(text)) return false;
  let product = 10;
  for (const digit of text.slice(0, 14)) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === Number(text.charAt(14));
}

/** True for a `YYYY-MM-DD` that stands in the calendar. */
export function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === text;
}
