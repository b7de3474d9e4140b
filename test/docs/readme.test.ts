import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectorTypes } from '../../connectors/registry.js';
import { assetPath } from '../../schemas/assets.js';
import { runIn, testWorld, type Outcome } from '../gateway/cli/test-world.js';

const pages = ['README.md', 'README.en.md', 'CHANGELOG.md', 'docs/dependencies.md', 'connectors/README.md', 'mappings/README.md', 'examples/record-desk/README.md'];
const read = (path: string): string => readFileSync(assetPath(path), 'utf8');
const readmes = ['README.md', 'README.en.md'] as const;

/** Contents of the code blocks of one language. */
function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gmu'))].map(([, block = '']) => block);
}

/** Every `npx jiantong …` of a page, in blocks and in sentences, as its words. */
function commandLines(text: string): string[][] {
  return [...text.matchAll(/npx jiantong ([^`\n]+)/gu)].map(([, words = '']) => words.trim().split(/\s+/u));
}

describe.each(pages)('%s', (page) => {
  it('links only to files that are there', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/gu)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(assetPath(join(dirname(page), link))))).toEqual([]);
  });
});

describe.each([...readmes, 'examples/record-desk/README.md'])('the commands of %s', (page) => {
  const text = read(page);

  it.each(commandLines(text).map((words) => [words.join(' '), words] as const))('are known: %s', async (_, words) => {
    const options = words.filter((word) => word.startsWith('--') && word !== '--help');
    const path = words.slice(0, words.findIndex((word) => word.startsWith('-')));
    const { code, stdout } = await runIn(testWorld(), ...path.filter((word) => /^[a-z][a-z-]*$/u.test(word)), '--help');
    expect(code).toBe(0);
    expect(options.filter((option) => !stdout.includes(option))).toEqual([]);
  });

  it('are scripts of package.json when npm runs them', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const run = [...text.matchAll(/npm (?:run )?(?!ci|run)([a-z:]+)/gu)].map(([, script = '']) => script);
    expect(run.filter((script) => !(script in scripts))).toEqual([]);
  });
});

describe.each(readmes)('the tables of %s', (page) => {
  const text = read(page);

  it('name every connector type, and how each moves rows', () => {
    const rows = [...text.matchAll(/^\| \[`([\w-]+)`\]\(connectors\/\S+ \| (\S+) \| (\S+) \|/gmu)];
    const said = rows.map(([, type = '', pulls, pushes]) => [type, { canPull: pulls !== '–', canPush: pushes !== '–' }]);
    const types = [...connectorTypes()].map(([type, { capabilities: { canPull, canPush } }]) => [type, { canPull, canPush }]);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(types));
  });

  it('name every setting with its option', () => {
    const { properties } = JSON.parse(read('gateway/config.schema.json')) as {
      properties: Record<string, { 'x-env': string; 'x-flag'?: string }>;
    };
    const said = [...text.matchAll(/^\| `([A-Z_]+)` \| (?:`(--\w+)`)? ?\|/gmu)].map(([, name = '', flag]) => [name, flag]);
    const settings = Object.values(properties).map((one) => [one['x-env'], one['x-flag']]);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(settings));
  });
});

describe('the two READMEs', () => {
  const [chinese, english] = [read('README.md'), read('README.en.md')];

  it('have the same sections, tables and manifests', () => {
    const outline = (text: string): number[] => [/^## /gmu, /^\| /gmu, /^```/gmu].map((mark) => text.match(mark)?.length ?? 0);
    expect(outline(english)).toEqual(outline(chinese));
    expect(blocks(english, 'yaml')).toEqual(blocks(chinese, 'yaml'));
  });

  it('show manifests as they stand in the example', () => {
    const example = read('examples/own-connector/culture.yaml');
    expect(blocks(chinese, 'yaml').filter((block) => !example.includes(block))).toEqual([]);
  });
});

describe("a connector of one's own", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jiantong-own-'));
    cpSync(assetPath('examples/gannan'), folder, { recursive: true });
    cpSync(assetPath('examples/own-connector'), folder, { recursive: true });
    const longAgo = new Date('2026-01-01T00:00:00Z');
    utimesSync(join(folder, 'drop/penalties.csv'), longAgo, longAgo);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = async (...words: string[]): Promise<Outcome> =>
    await runIn(testWorld({ JIANTONG_DATA: join(folder, 'data') }), ...words, '--workspace', folder, '--json');

  it('can be reached', async () => {
    const { code, stdout } = await run('connector', 'check', 'gannan-culture/penalty-list');
    expect(code).toBe(0);
    expect(stdout).toContain('gannan-culture/penalty-list');
  });

  it('reads the three rows of the list', async () => {
    const { stdout } = await run('connector', 'preview', 'gannan-culture/penalty-list', 'penalties');
    expect([...stdout.matchAll(/penalties\.csv row \d/gu)].map(([position]) => position)).toEqual([
      'penalties.csv row 2', 'penalties.csv row 3', 'penalties.csv row 4',
    ]);
  });

  it('has a mapping whose example holds', async () => {
    const { code, stderr } = await run('mapping', 'test', 'gannan-culture/culture-penalty');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
