import type { JsonObject, JsonValue } from '../schemas/json.js';
import type { CodeTableSource } from './code-tables.js';
import type { ExpressionSandbox } from './expression-sandbox.js';
import { MistakeList, pointerToken } from './mistake.js';
import type { Detail, MappingErrorCode } from './mistake.js';
import type { Lookup } from './references.js';
import { prepareFailure } from './run.js';
import type { Failure, Place, Run } from './run.js';

/** Gives the value of a rule for one scope: the row, or the item of a list that is being walked. */
export type Evaluate = (scope: JsonValue, run: Run) => JsonValue | undefined;
/** Turns one value into another; undefined means absent, or failed with a problem in `run`. */
export type Step = (value: JsonValue, run: Run) => JsonValue | undefined;

/**
 * Makes the object of a list of fields; undefined when no field has a value. `growing` gets each value as soon as it is
 * made, where conditions of the mapping look at the record while it grows.
 */
export type ObjectBuilder = (scope: JsonValue, run: Run, growing?: JsonObject) => JsonObject | undefined;

/** What operators ask of the rule compiler. Passed in, because operators are what the compiler is made of. */
export interface RuleCompiler {
  rule(config: JsonValue, context: RuleContext): Evaluate | undefined;
  steps(config: JsonValue, context: RuleContext): Step | undefined;
  fields(config: JsonValue, context: RuleContext): ObjectBuilder | undefined;
}

/** What one compilation shares among all its rules. */
export interface Compilation {
  readonly mistakes: MistakeList;
  readonly codeTables: CodeTableSource;
  readonly compiler: RuleCompiler;
  /** Dotted targets, `*` for the items of a list, whose values come of personal fields or columns. */
  readonly personalTargets: Set<string>;
  /** What the rules look up, in order of first use. */
  readonly lookups: Lookup[];
  /** Top-level source columns that the rules read, in order of first use. */
  readonly columns: Set<string>;
  /** Target paths declared so far in the mapping, for conditions. */
  readonly targets: ReadonlySet<string>;
  /** True once a condition looks at what the record holds so far. */
  readsTarget: boolean;
  /** True when the row is a unified record, which has nested fields of its own. */
  readonly sourceIsDataset: boolean;
  readonly sandbox: ExpressionSandbox;
  readonly isPersonalSource: (path: string) => boolean;
  readonly isPersonalTarget: (path: string) => boolean;
  /** Fields that tell who reported: no rule may read or fill one. */
  readonly isReporterSource: (path: string) => boolean;
  readonly isReporterTarget: (path: string) => boolean;
}

/** Where in the mapping a rule stands and what it fills: for mistakes now and problems later. */
export class RuleContext {
  constructor(
    readonly compilation: Compilation,
    /** JSON pointer into the spec. */
    readonly path: string,
    readonly place: Place,
    /** Source path of the scope: empty for the row itself, `officers[]` within items. */
    readonly scope = '',
    private readonly joined = false,
  ) {}

  /** The same place in the record, deeper in the mapping's text. */
  at(...tokens: readonly (string | number)[]): RuleContext {
    const path = tokens.reduce<string>((pointer, token) => `${pointer}/${pointerToken(String(token))}`, this.path);
    return this.with({ path });
  }

  /** The rule of one field below this place; `names` is the dotted target taken apart. */
  field(key: string, names: readonly string[]): RuleContext {
    const pointer = `${this.place.pointer}/${names.map(pointerToken).join('/')}`;
    // Where names hold no dots of their own, this is the path of the record's schema: `officers.*.name`.
    const fieldPath = pointer.slice(1).replaceAll('/', '.');
    const personal = this.place.personal || this.compilation.isPersonalTarget(fieldPath);
    return this.at(key).with({ place: { ...this.place, pointer, personal } });
  }

  /** Refuses, as a mistake, to fill a field that tells who reported. */
  refusesReporter(): boolean {
    const path = this.place.pointer.slice(1).replaceAll('/', '.');
    if (!this.compilation.isReporterTarget(path)) return false;
    this.reporterMistake(path);
    return true;
  }

  reporterMistake(path: string): undefined {
    return this.mistake('MAPPING_SPEC_REPORTER_FIELD', path, {
      zh: '不读写举报人字段；来源列写入 withhold',
      en: 'no field of a reporter; its source column under withhold',
    });
  }

  /** The items of the list at this place. Items that are joined into one text have no places of their own. */
  items(): RuleContext {
    const { pointer, column = '' } = this.place;
    const scope = column.includes('[]') ? column : `${column}[]`;
    return this.with({ scope, place: this.joined ? this.place : { ...this.place, pointer: `${pointer}/*` } });
  }

  /** The items of a list that the rule itself makes: each has a place of its own, and reads what the rule reads. */
  ownItems(): RuleContext {
    return this.joined ? this : this.with({ place: { ...this.place, pointer: `${this.place.pointer}/*` } });
  }

  /** One name of the objects in the list at this place, the rule reading the scope as a whole. */
  listColumn(name: string): RuleContext {
    const pointer = `${this.place.pointer}/*`;
    return this.with({ place: { ...this.place, pointer } }).field(name, [name]);
  }

  /** For rules whose list becomes one text in the end. */
  joining(): RuleContext {
    return this.with({ joined: true });
  }

  /** After the source is known: problems name its column. */
  reading(source: Pick<SourceOfValue, 'column' | 'personal'>): RuleContext {
    const personal = this.place.personal || source.personal === true;
    const column = source.column === undefined ? {} : { column: source.column };
    return this.with({ place: { pointer: this.place.pointer, personal, ...column } });
  }

  private with(change: { path?: string; place?: Place; scope?: string; joined?: boolean }): RuleContext {
    const { path = this.path, place = this.place, scope = this.scope, joined = this.joined } = change;
    return new RuleContext(this.compilation, path, place, scope, joined);
  }

  mistake(code: MappingErrorCode, given: JsonValue | undefined, expected: Detail): undefined {
    return this.compilation.mistakes.add(code, this.path, given, expected);
  }

  failure(rule: string, code: MappingErrorCode, detail?: Detail): Failure {
    return prepareFailure(this.place, rule, code, detail);
  }
}

/** Where a rule's value comes from, as far as it is known before any row. */
export interface SourceOfValue {
  readonly evaluate: Evaluate;
  readonly shape: Shape;
  readonly column?: string;
  readonly personal?: boolean;
}

/** `any`: known only when a row is read. */
export type Shape = 'single' | 'list' | 'object' | 'any';
