import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer } from '../store/test-stores.js';
import { warningsSuite } from './warnings-suite.js';

warningsSuite('warnings, in the embedded store', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  warningsSuite('warnings', openOnServer);
});
