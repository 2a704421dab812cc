import { expect, it } from 'vitest';
import { noticeSchema } from '#shared/model/sync.ts';
import { noticeLooks } from './notice-words.ts';

it('every notice has its looks; what stops work is said on every screen', () => {
  const everywhere = noticeSchema.shape.code.options.filter((code) => noticeLooks[code].everywhere);
  expect(everywhere).toEqual(['read-only', 'disk-full', 'damaged']);
});
