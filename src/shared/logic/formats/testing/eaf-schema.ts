import type { XmlNode } from '../xml-node.ts';

// The rules of EAFv3.0.xsd (Max Planck Institute for Psycholinguistics, version of December 2016), written anew as a table:
// the schema file itself names no licence that would let it lie here. Read against it element by element.

type Type =
  | 'string'
  | 'ID'
  | 'IDREF'
  | 'IDREFS'
  | 'unsignedInt'
  | 'long'
  | 'boolean'
  | 'dateTime'
  | 'anyURI'
  | readonly string[];

interface ElementRule {
  /** Children in their order, with how many there must and may be; `or` = one of these. */
  readonly sequence?: readonly { readonly or: readonly string[]; readonly min: number; readonly max: number }[];
  readonly required?: Readonly<Record<string, Type>>;
  readonly optional?: Readonly<Record<string, Type>>;
  /** Holds characters. */
  readonly text?: true;
}

const many = (name: string) => ({ or: [name], min: 0, max: Number.POSITIVE_INFINITY });
const one = (...or: string[]) => ({ or, min: 1, max: 1 });
const annotationAttributes = { EXT_REF: 'IDREFS', LANG_REF: 'IDREF', CVE_REF: 'string' } as const;

const rules: Readonly<Record<string, ElementRule>> = {
  ANNOTATION_DOCUMENT: {
    sequence: [
      many('LICENSE'),
      one('HEADER'),
      one('TIME_ORDER'),
      ...['TIER', 'LINGUISTIC_TYPE', 'LOCALE', 'LANGUAGE', 'CONSTRAINT', 'CONTROLLED_VOCABULARY'].map(many),
      ...['LEXICON_REF', 'REF_LINK_SET', 'EXTERNAL_REF'].map(many),
    ],
    required: { DATE: 'dateTime', AUTHOR: 'string', VERSION: 'string' },
    optional: { FORMAT: 'string' },
  },
  HEADER: {
    sequence: [many('MEDIA_DESCRIPTOR'), many('LINKED_FILE_DESCRIPTOR'), many('PROPERTY')],
    optional: { MEDIA_FILE: 'string', TIME_UNITS: ['NTSC-frames', 'PAL-frames', 'milliseconds'] },
  },
  PROPERTY: { optional: { NAME: 'string' }, text: true },
  TIME_ORDER: { sequence: [many('TIME_SLOT')] },
  TIME_SLOT: { required: { TIME_SLOT_ID: 'ID' }, optional: { TIME_VALUE: 'unsignedInt' } },
  TIER: {
    sequence: [many('ANNOTATION')],
    required: { TIER_ID: 'string', LINGUISTIC_TYPE_REF: 'string' },
    optional: {
      PARTICIPANT: 'string',
      ANNOTATOR: 'string',
      DEFAULT_LOCALE: 'IDREF',
      PARENT_REF: 'string',
      EXT_REF: 'IDREF',
      LANG_REF: 'IDREF',
    },
  },
  ANNOTATION: { sequence: [one('ALIGNABLE_ANNOTATION', 'REF_ANNOTATION')] },
  ALIGNABLE_ANNOTATION: {
    sequence: [one('ANNOTATION_VALUE')],
    required: { ANNOTATION_ID: 'ID', TIME_SLOT_REF1: 'IDREF', TIME_SLOT_REF2: 'IDREF' },
    optional: { ...annotationAttributes, SVG_REF: 'string' },
  },
  REF_ANNOTATION: {
    sequence: [one('ANNOTATION_VALUE')],
    required: { ANNOTATION_ID: 'ID', ANNOTATION_REF: 'IDREF' },
    optional: { ...annotationAttributes, PREVIOUS_ANNOTATION: 'IDREF' },
  },
  ANNOTATION_VALUE: { text: true },
  LINGUISTIC_TYPE: {
    required: { LINGUISTIC_TYPE_ID: 'string' },
    optional: {
      TIME_ALIGNABLE: 'boolean',
      CONSTRAINTS: 'IDREF',
      GRAPHIC_REFERENCES: 'boolean',
      CONTROLLED_VOCABULARY_REF: 'string',
      EXT_REF: 'IDREF',
      LEXICON_REF: 'IDREF',
    },
  },
  LANGUAGE: { required: { LANG_ID: 'ID' }, optional: { LANG_DEF: 'string', LANG_LABEL: 'string' } },
  CONSTRAINT: { required: { STEREOTYPE: 'ID' }, optional: { DESCRIPTION: 'string' } },
  CONTROLLED_VOCABULARY: {
    sequence: [many('DESCRIPTION'), many('CV_ENTRY_ML')],
    required: { CV_ID: 'string' },
    optional: { EXT_REF: 'IDREF' },
  },
  DESCRIPTION: { required: { LANG_REF: 'IDREF' }, text: true },
  CV_ENTRY_ML: {
    sequence: [{ or: ['CVE_VALUE'], min: 1, max: Number.POSITIVE_INFINITY }],
    required: { CVE_ID: 'string' },
    optional: { EXT_REF: 'IDREF' },
  },
  CVE_VALUE: { required: { LANG_REF: 'IDREF' }, optional: { DESCRIPTION: 'string' }, text: true },
  EXTERNAL_REF: {
    required: {
      EXT_REF_ID: 'ID',
      TYPE: ['iso12620', 'ecv', 'cve_id', 'lexen_id', 'resource_url'],
      VALUE: 'string',
    },
  },
};

