import type { TestedDataset } from '../../mappings/mapping-test.js';
import { describeDataset } from '../../schemas/dataset-schema.js';
import { fieldPrivacy } from '../../schemas/field-privacy.js';
import type { JsonObject } from '../../schemas/json.js';
import { loadRecordSchemas } from '../../schemas/record-schemas.js';
import { datasetsOf } from '../workspace/check-mapping.js';
import { valueAt } from '../workspace/manifest-problem.js';

/** What has to be known, by a mapping's spec, of the dataset that it reads or fills; of an unknown one nothing. */
export function testedDatasets(): (spec: JsonObject) => TestedDataset {
  const { datasets, parts } = loadRecordSchemas();
  return (spec) => {
    const known = datasetsOf(spec).flatMap((name) => {
      const schema = datasets.get(name);
      return schema === undefined ? [] : [describeDataset(name, schema, parts)];
    });
    const [schema] = known;
    const fields = schema !== undefined && valueAt(spec, '/to/dataset') === schema.name ? [...schema.fields] : [];
    const required = fields.filter(([, { isRequired }]) => isRequired).map(([path]) => path);
    return { ...fieldPrivacy(schema), required };
  };
}
