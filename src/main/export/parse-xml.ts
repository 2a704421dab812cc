import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { FormatError } from '#shared/logic/formats/format-error.ts';
import type { XmlNode } from '#shared/logic/formats/xml-node.ts';

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

/** The parser resolves no references itself: that is done once and here, by the five names of XML and by numbers only. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: TEXT,
  cdataPropName: CDATA,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  captureMetaData: true,
});

/**
 * Parses an XML document. A document type declaration, with which a file of a few bytes could be blown up or made to name
 * other files, is refused.
 *
 * @throws FormatError naming the line.
 */
export function parseXml(text: string): XmlNode {
  const xml = text.replace(/^\ufeff/, '');
  const lineOf = lineCounter(xml);
  const declared = xml.search(/<!(?:DOCTYPE|ENTITY)/i);
  if (declared !== -1) throw new FormatError('a document type declaration is not read.', lineOf(declared));
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) throw new FormatError(`${verdict.err.msg} Is the file cut off?`, verdict.err.line);
  const roots = nodesOf(parse(xml), lineOf);
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new FormatError('an XML document has one outermost element.', 1);
  return root;
}

function parse(xml: string): unknown {
  try {
    return parser.parse(xml) as unknown;
  } catch (error) {
    // Names that JavaScript reserves, elements nested a hundred deep: no document of ours or of ELAN's.
    throw new FormatError(`this XML is not read: ${error instanceof Error ? error.message : 'it is damaged'}`);
  }
}

function nodesOf(list: unknown, lineOf: (index: number) => number): XmlNode[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    const members = isMembers(entry) ? entry : {};
    const name = Object.keys(members).find((key) => key !== ATTRIBUTES);
    if (name === undefined || name === TEXT || name === CDATA) return [];
    const line = lineOf(startOf(members));
    const content = members[name];
    return [
      {
        name,
        line,
        attributes: attributesOf(members[ATTRIBUTES], line),
        children: nodesOf(content, lineOf),
        text: textOf(content, line),
      },
    ];
  });
}

function attributesOf(value: unknown, line: number): Map<string, string> {
  const entries = Object.entries(isMembers(value) ? value : {});
  return new Map(entries.map(([name, text]) => [name, resolve(String(text).replace(/[\t\n\r]/g, ' '), line)]));
}

function textOf(content: unknown, line: number): string {
  if (!Array.isArray(content)) return '';
  return content
    .map((entry: unknown) => {
      if (!isMembers(entry)) return '';
      if (TEXT in entry) return resolve(String(entry[TEXT]), line);
      return CDATA in entry && Array.isArray(entry[CDATA]) ? rawText(entry[CDATA]) : '';
    })
    .join('');
}

function rawText(list: readonly unknown[]): string {
  return list.map((entry) => (isMembers(entry) && TEXT in entry ? String(entry[TEXT]) : '')).join('');
}

const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolve(text: string, line: number): string {
  return text.replace(/&([^;&\s]{0,20});?/g, (whole, name: string) => {
    const [, decimal, hex] = /^#(?:(\d{1,7})|x([\da-fA-F]{1,6}))$/.exec(name) ?? [];
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (whole.endsWith(';') && isXmlChar(code)) return String.fromCodePoint(code);
    const char = Object.hasOwn(names, name) ? names[name] : undefined;
    if (char === undefined || !whole.endsWith(';')) {
      throw new FormatError(`“${whole}” is no reference that XML knows by itself.`, line);
    }
    return char;
  });
}

/** Production 2 of XML 1.0. */
function isXmlChar(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}

// Its type is that of the wrapper object; its value is a symbol.
const metaData = XMLParser.getMetaDataSymbol() as unknown as symbol;

function startOf(members: Record<PropertyKey, unknown>): number {
  const meta = members[metaData];
  return isMembers(meta) && typeof meta.startIndex === 'number' ? meta.startIndex : 0;
}

function isMembers(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The line, from 1, of a place in a text. */
function lineCounter(text: string): (index: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (index) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
