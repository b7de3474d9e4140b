import type { JsonObject } from '../../schemas/json.js';
import { damengProperties, type DamengSettings } from '../shared/oracle/settings.js';
import { tableSpec, type TableStreams } from '../shared/table-connector/spec.js';

export interface DamengConfig extends DamengSettings {
  readonly streams?: TableStreams;
}

export const damengSpec: JsonObject = tableSpec('达梦 Dameng', damengProperties, ['host', 'user']);
