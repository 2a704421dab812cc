import type { ReadAnnotation, ReadFile, Stretch } from '../../model/review/exchange.ts';
import { severitySchema } from '../../model/review/items.ts';
import { checkStretch } from './clock-text.ts';
import { eafIdPrefix, eafMark, severityTierEnd, tagsTierEnd } from './eaf.ts';
import { FormatError } from './format-error.ts';
import { readIdText } from './texts.ts';
import { noteTierName, pointTierName } from './tiers.ts';
import type { XmlNode } from './xml-node.ts';

interface Found {
  readonly tier: string;
  readonly line: number;
  readonly text: string;
  /** Own times, or the annotation that it hangs on. */
  readonly at: { readonly slots: readonly [string, string] } | { readonly parent: string };
  readonly references: readonly string[];
}

/**
 * Reads the annotations of an ELAN document (EAF 2.x and 3.0). One that hangs on another has its time; one whose time slots
 * have no time is left out. Of a file written here, only the tiers of annotations are read, with their tags and severities.
 *
 * @throws FormatError naming the line.
 */
export function readEaf(root: XmlNode): ReadFile {
  if (root.name !== 'ANNOTATION_DOCUMENT') {
    throw new FormatError(
      `an ELAN document begins with ANNOTATION_DOCUMENT, not ${root.name.slice(0, 40)}.`,
      root.line,
    );
  }
  const header = childrenOf(root, 'HEADER')[0];
  const units = header?.attributes.get('TIME_UNITS') ?? 'milliseconds';
  if (units !== 'milliseconds') {
    throw new FormatError(`its times are in ${units}; only milliseconds can be read.`, header?.line ?? root.line);
  }
  const marks = header === undefined ? [] : childrenOf(header, 'PROPERTY');
  const own = marks.some(({ attributes, text }) => attributes.get('NAME') === eafMark.name && text === eafMark.value);
  const found = annotationsOf(root);
  const times = timesOf(root);
  const references = new Map(
    childrenOf(root, 'EXTERNAL_REF').map((node) => [required(node, 'EXT_REF_ID'), required(node, 'VALUE')]),
  );
  const dependents = own ? dependentsOf(found) : new Map<string, Dependents>();
  let withoutTime = 0;
  const annotations = [...found].flatMap(([id, one]): ReadAnnotation[] => {
    if (own && !noteTierName.test(one.tier)) return [];
    const at = stretchOf(one, found, times);
    if (at === null) {
      withoutTime += 1;
      return [];
    }
    const base = { line: one.line, layer: one.tier, callId: null, text: one.text };
    if (!own) return [{ ...base, id: null, at }];
    const { tags = [], severity = null } = dependents.get(id) ?? {};
    const isPoint = pointTierName.test(one.tier) && at.endMs - at.startMs === 1;
    return [
      {
        ...base,
        id: ownIdOf(one.references, references),
        at: isPoint ? { startMs: at.startMs, endMs: at.startMs } : at,
        tags,
        severity: severitySchema.safeParse(severity).data ?? null,
      },
    ];
  });
  const words = withoutTime === 1 ? 'One annotation has' : `${withoutTime} annotations have`;
  return { own, annotations, leftOut: withoutTime === 0 ? [] : [`${words} no time and cannot be placed.`] };
}

function childrenOf(node: XmlNode, name: string): XmlNode[] {
  return node.children.filter((child) => child.name === name);
}

function required(node: XmlNode, name: string): string {
  const value = node.attributes.get(name);
  if (value === undefined) throw new FormatError(`${node.name} has no ${name}.`, node.line);
  return value;
}

function annotationsOf(root: XmlNode): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const tierNode of childrenOf(root, 'TIER')) {
    const tier = required(tierNode, 'TIER_ID');
    for (const node of childrenOf(tierNode, 'ANNOTATION').flatMap(({ children }) => children)) {
      if (node.name !== 'ALIGNABLE_ANNOTATION' && node.name !== 'REF_ANNOTATION') {
        throw new FormatError(`${node.name.slice(0, 40)} is no kind of annotation.`, node.line);
      }
      const id = required(node, 'ANNOTATION_ID');
      if (found.has(id)) throw new FormatError(`there are two annotations with the id ${id}.`, node.line);
      found.set(id, {
        tier,
        line: node.line,
        text: childrenOf(node, 'ANNOTATION_VALUE')[0]?.text ?? '',
        at:
          node.name === 'ALIGNABLE_ANNOTATION'
            ? { slots: [required(node, 'TIME_SLOT_REF1'), required(node, 'TIME_SLOT_REF2')] }
            : { parent: required(node, 'ANNOTATION_REF') },
        references: (node.attributes.get('EXT_REF') ?? '').split(' ').filter((part) => part !== ''),
      });
    }
  }
  return found;
}

/** Times by slot; null for a slot that has none. */
function timesOf(root: XmlNode): Map<string, number | null> {
  const slots = childrenOf(root, 'TIME_ORDER').flatMap((order) => childrenOf(order, 'TIME_SLOT'));
  return new Map(
    slots.map((node) => {
      const value = node.attributes.get('TIME_VALUE');
      if (value !== undefined && !/^\d{1,12}$/.test(value)) {
        throw new FormatError(`“${value.slice(0, 40)}” is no time in milliseconds.`, node.line);
      }
      return [required(node, 'TIME_SLOT_ID'), value === undefined ? null : Number(value)];
    }),
  );
}

function stretchOf(
  one: Found,
  found: ReadonlyMap<string, Found>,
  times: ReadonlyMap<string, number | null>,
): Stretch | null {
  let holder = one;
  for (let depth = 0; 'parent' in holder.at; depth += 1) {
    const parent = found.get(holder.at.parent);
    if (parent === undefined || depth > 100) {
      throw new FormatError(`it hangs on ${holder.at.parent.slice(0, 40)}, which is not there.`, one.line);
    }
    holder = parent;
  }
  const { slots } = holder.at;
  const [startMs, endMs] = slots.map((slot) => {
    const time = times.get(slot);
    if (time === undefined) throw new FormatError(`there is no time slot ${slot.slice(0, 40)}.`, holder.line);
    return time;
  });
  return startMs == null || endMs == null ? null : checkStretch({ startMs, endMs }, holder.line);
}

interface Dependents {
  tags: string[];
  severity: string | null;
}

function dependentsOf(found: ReadonlyMap<string, Found>): Map<string, Dependents> {
  const byParent = new Map<string, Dependents>();
  for (const { tier, at, text } of found.values()) {
    if (!('parent' in at)) continue;
    const of = byParent.get(at.parent) ?? { tags: [], severity: null };
    if (tier.endsWith(tagsTierEnd)) of.tags.push(text);
    else if (tier.endsWith(severityTierEnd)) of.severity = text;
    byParent.set(at.parent, of);
  }
  return byParent;
}

function ownIdOf(names: readonly string[], references: ReadonlyMap<string, string>): string | null {
  for (const name of names) {
    const value = references.get(name);
    if (value?.startsWith(eafIdPrefix)) return readIdText(value.slice(eafIdPrefix.length));
  }
  return null;
}
