import { FRONT_DESK } from './corpus-front-desk.ts';
import { LINES } from './corpus-lines.ts';
import { UNANSWERED } from './corpus-unanswered.ts';
import type { Plan } from './plan.ts';

export const PLANS: Plan[] = [...FRONT_DESK, ...LINES, ...UNANSWERED];

const keys = new Set(PLANS.map((plan) => plan.key));
if (keys.size !== PLANS.length) throw new Error('two calls of one key');
