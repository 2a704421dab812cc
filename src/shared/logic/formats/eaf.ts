import type { ExchangeCall, Stretch } from '../../model/review/exchange.ts';
import { type Severity, severitySchema } from '../../model/review/items.ts';
import { idText, xmlChars, xmlEscape } from './texts.ts';
import { callTiers, type Tier } from './tiers.ts';
import type { TimedNote } from './timed-notes.ts';

/** ELAN counts milliseconds. */
export const eafStepMs = 1;

/** What an annotation value can hold of a text. */
export const eafText = xmlChars;

/** Own annotations are named by an external reference of this form. */
export const eafIdPrefix = 'urn:earmark:annotation:';

/** The property by which a file says that it was written here. */
export const eafMark = { name: 'earmark:format', value: '1' } as const;

/** The end of the name of the tiers that hang on `annotations` and `points`. */
export const tagsTierEnd = ' tags';
export const severityTierEnd = ' severity';

export interface EafOptions {
  /** When the file is written, Unix ms. */
  readonly nowMs: number;
}

/**
 * The call as an ELAN annotation document, EAF 3.0: tiers for the transcript by speaker, for measured speech, and for
 * annotations, on which hang tiers of tags and severities with a controlled vocabulary each. ELAN has no points: one lasts
 * a millisecond on a tier `points`.
 */
export function writeEaf(call: ExchangeCall, { nowMs }: EafOptions): string {
  const { speech, sound, notes, points } = callTiers(call, eafStepMs);
  const lasting = points.map(({ name, items }) => ({
    name,
    items: items.map((item) => ({ ...item, endMs: item.endMs + 1 })),
  }));
  const noteTiers = [...notes, ...lasting];
  const writer = createWriter();
  const tiers = [
    ...speech.map((tier) => writer.alignable(tier, 'transcript', tier.name)),
    ...sound.map((tier) => writer.alignable(tier, 'sound', tier.name.replace(/ sound$/, ''))),
    ...noteTiers.map((tier) => writer.notes(tier)),
  ].join('');
  const vocabulary = [...new Set(noteTiers.flatMap(({ items }) => items.flatMap(({ tags }) => tags.map(xmlChars))))];
  const attributes =
    `AUTHOR="Earmark" DATE="${new Date(nowMs).toISOString()}" FORMAT="3.0" VERSION="3.0" ` +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
    'xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd"';
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT ${attributes}>\n` +
    `  <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">\n` +
    `    <PROPERTY NAME="${eafMark.name}">${eafMark.value}</PROPERTY>\n` +
    `    <PROPERTY NAME="earmark:call">${xmlEscape(call.row.id)}</PROPERTY>\n  </HEADER>\n` +
    `${writer.timeOrder()}${tiers}${linguisticTypes}` +
    `  <LANGUAGE LANG_ID="und" LANG_DEF="http://cdb.iso.org/lg/CDB-00130975-001" LANG_LABEL="undetermined (und)"/>\n` +
    `${constraints}${vocabularyText('tags', vocabulary)}${vocabularyText('severities', severities)}` +
    `${writer.references()}</ANNOTATION_DOCUMENT>\n`
  );
}

const severities: readonly Severity[] = severitySchema.options;

const linguisticTypes = [
  'LINGUISTIC_TYPE_ID="transcript" TIME_ALIGNABLE="true"',
  'LINGUISTIC_TYPE_ID="sound" TIME_ALIGNABLE="true"',
  'LINGUISTIC_TYPE_ID="annotation" TIME_ALIGNABLE="true"',
  'LINGUISTIC_TYPE_ID="tag" TIME_ALIGNABLE="false" CONSTRAINTS="Symbolic_Subdivision" CONTROLLED_VOCABULARY_REF="tags"',
  'LINGUISTIC_TYPE_ID="severity" TIME_ALIGNABLE="false" CONSTRAINTS="Symbolic_Association" CONTROLLED_VOCABULARY_REF="severities"',
]
  .map((attributes) => `  <LINGUISTIC_TYPE ${attributes} GRAPHIC_REFERENCES="false"/>\n`)
  .join('');

