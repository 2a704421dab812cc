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

  /** Opens "Download all matching" and waits until it has said how much there is. */
  async downloadAllMatching(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Download all matching' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Download all matching' });
    await expect(dialog.getByText('Still to download')).toBeVisible();
    return dialog;
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

  /** Whether the recording is kept whatever the cache limit says. */
  get pin(): Locator {
    return this.page.getByRole('button', { name: /^(Pin|Unpin) the recording/ });
  }

  /** Opens the facts, which hold the call's recording in words and the way to erase it. */
  async showFacts(): Promise<Locator> {
    await this.page.getByRole('tab', { name: 'Facts' }).click();
    return this.page.getByRole('tabpanel', { name: 'Facts' });
  }

  /** Asks to erase the call; the dialog that says what goes. */
  async askToErase(): Promise<Locator> {
    const facts = await this.showFacts();
    await facts.getByRole('button', { name: 'Erase this call' }).click();
    return this.page.getByRole('dialog', { name: 'Erase this call?' });
  }

  async play(): Promise<void> {
    await this.page.getByRole('button', { name: /^Play/ }).click();
    await expect.poll(() => this.time()).toBeGreaterThan(0.2);
  }
}

/** What the sync does, has done and will do. */
export class SyncPage {
  readonly pause: Locator;
  readonly resume: Locator;
  readonly syncNow: Locator;
  /** What waits: kinds down, reasons across. */
  readonly plan: Locator;
  readonly notices: Locator;
  private readonly page: Page;
  private readonly main: Locator;

  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole('main');
    this.pause = this.main.getByRole('button', { name: 'Pause' });
    this.resume = this.main.getByRole('button', { name: 'Resume' });
    this.syncNow = this.main.getByRole('button', { name: 'Sync now' });
    this.plan = this.main.getByRole('region', { name: 'What waits' });
    this.notices = page.getByRole('status', { name: 'Notices' });
  }

  async open(): Promise<void> {
    await this.page.goto(`${new URL(this.page.url()).origin}/#/sync`);
    await expect(this.main.getByRole('heading', { name: 'Sync', level: 1 })).toBeVisible();
  }

  /** The sync's entry in the rail; it says so when syncing is paused. */
  inRail(name: 'Sync' | 'Sync, paused'): Locator {
    return this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });
  }

  /** Nothing runs and nothing is paused. */
  async waitUntilIdle(): Promise<void> {
    await expect(this.syncNow).toBeEnabled({ timeout: 120_000 });
  }
}

/** The settings, by their sections. */
export class SettingsPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(section: 'connection' | 'sync' | 'storage'): Promise<void> {
    await this.page.goto(`${new URL(this.page.url()).origin}/#/settings/${section}`);
    await expect(this.section(section)).toBeVisible();
  }

  section(section: string): Locator {
    return this.page.locator(`#settings-${section}`);
  }

  /** Which calls are synced, or which recordings come by themselves. */
  group(name: 'Calls to sync' | 'Recordings to download by themselves'): Locator {
    return this.page.getByRole('region', { name });
  }
}
