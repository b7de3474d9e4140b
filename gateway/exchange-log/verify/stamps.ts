import { fromBase64 } from './bytes.js';
import { faultOf, type Fault } from './faults.js';
import { fingerprintIn } from './trusted-key.js';
import { isStampOf, parseTimeStamp } from './time-stamp.js';

/** What the time stamps of a bundle come to. */
export interface Stamps {
  readonly faults: readonly Fault[];
  /** Tokens of authorities that nobody named: nothing is said of them. */
  readonly unchecked: number;
  /** When the text of a checkpoint was there at the latest, by the believed tokens: by its SHA-256, hex. */
  readonly times: ReadonlyMap<string, Date>;
}

/**
 * Checks the tokens of a bundle (RFC 3161, base64) against the fingerprints that the auditor typed. A token of an
 * authority that nobody named is passed over, as signatures of unknown keys are; one that carries a named certificate
 * and is not its own is a fault.
 */
export async function checkStamps(tokens: readonly string[], typed: readonly string[]): Promise<Stamps> {
  const trusted = typed.map(fingerprintIn);
  const faults: Fault[] = [];
  const times = new Map<string, Date>();
  let unchecked = 0;
  for (const token of tokens) {
    const bytes = fromBase64(token);
    const stamp = bytes && parseTimeStamp(bytes);
    if (stamp === undefined) {
      faults.push(faultOf('time-stamp-unreadable'));
      continue;
    }
    const named = stamp.certificates.map(({ fingerprint }) => fingerprint).filter((one) => trusted.includes(one));
    if (named.length === 0) unchecked += 1;
    else if (!(await isStampOf(stamp, named))) faults.push(faultOf('time-stamp-forged'));
    else if ((times.get(stamp.imprint) ?? stamp.at) >= stamp.at) times.set(stamp.imprint, stamp.at);
  }
  return { faults, unchecked, times };
}
