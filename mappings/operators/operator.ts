import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { MappingErrorCode } from '../mistake.js';
import type { RuleContext, Shape, SourceOfValue, Step } from '../rule-context.js';

interface OperatorBase {
  /** The word that stands in the rule. */
  readonly name: string;
  /** JSON Schema of what may stand behind the word. */
  readonly schema: JsonObject;
  /** Problems that rows can meet here. */
  readonly codes: readonly MappingErrorCode[];
}

/** Says where a value comes from. Every rule has exactly one. */
export interface SourceOperator extends OperatorBase {
  readonly role: 'source';
  /** Undefined after mistakes, which are in the context then. */
  compile(config: JsonValue, context: RuleContext): SourceOfValue | undefined;
}

/** Turns a value into another. Steps run in the fixed order of the list in `operators.ts`. */
export interface StepOperator extends OperatorBase {
  readonly role: 'step';
  readonly takes: Shape;
  readonly gives: Shape;
  /** Undefined after mistakes, which are in the context then. */
  compile(config: JsonValue, context: RuleContext): Step | undefined;
}

export type Operator = SourceOperator | StepOperator;
