import { chromium, type Browser } from 'playwright-core';

/** The machine's own Chromium, without a window. Whoever opens it closes it. */
export function openBrowser(): Promise<Browser> {
  // Without its sandbox, which needs rights that containers and root do not have; only files of ours are opened in it.
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
}
