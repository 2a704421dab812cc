import type { Random } from './random.ts';
import { toSpoken } from './spoken.ts';
import type { AgentOptions, CallerOptions, Lang, Line, Step, ToolSpec } from './types.ts';

export type Slots = Record<string, string>;

/**
 * A dialogue being written. Texts may hold `{slot}` and alternatives `one | other` (drawn by chance); an array gives the
 * wording of each agent generation. In Hebrew, `text // transliteration`, in slots too.
 */
export class Draft {
  readonly steps: Step[] = [];
  readonly slots: Slots;
  readonly lang: Lang;
  readonly generation: number;
  readonly random: Random;
  /** Set by a dialogue, used where the call carries them. */
  summary: string | null = null;
  extracted: Record<string, string> | null = null;
  provided: Record<string, string> | null = null;

  constructor(lang: Lang, generation: number, slots: Slots, random: Random) {
    this.lang = lang;
    this.generation = generation;
    this.slots = slots;
    this.random = random;
  }

  a(text: string | readonly string[], options: AgentOptions = {}): void {
    this.steps.push({ kind: 'agent', ...this.line(text), ...options });
  }

  c(text: string | readonly string[], options: CallerOptions = {}): void {
    this.steps.push({ kind: 'caller', ...this.line(text), ...options });
  }

  tool(spec: ToolSpec): void {
    this.steps.push({ kind: 'tool', spec: this.fillDeep(spec) });
  }

  wait(ms: number): void {
    this.steps.push({ kind: 'wait', ms });
  }

  hold(ms: number): void {
    this.steps.push({ kind: 'hold', ms });
  }

  note(role: string, content: string): void {
    this.steps.push({ kind: 'note', role, content: this.fill(content).content });
  }

  done(summary: string | null, extracted: Record<string, string> | null = null): void {
    this.summary = summary === null ? null : this.fill(summary).content;
    this.extracted = extracted === null ? null : this.fillDeep(extracted);
  }

  chance(share: number): boolean {
    return this.random.next() < share;
  }

  private line(text: string | readonly string[]): Line {
    const chosen = typeof text === 'string' ? text : (text[Math.min(this.generation, text.length - 1)] ?? '');
    const alternatives = chosen.split(' | ');
    return this.fill(this.random.pick(alternatives).trim());
  }

  private fill(text: string): Line {
    const [written = '', spoken = written] = text.split(' // ');
    const put = (part: string, side: 0 | 1) =>
      part.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = this.slots[name];
        if (value === undefined) throw new Error(`no slot ${name} for: ${text}`);
        const sides = value.split('//');
        return (sides[side] ?? sides[0] ?? '').trim();
      });
    return { content: put(written, 0), say: toSpoken(put(spoken, 1), this.lang) };
  }

  private fillDeep<T>(value: T): T {
    if (typeof value === 'string') return this.fill(value).content as T;
    if (Array.isArray(value)) return value.map((item) => this.fillDeep(item)) as T;
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.fillDeep(item)])) as T;
    }
    return value;
  }
}
