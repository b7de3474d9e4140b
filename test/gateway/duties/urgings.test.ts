import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer } from '../store/test-stores.js';
import { urgingsSuite } from './urgings-suite.js';

urgingsSuite('urgings and quiet streams, in the embedded store', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  urgingsSuite('urgings and quiet streams', openOnServer);
});
