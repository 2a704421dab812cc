import { expect, type Locator, type Page } from '@playwright/test';

/** The call list as a reviewer meets it. */
export class CallsPage {
  readonly grid: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid');
  }

  /** The row at this place in the list, the first being 1. */
  row(place: number): Locator {
    return this.grid.locator(`[role=row][aria-rowindex="${place + 1}"]`);
  }

  async open(callId: string): Promise<CallPage> {
    await this.page.goto(`${new URL(this.page.url()).origin}/#/calls/${callId}`);
    const call = new CallPage(this.page);
    await expect(call.transcript).toBeVisible();
    return call;
  }

  async back(): Promise<void> {
    await this.page.goto(`${new URL(this.page.url()).origin}/#/calls`);
    await expect(this.grid).toBeVisible();
  }
}

/** One call on screen. */
export class CallPage {
  readonly transcript: Locator;
  readonly position: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.transcript = page.getByLabel('Transcript', { exact: true });
    this.position = page.getByRole('slider', { name: 'Position in the recording' });
  }

  turn(place: number): Locator {
    return this.transcript.locator(`[data-turn="${place - 1}"]`);
  }

  /** Where the sound is, seconds. */
  time(): Promise<number> {
    return this.page.evaluate(() => document.querySelector('audio')?.currentTime ?? Number.NaN);
  }

  /** The turn that is marked as the one being heard, from 0; null when none is. */
  activeTurn(): Promise<number | null> {
    return this.page.evaluate(() => {
      const marked = document.querySelector('[data-turn] [aria-current=true], [data-turn][aria-current=true]');
      const at = marked?.closest('[data-turn]')?.getAttribute('data-turn');
      return at === null || at === undefined ? null : Number(at);
    });
  }

  async play(): Promise<void> {
    await this.page.getByRole('button', { name: /^Play/ }).click();
    await expect.poll(() => this.time()).toBeGreaterThan(0.2);
  }
}
