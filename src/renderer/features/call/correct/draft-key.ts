import { correctionId } from '#shared/logic/corrections/edit.ts';
import type { Turn } from '#shared/model/turn.ts';

/** The name under which the unfinished words of a turn are kept. */
export const draftKeyOf = (callId: string, sent: Pick<Turn, 'index' | 'content'>): string =>
  `correction ${correctionId(callId, sent.index, sent.content)}`;
