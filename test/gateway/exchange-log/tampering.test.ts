import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer } from '../store/test-stores.js';
import { tamperingSuite } from './tampering-suite.js';

tamperingSuite('tampering with an embedded store, as the verification names it:', openEmbedded);

describeOnPostgres('on a PostgreSQL server', () => {
  tamperingSuite('tampering behind the back of the gateway, as the verification names it:', openOnServer);
});
