import type { JsonObject } from '../../schemas/json.js';
import type { ValueDifference } from '../workspace/difference.js';
import type { Page, PageRequest } from './page.js';

/** The configuration: what is in force, what was before, and changing it. */
export interface ResourceServices {
  list(filter: { readonly kind?: string }, page: PageRequest): Promise<Page<ResourceView>>;
  get(kind: string, name: string): Promise<ResourceDetail>;
  /** Every version, newest first. */
  versions(kind: string, name: string, page: PageRequest): Promise<Page<ResourceView>>;
  /** One version, and what it changed in the one before it. */
  version(kind: string, name: string, version: number): Promise<ResourceVersion>;
  /** What applying these manifests would do, or what is wrong with them; changes nothing. */
  preview(given: GivenManifests): Promise<ApplyPreview>;
  /**
   * Puts manifests into force beside those that are there already, all or nothing. Throws CONFIG_WORKSPACE_WRONG with
   * every mistake, CONFIG_MANIFEST_OF_OTHERS for one that is not the caller's, CONFIG_CHANGED_MEANWHILE.
   */
  apply(given: GivenManifests): Promise<ApplyPreview>;
  /** Puts an earlier version into force again, as a new one. Throws as `apply` does. */
  rollBack(kind: string, name: string, version: number): Promise<ApplyPreview>;
  /** All that is in force as one YAML text that `apply` takes; shipped resources are left out. */
  export(): Promise<string>;
}

export interface GivenManifests {
  /** YAML, as many documents as one likes. */
  readonly text: string;
  /**
   * Digests that the caller has seen, by `Kind department/name`; null: seen not to be there. One that is another by now
   * stops the whole.
   */
  readonly seen?: Readonly<Record<string, string | null>>;
}

export interface ApplyPreview {
  /** Empty where the manifests are sound. */
  readonly problems: readonly ManifestMistake[];
  /** New and changed resources. */
  readonly changes: readonly ResourceDifference[];
  readonly unchanged: number;
}

export interface ManifestMistake {
  readonly code: string;
  /** Place of the document in the text, from 1. */
  readonly document: number;
  readonly line: number | null;
  readonly path: string;
  readonly zh: string;
  readonly en: string;
  readonly fixZh: string;
  readonly fixEn: string;
}

export interface ResourceDifference {
  readonly kind: string;
  readonly name: string;
  /** That it then has. */
  readonly version: number;
  readonly digest: string;
  readonly isNew: boolean;
  readonly differences: readonly ValueDifference[];
}

export interface ResourceView {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  /** SHA-256 of the canonical manifest, hex. */
  readonly digest: string;
  readonly appliedAt: string;
  readonly appliedBy: string;
}

export interface ResourceDetail extends ResourceView {
  readonly manifest: JsonObject;
}

export interface ResourceVersion extends ResourceDetail {
  readonly differences: readonly ValueDifference[];
}
