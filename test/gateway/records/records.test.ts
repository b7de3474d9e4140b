import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer } from '../store/test-stores.js';
import { recordsSuite } from './records-suite.js';

recordsSuite('records on the embedded store', openEmbedded);
describeOnPostgres('on a server', () => recordsSuite('records', openOnServer));
