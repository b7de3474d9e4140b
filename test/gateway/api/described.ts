import { Ajv2020 } from 'ajv/dist/2020.js';

/** The OpenAPI document, as far as tests read it. */
export interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

export interface Operation {
  readonly operationId: string;
  readonly 'x-right': string;
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: object;
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}

/** What an answer has that the document does not say of its operation, or lacks; null where it is as described. */
export async function differencesOf(document: OpenApi, operation: Operation, response: Response): Promise<unknown> {
  const described = operation.responses[response.status];
  if (!described) return `status ${String(response.status)} is not described`;
  const schema = Object.values(described.content ?? {})[0]?.schema;
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile({ ...schema, components: document.components });
  validate(await response.json());
  return validate.errors ?? null;
}
