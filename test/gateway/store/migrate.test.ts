import { describeOnPostgres } from '../../servers/postgres.js';
import { migrateSuite } from './migrate-suite.js';
import { openEmbedded, openOnServer } from './test-stores.js';

migrateSuite('an embedded store', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  migrateSuite('a server store', openOnServer);
});
