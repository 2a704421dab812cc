const indentStep = '  ';
/** Deeper levels are not moved further in: the text would grow with the square of the depth. */
const deepestIndent = 32;
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gsu;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * JSON with every member on its own line, as `JSON.stringify(value, null, 2)` writes it, but token by token: numbers
 * stay as they were sent (a 20-digit id is not rounded), and so do repeated keys. Null when the text is not JSON.
 */
export function indentJson(text: string): string | null {
  if (!isJson(text)) return null;
  const out: string[] = [];
  let depth = 0;
  let previous = '';
  const newLine = () => out.push('\n', indentStep.repeat(Math.min(depth, deepestIndent)));
  for (const [part] of text.matchAll(token)) {
    const closes = part === '}' || part === ']';
    if (closes) {
      depth -= 1;
      if (previous !== '{' && previous !== '[') newLine();
    } else if (previous === '{' || previous === '[' || previous === ',') {
      newLine();
    }
    out.push(part === ':' ? ': ' : part);
    if (part === '{' || part === '[') depth += 1;
    previous = part;
  }
  return out.join('');
}
