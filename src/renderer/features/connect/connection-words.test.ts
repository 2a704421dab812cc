import { expect, it } from 'vitest';
import { baseUrlProblem, keyProblem } from './connection-words.ts';

it.each(['https://api.voicy.co', ' https://eu.example.com/v1 ', 'http://127.0.0.1:4000', 'http://localhost:1'])(
  'takes %s',
  (url) => expect(baseUrlProblem(url)).toBeNull(),
);

it.each(['', 'api.voicy.co', 'ftp://api.voicy.co', 'http://api.voicy.co', 'https://me:secret@api.voicy.co'])(
  'questions %s',
  (url) => expect(baseUrlProblem(url)).toMatch(/\.$/),
);

it('questions keys that cannot be', () => {
  expect(keyProblem('sk_live_123')).toBeNull();
  expect(keyProblem('  ')).not.toBeNull();
  expect(keyProblem('sk_live 123')).not.toBeNull();
});
