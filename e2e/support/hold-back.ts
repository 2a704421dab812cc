import type { Page } from '@playwright/test';

/**
 * Keeps a page's requests from the host until what it returns is called: an answer that is long under way, for as long as the test
 * wants. `times` = only so many, the first ones.
 */
export async function holdBack(page: Page, url: RegExp, options: { times?: number } = {}): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  await page.route(
    url,
    async (route) => {
      await gate.promise;
      await route.continue();
    },
    options,
  );
  return () => gate.resolve();
}
