import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';

/** Questions and answers between a benchmark and its child processes, over Node's IPC channel. */
const questionSchema = z.object({ number: z.number(), question: z.string(), input: z.unknown().optional() });
const answerSchema = z.object({ number: z.number(), value: z.unknown().optional(), error: z.string().optional() });

/** In the child: answers the parent's questions by name, and ends the process when the parent is gone. */
export function answerQuestions(answers: Readonly<Record<string, (input: unknown) => unknown>>): void {
  process.on('message', async (message) => {
    const asked = questionSchema.safeParse(message);
    if (!asked.success) return;
    const { number, question, input } = asked.data;
    try {
      const answer = answers[question];
      if (!answer) throw new Error(`nobody answers "${question}"`);
      process.send?.({ number, value: (await answer(input)) ?? null });
    } catch (error) {
      process.send?.({ number, value: null, error: error instanceof Error ? error.message : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

let asked = 0;

/** In the parent: asks the child and checks its answer. Rejects when the child fails or ends first. */
export function ask<T>(child: ChildProcess, schema: z.ZodType<T>, question: string, input?: unknown): Promise<T> {
  asked += 1;
  const number = asked;
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown): void => {
      const answer = answerSchema.safeParse(message);
      if (!answer.success || answer.data.number !== number) return;
      settle();
      const value = schema.safeParse(answer.data.value);
      if (answer.data.error !== undefined) reject(new Error(answer.data.error));
      else if (value.success) resolve(value.data);
      else reject(new Error(`unexpected answer to "${question}": ${value.error.message}`));
    };
    const onExit = (): void => {
      settle();
      reject(new Error(`the child process ended before it answered "${question}"`));
    };
    const settle = (): void => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send({ number, question, input }, (error) => {
      if (error === null) return;
      settle();
      reject(error);
    });
  });
}