/** A key and what must refer to it, as the schema's `xsd:key` and `xsd:keyref`: paths from the root, then an attribute. */
const keys: readonly {
  readonly key: readonly [string, string];
  readonly refs: readonly (readonly [string, string])[];
}[] = [
  { key: ['TIER', 'TIER_ID'], refs: [['TIER', 'PARENT_REF']] },
  { key: ['LINGUISTIC_TYPE', 'LINGUISTIC_TYPE_ID'], refs: [['TIER', 'LINGUISTIC_TYPE_REF']] },
  { key: ['CONTROLLED_VOCABULARY', 'CV_ID'], refs: [['LINGUISTIC_TYPE', 'CONTROLLED_VOCABULARY_REF']] },
  {
    key: ['TIER/ANNOTATION/REF_ANNOTATION', 'ANNOTATION_ID'],
    refs: [['TIER/ANNOTATION/REF_ANNOTATION', 'PREVIOUS_ANNOTATION']],
  },
  {
    key: ['TIME_ORDER/TIME_SLOT', 'TIME_SLOT_ID'],
    refs: [
      ['TIER/ANNOTATION/ALIGNABLE_ANNOTATION', 'TIME_SLOT_REF1'],
      ['TIER/ANNOTATION/ALIGNABLE_ANNOTATION', 'TIME_SLOT_REF2'],
    ],
  },
  {
    key: ['LANGUAGE', 'LANG_ID'],
    refs: [
      ['CONTROLLED_VOCABULARY/CV_ENTRY_ML/CVE_VALUE', 'LANG_REF'],
      ['CONTROLLED_VOCABULARY/DESCRIPTION', 'LANG_REF'],
      ['TIER', 'LANG_REF'],
    ],
  },
];

/** What in a document breaks the schema, one sentence each; empty for a valid one. */
export function eafProblems(root: XmlNode): string[] {
  const problems = root.name === 'ANNOTATION_DOCUMENT' ? [] : [`the root is ${root.name}`];
  const ids = new Set<string>();
  const references: [string, string][] = [];
  const visit = (node: XmlNode): void => {
    const rule = rules[node.name];
    if (rule === undefined) {
      problems.push(`there is no element ${node.name}`);
      return;
    }
    problems.push(...sequenceProblems(node, rule), ...attributeProblems(node, rule, ids, references));
    if (rule.text === undefined && node.text.trim() !== '') problems.push(`${node.name} holds characters`);
    for (const child of node.children) visit(child);
  };
  visit(root);
  for (const [where, id] of references) if (!ids.has(id)) problems.push(`${where} names ${id}, which is no ID`);
  return [...problems, ...keyProblems(root), ...vocabularyProblems(root)];
}

