import type { Validator } from '../../schemas/validator.js';
import type { RecordSealing } from '../sealing/record-sealing.js';
import type { Sealer } from '../sealing/sealer.js';
import type { Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';
import type { RetentionRuleSpec } from './retention-rule.js';

/** What erasing is lent by the program. */
export interface ErasureTools {
  readonly store: Store;
  readonly now: () => Date;
  readonly makeId: MakeId;
  readonly sealing: Pick<RecordSealing, 'keysById' | 'open'>;
  readonly sealer: Pick<Sealer, 'subjectIndex' | 'fingerprint'>;
  readonly validator: Pick<Validator, 'dataset'>;
  /** Those in force. */
  readonly retentionRules: () => readonly RetentionRuleSpec[];
  /** The list of erased keys outside the store, so that a restored one forgets again what it had forgotten. */
  readonly keepErased: (keyIds: readonly string[]) => void;
}
