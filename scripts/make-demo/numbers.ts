import type { Agent } from './agents.ts';
import type { Plan } from './plan.ts';
import type { Random } from './random.ts';

/** Numbers set aside for fiction: 555-0100..0199 in North America, 020 7946 0xxx in London. */
const BUSINESS: Record<Agent['key'], string> = {
  mia: '+14155550142',
  leo: '+13125550118',
  callum: '+442079460318',
};

export function numbersFor(plan: Plan, random: Random): { from_number?: string | null; to_number?: string | null } {
  const two = `${random.int(100, 199)}`.slice(1);
  const area = random.pick(['415', '510', '628', '312', '773', '305']);
  const caller = plan.agent === 'callum' ? `+4420794604${two}` : `+1${area}55501${two}`;
  if (plan.web === 'absent') return {};
  if (plan.web === 'null') return { from_number: null, to_number: null };
  const business = BUSINESS[plan.agent];
  return plan.direction === 'incoming'
    ? { from_number: caller, to_number: business }
    : { from_number: business, to_number: caller };
}