function sequenceProblems(node: XmlNode, { sequence = [], text }: ElementRule): string[] {
  const names = node.children.map(({ name }) => name);
  if (text !== undefined) return names.length === 0 ? [] : [`${node.name} has children`];
  let at = 0;
  for (const { or, min, max } of sequence) {
    let count = 0;
    while (count < max && or.includes(names[at] ?? '')) {
      at += 1;
      count += 1;
    }
    if (count < min) return [`${node.name} lacks ${or.join(' or ')}, or has it in another place`];
  }
  return at === names.length ? [] : [`${node.name} has ${names[at]} out of its order`];
}

function attributeProblems(
  { name, attributes }: XmlNode,
  { required = {}, optional = {} }: ElementRule,
  ids: Set<string>,
  references: [string, string][],
): string[] {
  const problems = Object.keys(required)
    .filter((attribute) => !attributes.has(attribute))
    .map((attribute) => `${name} lacks ${attribute}`);
  for (const [attribute, value] of attributes) {
    if (attribute.startsWith('xmlns:') || attribute.startsWith('xsi:')) continue;
    const type = required[attribute] ?? optional[attribute];
    const where = `${name}/@${attribute}`;
    if (type === undefined) problems.push(`${where} is not allowed`);
    else if (!hasType(value, type)) problems.push(`${where} is not of its type: ${value}`);
    if (type === 'ID') {
      if (ids.has(value)) problems.push(`${where}: the ID ${value} comes twice`);
      ids.add(value);
    }
    if (type === 'IDREF') references.push([where, value]);
    if (type === 'IDREFS') for (const id of value.split(' ')) references.push([where, id]);
  }
  return problems;
}

const ncName = /^[\p{L}_][\p{L}\p{M}\p{N}._-]*$/u;

function hasType(value: string, type: Type): boolean {
  if (typeof type !== 'string') return type.includes(value);
  switch (type) {
    case 'ID':
    case 'IDREF':
      return ncName.test(value);
    case 'IDREFS':
      return value.split(' ').every((id) => ncName.test(id));
    case 'unsignedInt':
      return /^\d+$/.test(value) && Number(value) <= 4_294_967_295;
    case 'long':
      return /^-?\d+$/.test(value);
    case 'boolean':
      return /^(?:true|false|0|1)$/.test(value);
    case 'dateTime':
      return /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/.test(value);
    case 'anyURI':
    case 'string':
      return true;
  }
}

function keyProblems(root: XmlNode): string[] {
  return keys.flatMap(({ key: [path, attribute], refs }) => {
    const values = at(root, path).map((node) => node.attributes.get(attribute));
    const twice = values.filter((value, index) => values.indexOf(value) !== index);
    const known = new Set(values);
    const dangling = refs.flatMap(([refPath, refAttribute]) =>
      at(root, refPath).flatMap((node) => {
        const value = node.attributes.get(refAttribute);
        return value === undefined || known.has(value) ? [] : [`${refPath}/@${refAttribute} names ${value}`];
      }),
    );
    return [...twice.map((value) => `${path}/@${attribute} ${value} comes twice`), ...dangling];
  });
}

/** `cvEntryKey` is unique within its vocabulary only. */
function vocabularyProblems(root: XmlNode): string[] {
  return at(root, 'CONTROLLED_VOCABULARY').flatMap((vocabulary) => {
    const entries = at(vocabulary, 'CV_ENTRY_ML').map((entry) => entry.attributes.get('CVE_ID'));
    return new Set(entries).size === entries.length ? [] : ['an entry of a vocabulary comes twice'];
  });
}

function at(node: XmlNode, path: string): XmlNode[] {
  return path
    .split('/')
    .reduce<XmlNode[]>(
      (nodes, name) => nodes.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [node],
    );
}
