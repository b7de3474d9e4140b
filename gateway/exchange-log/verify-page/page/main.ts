import { toHex } from '../../verify/bytes.js';
import { verifyBundle } from '../../verify/bundle.js';
import { digest } from '../../verify/primitives.js';
import { showVerdict } from './verdict.js';

const keys = pick('keys', HTMLTextAreaElement);
const drop = pick('drop', HTMLElement);
const file = pick('file', HTMLInputElement);
const fileName = pick('file-name', HTMLElement);
const fileDigest = pick('file-digest', HTMLElement);
const verdict = pick('verdict', HTMLElement);

let bundle: string | undefined;
/** Counts the checks, so that one that was overtaken says nothing. */
let turn = 0;

/** Checks what is there by now; says nothing before there are both, a key and a file. */
async function check(): Promise<void> {
  const own = (turn += 1);
  const typed = keys.value.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  verdict.hidden = true;
  if (bundle === undefined || typed.length === 0) return;
  const found = await verifyBundle(bundle, typed);
  if (own === turn) showVerdict(verdict, found);
}

async function take(given: File | undefined): Promise<void> {
  if (given === undefined) return;
  const bytes = new Uint8Array(await given.arrayBuffer());
  bundle = new TextDecoder().decode(bytes);
  fileName.textContent = given.name;
  fileDigest.textContent = `SHA-256 ${toHex(digest('sha256', bytes))}`;
  await check();
}

keys.addEventListener('input', () => void check());
file.addEventListener('change', () => void take(file.files?.[0]));
for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
  // Anywhere on the page: a file that misses its place would otherwise be opened instead of the page.
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
    if (kind === 'drop') void take(event.dataTransfer?.files[0]);
  });
}

function pick<Found extends HTMLElement>(id: string, kind: new () => Found): Found {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${id}`);
}
