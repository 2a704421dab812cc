import type { Definition } from './definition.ts';

const wait = 'The caller stops speaking';
const begins = 'The agent begins to speak';
const pooled =
  'Over the agent turns of all calls of the group that have the number; reported, measured and stage figures apart.';
const byCall = 'The interval (95 %) treats the turns of one call as belonging together.';

const percentile = (id: 'p90_turns' | 'p95_turns' | 'p99_turns', words: string): Omit<Definition, 'version'> => ({
  id,
  name: `${words} percentile of turns`,
  start: wait,
  end: begins,
  source: 'both',
  note: `So many of a hundred turns have at most this (nearest rank, so it is a number that was there). ${pooled} ${byCall} Over few turns it is the largest.`,
});

/** What figures over many calls mean, in the order in which they are read. */
export const insightDefinitions: readonly Definition[] = (
  [
    {
      id: 'p50_turns',
      name: 'Median of turns',
      start: wait,
      end: begins,
      source: 'both',
      note: `Half of the turns have less; with an even number the mean of the middle two. ${pooled} ${byCall}`,
    },
    percentile('p90_turns', '90th'),
    percentile('p95_turns', '95th'),
    percentile('p99_turns', '99th'),
    {
      id: 'share_above',
      name: 'Share above the limit',
      start: wait,
      end: begins,
      source: 'both',
      note: `Turns with the number above the limit of the settings, of all turns that have the number. Turns without it are in neither. ${byCall}`,
    },
    {
      id: 'slow_tail',
      name: 'Slow turns against the others',
      start: wait,
      end: begins,
      source: 'both',
      note: 'Turns above the limit are slow. For each stage the mean of the slow turns minus the mean of the others; and each slow turn is put down to the stage that lies furthest above its median among the others. Stages overlap, so the differences may add up to more than the wait.',
    },
    {
      id: 'reporting_bias',
      name: 'Reported against measured',
      start: 'The reported total',
      end: 'The measured gap',
      source: 'both',
      note: 'Median of measured minus reported over turns that have both. Above zero: callers waited longer than reported. A few hundredths of a second are the way to the recorder.',
    },
    {
      id: 'agent_over_caller',
      name: 'Agent over caller',
      start: 'The agent begins while the caller still speaks',
      end: 'One of the two stops',
      source: 'sound',
      note: 'Overlaps in which the caller was first, short sounds such as “mm-hm” left out. Needs the parties on channels of their own. Mean per call.',
    },
    {
      id: 'hold',
      name: 'Hold on the line',
      start: 'Music or tones begin on the line',
      end: 'They end',
      source: 'sound',
      note: 'Time in which the line carries music or tones and nobody speaks. Mean per call.',
    },
    {
      id: 'monologue',
      name: 'Monologue',
      start: 'The agent begins to speak',
      end: 'The caller speaks, or the agent stops',
      source: 'sound',
      note: 'A stretch longer than the limit in the settings in which the agent speaks and the caller does not. Mean per call.',
    },
    {
      id: 'talk_ratio',
      name: 'Talk ratio',
      start: 'The call begins',
      end: 'The call ends',
      source: 'sound',
      note: 'Time the agent speaks, divided by the time the agent speaks plus the time the caller speaks. Where both speak at once it counts for both. Mean of the calls’ shares.',
    },
    {
      id: 'silence_share',
      name: 'Silence',
      start: 'The recording begins',
      end: 'The recording ends',
      source: 'sound',
      note: 'Time in which neither party speaks, divided by the time in which either speaks plus that silence. Mean of the calls’ shares.',
    },
    {
      id: 'outcome',
      name: 'How calls ended',
      start: 'The call begins',
      end: 'The call ends',
      source: 'vendor',
      note: 'The status the vendor gives, and the group it belongs to: in progress, completed, failed. Generations of its API name them differently, so a status may be missing from some calls.',
    },
    {
      id: 'hangup_after_turn',
      name: 'Hang-up after a turn',
      start: 'The agent’s turn',
      end: 'The caller hangs up without another word',
      source: 'both',
      note: 'Of agent turns that answer the caller: those after which the caller said nothing and the vendor says that the caller hung up. Every call that ends well ends so too, so only the difference between slow turns and the others says something. It is no proof of a cause.',
    },
    {
      id: 'tool_error',
      name: 'Failed tool calls',
      start: 'A tool is called',
      end: 'Its result is there, or is given up',
      source: 'vendor',
      note: 'Tool calls with an error or a status other than 2xx, of all tool calls. One without a result has not failed.',
    },
    {
      id: 'tool_timeout',
      name: 'Tool time-outs',
      start: 'A tool is called',
      end: 'Waiting for it is given up',
      source: 'vendor',
      note: 'Tool calls that the vendor reports as timed out, of all tool calls.',
    },
    {
      id: 'tool_time',
      name: 'Tool time',
      start: 'A tool is called',
      end: 'Its result is there, or is given up',
      source: 'vendor',
      note: 'The vendor’s duration_ms of tool calls that have one. Time-outs are among them.',
    },
    {
      id: 'gap_after_tool',
      name: 'Gap with a tool call',
      start: wait,
      end: begins,
      source: 'both',
      note: 'The silence before the agent turn that follows the tool call, measured where it was measured for any such turn, else as reported. When the agent says something before it calls the tool there is no gap to the caller’s words.',
    },
    {
      id: 'cost_per_call',
      name: 'Cost per call',
      start: 'The call begins',
      end: 'The call ends',
      source: 'vendor',
      note: 'Mean of the vendor’s combined_cost over calls that have one. Currencies are never mixed.',
    },
    {
      id: 'cost_per_minute',
      name: 'Cost per minute',
      start: 'The call begins',
      end: 'The call ends',
      source: 'computed',
      note: 'Costs of calls that have a cost and a length, divided by their minutes together. Long calls count more.',
    },
    {
      id: 'call_duration',
      name: 'Length of call',
      start: 'The call begins',
      end: 'The call ends',
      source: 'vendor',
      note: 'The vendor’s duration_ms. Mean over calls that have one.',
    },
    {
      id: 'coverage',
      name: 'Coverage',
      start: 'All agent turns of the calls',
      end: 'Those that have the number',
      source: 'computed',
      note: 'How many turns have a number, and for what reason the others do not.',
    },
  ] satisfies readonly Omit<Definition, 'version'>[]
).map((definition) => ({ ...definition, version: 1 }));
