import type { CheckStep, StreamInfo } from '../../connectors/connector.js';
import type { JsonObject } from '../../schemas/json.js';

/** Ways to reach systems: what there is, and trying it out. Nothing of it changes anything on the far side. */
export interface ConnectorServices {
  /** What can be configured, by name. */
  types(): Promise<readonly ConnectorTypeView[]>;
  list(): Promise<readonly ConnectorView[]>;
  /** Step by step whether it can be reached and used, up to the first step that fails; at most 30 seconds. */
  check(name: string): Promise<ConnectorCheck>;
  /** Streams that the system offers. */
  discover(name: string): Promise<readonly StreamInfo[]>;
  /**
   * First rows of a stream. What looks personal is masked, columns that a mapping withholds are left out. Throws
   * CONNECTOR_CANNOT_PULL.
   */
  preview(name: string, wish: { readonly stream: string; readonly rows: number }): Promise<readonly PreviewRow[]>;
}

export interface ConnectorTypeView {
  readonly type: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly canPull: boolean;
  readonly canPush: boolean;
  readonly receipts: 'now' | 'polled' | 'none';
  /** JSON Schema of `spec.config`; secrets are marked `x-secret`. */
  readonly spec: JsonObject;
}

export interface ConnectorView {
  readonly name: string;
  readonly title: string | null;
  readonly type: string;
  readonly system: string;
  /** It receives; else it is a source alone. */
  readonly isTarget: boolean;
  readonly repeat: string | null;
  readonly acceptance: string | null;
}

export interface ConnectorCheck {
  readonly ok: boolean;
  readonly steps: readonly CheckStep[];
}

export interface PreviewRow {
  readonly position: string;
  readonly row: JsonObject;
}
