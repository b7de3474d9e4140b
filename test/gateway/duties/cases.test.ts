import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer } from '../store/test-stores.js';
import { casesSuite } from './cases-suite.js';

casesSuite('cases, in the embedded store', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  casesSuite('cases', openOnServer);
});
