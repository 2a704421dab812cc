import { neutraliseText } from '#shared/logic/plain-text.ts';
import { directionOf } from '#shared/logic/text-direction.ts';

/** HTML that was made by `html`: everything else is text and is escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | false | readonly Part[];

/** Builds HTML: what is put in is escaped, unless it was built the same way. Null and false leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((all, piece, at) => `${all}${partOf(parts[at - 1] ?? null)}${piece}`));
}

function partOf(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(partOf).join('');
  return escapeHtml(String(part));
}

/** Text as it may stand between tags and in quoted attributes; characters that would reorder or hide text are made visible. */
export function escapeHtml(text: string): string {
  return neutraliseText(text.toWellFormed())
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** What somebody said or wrote, in its own direction, with its line breaks. */
export function words(text: string, tag: 'p' | 'span' | 'blockquote' = 'p'): Markup {
  const direction = directionOf(text) ?? 'auto';
  return new Markup(`<${tag} class="words" dir="${direction}">${escapeHtml(text)}</${tag}>`);
}