const constraints =
  '  <CONSTRAINT STEREOTYPE="Symbolic_Subdivision" DESCRIPTION="Symbolic subdivision of a parent annotation. Annotations refering to the same parent are ordered"/>\n' +
  '  <CONSTRAINT STEREOTYPE="Symbolic_Association" DESCRIPTION="1-1 association with a parent annotation"/>\n';

function vocabularyText(id: string, values: readonly string[]): string {
  const entries = values.map(
    (value, at) =>
      `    <CV_ENTRY_ML CVE_ID="${id}-${at + 1}"><CVE_VALUE LANG_REF="und">${xmlEscape(value)}</CVE_VALUE></CV_ENTRY_ML>\n`,
  );
  return `  <CONTROLLED_VOCABULARY CV_ID="${id}">\n    <DESCRIPTION LANG_REF="und"/>\n${entries.join('')}  </CONTROLLED_VOCABULARY>\n`;
}

/** Hands out ids for annotations, time slots and references while the tiers are written. */
function createWriter() {
  const slots: number[] = [];
  const references: string[] = [];
  let annotations = 0;

  const slot = (ms: number): string => `ts${slots.push(ms)}`;
  const nextId = (): string => {
    annotations += 1;
    return `a${annotations}`;
  };
  const value = (text: string): string => `<ANNOTATION_VALUE>${xmlEscape(text)}</ANNOTATION_VALUE>`;
  const aligned = ({ startMs, endMs }: Stretch, id: string, text: string, more = ''): string =>
    `    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="${id}" TIME_SLOT_REF1="${slot(startMs)}" ` +
    `TIME_SLOT_REF2="${slot(endMs)}"${more}>${value(text)}</ALIGNABLE_ANNOTATION></ANNOTATION>\n`;
  const dependent = (parent: string, before: string | null, id: string, text: string): string => {
    const previous = before === null ? '' : ` PREVIOUS_ANNOTATION="${before}"`;
    return `    <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="${id}" ANNOTATION_REF="${parent}"${previous}>${value(text)}</REF_ANNOTATION></ANNOTATION>\n`;
  };
  const tier = (attributes: string, content: string): string => `  <TIER ${attributes}>\n${content}  </TIER>\n`;

  return {
    alignable: ({ name, items }: Tier<Stretch & { text: string }>, type: string, participant: string): string =>
      tier(
        `TIER_ID="${xmlEscape(name)}" LINGUISTIC_TYPE_REF="${type}" PARTICIPANT="${xmlEscape(participant)}"`,
        items.map((item) => aligned(item, nextId(), item.text)).join(''),
      ),
    notes: ({ name, items }: Tier<TimedNote>): string => {
      const tags: string[] = [];
      const severity: string[] = [];
      const own = items.map((note) => {
        const id = nextId();
        const reference = `er${references.push(note.id)}`;
        let before: string | null = null;
        for (const tag of note.tags) {
          const tagId = nextId();
          tags.push(dependent(id, before, tagId, tag));
          before = tagId;
        }
        if (note.severity !== null) severity.push(dependent(id, null, nextId(), note.severity));
        return aligned(note, id, note.text, ` EXT_REF="${reference}"`);
      });
      const child = (end: string, type: string, content: string[]) =>
        tier(`TIER_ID="${name}${end}" LINGUISTIC_TYPE_REF="${type}" PARENT_REF="${name}"`, content.join(''));
      return (
        tier(`TIER_ID="${name}" LINGUISTIC_TYPE_REF="annotation"`, own.join('')) +
        child(tagsTierEnd, 'tag', tags) +
        child(severityTierEnd, 'severity', severity)
      );
    },
    timeOrder: (): string => {
      const lines = slots.map((ms, at) => `    <TIME_SLOT TIME_SLOT_ID="ts${at + 1}" TIME_VALUE="${ms}"/>\n`);
      return `  <TIME_ORDER>\n${lines.join('')}  </TIME_ORDER>\n`;
    },
    references: (): string =>
      references
        .map(
          (id, at) =>
            `  <EXTERNAL_REF EXT_REF_ID="er${at + 1}" TYPE="resource_url" VALUE="${eafIdPrefix}${idText(id)}"/>\n`,
        )
        .join(''),
  };
}
