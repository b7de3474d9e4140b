import type { Environment, Settings } from '../config.js';
import type { Station, StationFacts } from '../exchanges/stations.js';

/** What the thread that delivers is made with. */
export interface DeliveryThreadData {
  readonly settings: Settings;
  /** For `{ env: NAME }` in manifests. */
  readonly env: Environment;
  /** Folder that relative places in manifests are meant from. */
  readonly folder: string;
}

/** To the thread. */
export type DeliveryOrder =
  /** Take over the configuration that the store holds now; answered by `kept`. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'ring'; readonly connector: string }
  | { readonly kind: 'ring-all' }
  | { readonly kind: 'stop' }
  /** Finish what is in hand; the thread ends by itself afterwards. */
  | { readonly kind: 'close' };

/** From the thread. */
export type DeliveryNews =
  | { readonly kind: 'kept' }
  | { readonly kind: 'observed'; readonly station: Station; readonly facts: StationFacts }
  | {
      readonly kind: 'logged';
      readonly level: 'error' | 'warn' | 'info' | 'debug';
      readonly event: string;
      readonly facts: Readonly<Record<string, unknown>>;
    };
