import { implement } from '@orpc/server';
import { agreementContract } from '#shared/contract/agreement.ts';
import type { Agreement } from '../agreement/service.ts';

/** The procedures about agreement. */
export function createAgreementRouter(agreement: () => Agreement) {
  const os = implement(agreementContract);
  return os.router({
    sources: os.sources.handler(() => agreement().sources()),
    report: os.report.handler(({ input }) => agreement().report(input)),
  });
}
