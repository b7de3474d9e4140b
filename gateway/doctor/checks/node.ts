import { readFileSync } from 'node:fs';

import { assetPath } from '../../../schemas/assets.js';
import { bad, ok, type Finding } from '../finding.js';

/** Whether this Node.js is as new as package.json wants it. */
export function checkNode(version: string): Finding {
  const place = { check: 'node', subject: `Node.js ${version}` } as const;
  const wanted = oldestNode();
  if (isAtLeast(version, wanted))
    return ok(place, { zh: `版本满足要求（${wanted} 及以上）`, en: `new enough (${wanted} or later)` });
  return bad(place, {
    zh: `版本过旧，需要 ${wanted} 及以上`,
    en: `too old: ${wanted} or later is needed`,
    fixZh: `请安装 Node.js ${wanted} 或更新的版本。`,
    fixEn: `Install Node.js ${wanted} or later.`,
  });
}

function oldestNode(): string {
  const { engines } = JSON.parse(readFileSync(assetPath('package.json'), 'utf8')) as { engines: { node: string } };
  return engines.node.replace(/^>=\s*/, '');
}

function isAtLeast(version: string, wanted: string): boolean {
  const [have, want] = [version, wanted].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (const [index, part] of want.entries()) {
    const own = have[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}
