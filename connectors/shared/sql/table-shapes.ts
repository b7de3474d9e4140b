import type { Query, SqlCatalogue, TableShape } from './dialect.js';
import type { TableName } from './table-database.js';

/** Shapes of the tables that are written to or looked into, each asked for once while a connector is open. */
export class TableShapes {
  readonly #catalogue: SqlCatalogue;
  readonly #known = new Map<string, TableShape>();

  constructor(catalogue: SqlCatalogue) {
    this.#catalogue = catalogue;
  }

  /** @throws CONNECTOR_TABLE_MISSING */
  async of(name: TableName, query: Query): Promise<TableShape> {
    const place = JSON.stringify([name.schema, name.table]);
    const known = this.#known.get(place);
    if (known) return known;
    const shape = await this.#catalogue.readTable(query, name);
    this.#known.set(place, shape);
    return shape;
  }
}
