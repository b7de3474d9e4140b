import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { assetPath } from '../../../schemas/assets.js';

const folder = assetPath('dist/gateway/console/public');
const firstLoadBytesMax = 400_000;

describe('the files of the console', () => {
  const page = readFileSync(`${folder}/index.html`, 'utf8');

  it('load less than 400 kB of compressed script before the first page is seen', () => {
    const names = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, name = '']) => name);
    const overview = readdirSync(`${folder}/assets`).filter((name) => /^(?:overview|data-table|mark|moment)-/.test(name));
    const files = [...names, ...overview.map((name) => `/assets/${name}`)];
    expect(names.length).toBeGreaterThan(0);
    expect(files.reduce((sum, name) => sum + gzipSync(readFileSync(folder + name)).length, 0)).toBeLessThan(firstLoadBytesMax);
  });

  it('hold no script or style in the page itself, and name nothing of elsewhere', () => {
    expect(page).not.toMatch(/<script(?![^>]*src=)|<style|style="|https?:\/\//);
  });
});
