import { type ScorecardFile, scorecardFileSchema } from '#shared/model/review/scorecard.ts';
import compliance from '../../../resources/scorecards/compliance-and-safety.json' with { type: 'json' };
import latency from '../../../resources/scorecards/latency-and-turn-taking.json' with { type: 'json' };
import essentials from '../../../resources/scorecards/voice-agent-essentials.json' with { type: 'json' };

/** A scorecard that comes with Earmark, by the name of its file. */
export interface ShippedScorecard {
  readonly id: string;
  readonly file: ScorecardFile;
}

/** The scorecards of `resources/scorecards`, the one to begin with first. */
export function shippedScorecards(): ShippedScorecard[] {
  return [
    { id: 'voice-agent-essentials', file: scorecardFileSchema.parse(essentials) },
    { id: 'latency-and-turn-taking', file: scorecardFileSchema.parse(latency) },
    { id: 'compliance-and-safety', file: scorecardFileSchema.parse(compliance) },
  ];
}
