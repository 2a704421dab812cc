import { type Anchor, anchorSchema } from '../../model/review/anchor.ts';
import type {
  ExchangeAnnotation,
  ExchangeCall,
  ReadAnnotation,
  ReadFile,
  Stretch,
} from '../../model/review/exchange.ts';
import { severitySchema } from '../../model/review/items.ts';
import { checkStretch, msOfSeconds, secondsText } from './clock-text.ts';
import { FormatError } from './format-error.ts';
import { idText, readIdText } from './texts.ts';

/** Media fragments are written to the microsecond; the anchor itself goes along exactly. */
export const jsonLdStepMs = 0.001;

const annotationUrn = 'urn:earmark:annotation:';
const callUrn = 'urn:earmark:call:';
const context = ['http://www.w3.org/ns/anno.jsonld', { earmark: 'urn:earmark:terms:' }];
const mediaFragments = 'http://www.w3.org/TR/media-frags/';

/**
 * The annotations as a page of W3C Web Annotations (JSON-LD; W3C Recommendation "Web Annotation Data Model", 2017). The target
 * is the recording of the call, by a FragmentSelector of its time and, for words, a TextQuoteSelector; tags are bodies with
 * the purpose `tagging`. What the model has no member for goes along under `earmark:`.
 */
export function writeJsonLd(call: ExchangeCall): string {
  const page = {
    '@context': context,
    id: `urn:earmark:annotations-of-call:${idText(call.row.id)}`,
    type: 'AnnotationPage',
    items: call.annotations.map((one) => annotationOf(one, call.row.id)),
  };
  return `${JSON.stringify(page, null, 2)}\n`;
}

function annotationOf(one: ExchangeAnnotation, callId: string) {
  const { anchor, text, severity, resolved, sameAs } = one.fields;
  const comment = { type: 'TextualBody', value: text ?? '', format: 'text/markdown', purpose: 'commenting' };
  const tags = one.tagNames.map((value) => ({ type: 'TextualBody', value, purpose: 'tagging' }));
  const selectors = [
    ...(one.at === null ? [] : [fragmentOf(one.at)]),
    ...(anchor?.on === 'text' ? [quoteOf(anchor)] : []),
  ];
  const source = `${callUrn}${idText(callId)}`;
  return {
    id: `${annotationUrn}${idText(one.id)}`,
    type: 'Annotation',
    motivation: tags.length > 0 ? ['commenting', 'tagging'] : 'commenting',
    creator: { id: `urn:earmark:reviewer:${idText(one.author)}`, type: 'Person', name: one.authorName },
    created: new Date(one.createdMs).toISOString(),
    modified: new Date(one.updatedMs).toISOString(),
    body: [comment, ...tags],
    target: selectors.length === 0 ? source : { source, selector: selectors.length === 1 ? selectors[0] : selectors },
    'earmark:anchor': anchor === null ? null : JSON.stringify(anchor),
    'earmark:severity': severity,
    'earmark:resolved': resolved ?? false,
    'earmark:sameAs': sameAs ?? [],
  };
}

/** A point has no end: in media fragments it is what begins there. */
function fragmentOf({ startMs, endMs }: Stretch) {
  const end = startMs === endMs ? '' : `,${secondsText(endMs, 6)}`;
  return { type: 'FragmentSelector', conformsTo: mediaFragments, value: `t=${secondsText(startMs, 6)}${end}` };
}

