import type { Gender, Lang } from './types.ts';

/** Medians in ms of the six stages; jitter is drawn around them. */
export interface StageProfile {
  vad: number;
  stt: number;
  llm: number;
  sentence: number;
  tts: number;
  send: number;
}

export interface AgentVersion {
  version: number;
  profile: StageProfile;
  /** The reported total lies this much below the gap in the sound. */
  underReportMs?: [number, number];
  story: string | null;
  /** Calls of this version lie between these ages. */
  fromDaysAgo: number;
  toDaysAgo: number;
}

export interface Agent {
  key: 'mia' | 'leo' | 'callum';
  id: string;
  name: string;
  gender: Gender;
  voices: Record<Lang, string>;
  versions: AgentVersion[];
}

export const ACCOUNT = { id: '5d0c7c1e-52a4-4b7e-9f0b-2f7a6f1f9c3d', name: 'Northline Contact Services' };

const MIA: StageProfile = { vad: 430, stt: 105, llm: 390, sentence: 120, tts: 165, send: 35 };
const LEO: StageProfile = { vad: 520, stt: 95, llm: 340, sentence: 140, tts: 190, send: 40 };
const CALLUM: StageProfile = { vad: 560, stt: 120, llm: 470, sentence: 110, tts: 150, send: 30 };

export const AGENTS: Agent[] = [
  {
    key: 'mia',
    id: '0b6f1f0e-8a51-4e0c-8d57-6f3f6a1c2b90',
    name: 'Mia (front desk)',
    gender: 'female',
    voices: { en: 'mia-en', es: 'mia-es', he: 'mia-he' },
    versions: [
      { version: 5, profile: { ...MIA, vad: 520, tts: 210 }, story: null, fromDaysAgo: 21, toDaysAgo: 16 },
      { version: 6, profile: MIA, story: null, fromDaysAgo: 15.5, toDaysAgo: 6.5 },
      { version: 7, profile: { ...MIA, llm: MIA.llm + 700 }, story: 'slow-llm', fromDaysAgo: 6.2, toDaysAgo: 0.12 },
    ],
  },
  {
    key: 'leo',
    id: 'c4a3e6d2-1f7b-4a68-b7c9-90d2ab54e871',
    name: 'Leo (deliveries)',
    gender: 'male',
    voices: { en: 'leo-en', es: 'leo-es', he: 'leo-he' },
    versions: [
      { version: 2, profile: LEO, story: null, fromDaysAgo: 20.5, toDaysAgo: 9.5 },
      { version: 3, profile: { ...LEO, stt: 85 }, story: 'tool-timeouts', fromDaysAgo: 9, toDaysAgo: 0.2 },
    ],
  },
  {
    key: 'callum',
    id: '7e91b0aa-6c3d-49f5-a1e4-3d8c05f7b642',
    name: 'Callum (accounts)',
    gender: 'male',
    voices: { en: 'callum-en', es: 'callum-es', he: 'callum-he' },
    versions: [
      { version: 11, profile: CALLUM, story: null, fromDaysAgo: 20.8, toDaysAgo: 8.6 },
      {
        version: 12,
        profile: { ...CALLUM, llm: 440 },
        underReportMs: [400, 600],
        story: 'under-reported-latency',
        fromDaysAgo: 8.2,
        toDaysAgo: 0.15,
      },
    ],
  },
];

export function getAgent(key: Agent['key']): Agent {
  const agent = AGENTS.find((candidate) => candidate.key === key);
  if (!agent) throw new Error(`no agent ${key}`);
  return agent;
}

export function getVersion(agent: Agent, version: number): AgentVersion {
  const found = agent.versions.find((candidate) => candidate.version === version);
  if (!found) throw new Error(`no version ${version} of ${agent.name}`);
  return found;
}
