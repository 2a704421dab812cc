import type { Settings } from '#shared/model/settings.ts';
import { ANALYZER_VERSION } from '../recordings/analysis.ts';
import type { StoreContext } from './records.ts';

/** What decides, at `nowMs` by the server's clock, which jobs follow from what is stored. */
export function storeContext(settings: Settings, nowMs: number, withRecordings: boolean): StoreContext {
  return {
    nowMs,
    filter: settings.syncFilter,
    recordings: withRecordings ? settings.recordingFilter : null,
    analyzer: ANALYZER_VERSION,
  };
}