function quoteOf({ quote }: Extract<Anchor, { on: 'text' }>) {
  const { exact, prefix, suffix } = quote;
  return { type: 'TextQuoteSelector', exact, prefix, suffix };
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads Web Annotations: a page, a collection with its first page, a list, or a single one. Comments are bodies that are no
 * tags, joined by an empty line. One without a time is on the call as a whole.
 *
 * @throws FormatError naming the annotation, or the line where it is no JSON.
 */
export function readJsonLd(text: string): ReadFile {
  const root = parseJson(text);
  const list = itemsOf(root);
  const annotations = list.map((value, at) => {
    try {
      return readAnnotation(value);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new FormatError(`annotation ${at + 1}: ${error.message}`);
    }
  });
  return { own: annotations.some(({ anchor }) => anchor !== undefined), annotations, leftOut: [] };
}

/** Parses JSON; what is wrong with it is said with its line. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = at === undefined ? text.split('\n').length : text.slice(0, Number(at)).split('\n').length;
    throw new FormatError('this is no JSON, or it is cut off.', line);
  }
}

function itemsOf(root: unknown): readonly unknown[] {
  if (Array.isArray(root)) return root;
  const members = asMembers(root);
  const page = members?.first === undefined ? members : asMembers(members.first);
  if (Array.isArray(page?.items)) return page.items;
  if (members !== null && hasType(members, 'Annotation')) return [members];
  throw new FormatError('there are no Web Annotations in it.');
}

function readAnnotation(value: unknown): ReadAnnotation {
  const one = asMembers(value);
  if (one === null || !hasType(one, 'Annotation')) throw new FormatError('its type is not Annotation.');
  const targets = listOf(one.target);
  if (targets.length === 0) throw new FormatError('it has no target.');
  const bodies = [...listOf(one.body), ...listOf(one.bodyValue)];
  const tags = bodies.flatMap((body) => (purposeOf(body) === 'tagging' ? textOf(body) : []));
  const words = bodies.flatMap((body) => (purposeOf(body) === 'tagging' ? [] : textOf(body)));
  const { id, created } = one;
  const creator = asMembers(listOf(one.creator)[0]);
  const createdMs = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  const source = targets.map((target) => (typeof target === 'string' ? target : asMembers(target)?.source))[0];
  return {
    line: null,
    layer: null,
    id: typeof id === 'string' && id.startsWith(annotationUrn) ? readIdText(id.slice(annotationUrn.length)) : null,
    callId: typeof source === 'string' && source.startsWith(callUrn) ? readIdText(source.slice(callUrn.length)) : null,
    at: stretchOf(targets),
    text: words.join('\n\n'),
    tags,
    ...ownMembers(one),
    ...(typeof creator?.name === 'string' ? { author: creator.name } : {}),
    ...(Number.isNaN(createdMs) ? {} : { createdMs }),
  };
}

function ownMembers(one: Members): Partial<ReadAnnotation> {
  const anchor = one['earmark:anchor'];
  const severity = severitySchema.nullable().safeParse(one['earmark:severity']);
  const resolved = one['earmark:resolved'];
  const sameAs = one['earmark:sameAs'];
  return {
    ...(anchor === null ? { anchor: null } : {}),
    ...(typeof anchor === 'string' ? { anchor: readAnchor(anchor) } : {}),
    ...(severity.success ? { severity: severity.data } : {}),
    ...(typeof resolved === 'boolean' ? { resolved } : {}),
    ...(Array.isArray(sameAs) ? { sameAs: sameAs.filter((id) => typeof id === 'string') } : {}),
  };
}

function readAnchor(text: string): Anchor {
  const anchor = anchorSchema.safeParse(parseJson(text));
  if (!anchor.success) throw new FormatError('its earmark:anchor is none.');
  return anchor.data;
}

function stretchOf(targets: readonly unknown[]): Stretch | null {
  const selectors = targets.flatMap((target) =>
    typeof target === 'string' ? [{ value: target.split('#')[1] ?? '' }] : listOf(asMembers(target)?.selector),
  );
  for (const selector of selectors) {
    const value = asMembers(selector)?.value;
    const [, start, end] =
      /(?:^|&)t=(?:npt:)?([\d.:]*)(?:,([\d.:]+))?(?:&|$)/.exec(typeof value === 'string' ? value : '') ?? [];
    if (start === undefined) continue;
    const startMs = start === '' ? 0 : nptMs(start);
    return checkStretch({ startMs, endMs: end === undefined ? startMs : nptMs(end) }, null);
  }
  return null;
}

/** Normal play time: seconds, `mm:ss` or `hh:mm:ss`, with a fraction. */
function nptMs(text: string): number {
  if (!/^(?:(?:\d+:)?[0-5]?\d:)?\d+(?:\.\d*)?$/.test(text)) throw new FormatError(`“${text.slice(0, 40)}” is no time.`);
  return msOfSeconds(text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
}

function asMembers(value: unknown): Members | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function hasType(members: Members, type: string): boolean {
  return listOf(members.type ?? members['@type']).some((name) => name === type || name === `oa:${type}`);
}

function purposeOf(body: unknown): unknown {
  return asMembers(body)?.purpose;
}

function textOf(body: unknown): string[] {
  if (typeof body === 'string') return [body];
  const value = asMembers(body)?.value;
  return typeof value === 'string' ? [value] : [];
}
