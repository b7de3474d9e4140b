import { describeOnPostgres } from '../../servers/postgres.js';
import { openEmbedded, openOnServer } from '../store/test-stores.js';
import { erasureSuite } from './erasure-suite.js';

erasureSuite('erasing a person on the embedded store', openEmbedded);
describeOnPostgres('on a server', () => erasureSuite('erasing a person', openOnServer));
