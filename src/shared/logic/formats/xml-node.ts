/** An element of a parsed XML document. Parsing itself is the caller's: nothing here knows an XML parser. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** Its own characters, references resolved, without those of its children. */
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}
