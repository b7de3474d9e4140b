import { openEmbedded } from '../store/test-stores.js';
import { deliverSuites } from './deliver-suites.js';

deliverSuites('over the embedded store', openEmbedded);
