import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Store } from '../../../gateway/store/store.js';
import { describeOnPostgres } from '../../servers/postgres.js';
import { worldNow } from '../exchanges/world.js';
import { openEmbedded, openOnServer, withTables, type OpenTestStore, type TestStore } from '../store/test-stores.js';
import { failureSuite } from './failure-suite.js';
import { quarantineSuite } from './quarantine-suite.js';
import { versionsSuite } from './versions-suite.js';

function ingestSuites(title: string, open: OpenTestStore): void {
  describe(title, () => {
    let test: TestStore;
    const opened = (): Store => test.store;
    beforeAll(async () => {
      test = await withTables(open(), worldNow);
    });
    afterAll(async () => {
      await test.drop();
    });
    versionsSuite(opened);
    quarantineSuite(opened);
    failureSuite(opened);
  });
}

ingestSuites('over the embedded store', openEmbedded);

describeOnPostgres('over a PostgreSQL server', () => {
  ingestSuites('over a server store', openOnServer);
});
