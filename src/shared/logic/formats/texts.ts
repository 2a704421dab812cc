/** Text as formats of lines can hold it: line breaks are one sign, NUL and unpaired surrogates become U+FFFD. */
export function plainLines(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\0', '�');
}

/** Text on one line: tabs and line breaks become one blank. */
export function oneLine(text: string): string {
  return plainLines(text).replace(/[\t\n\v\f\u0085\u2028\u2029]+/g, ' ');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML forbids.
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as XML 1.0 can hold it (production 2, Char): every other character becomes U+FFFD. */
export function xmlChars(text: string): string {
  return text.toWellFormed().replace(notXml, '�');
}

/** Text as content or attribute of XML; line ends and tabs as references, which no parser normalises. */
export function xmlEscape(text: string): string {
  return xmlChars(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** An id within a URN or a cue's id: letters, digits and `-._~` as they are, the rest in percent notation (UTF-8). */
export function idText(id: string): string {
  return encodeURIComponent(id.toWellFormed()).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

/** The id that `idText` wrote; null for anything else. */
export function readIdText(text: string): string | null {
  try {
    const id = decodeURIComponent(text);
    return id.length >= 1 && id.length <= 200 ? id : null;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
