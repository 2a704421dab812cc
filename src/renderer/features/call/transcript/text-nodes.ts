/** Text of ours within a text of the call, such as "not heard": no part of it for finding and copying. */
const aside = '[data-aside]';

/** The texts of a row as they are found and copied: their elements, by name. */
export function fieldsOf(row: Element): Map<string, Element> {
  const fields = new Map<string, Element>();
  for (const element of row.querySelectorAll('[data-find]')) {
    fields.set(element.getAttribute('data-find') ?? '', element);
  }
  return fields;
}

/** The text nodes of an element with the place of each in its text. */
export function textNodesOf(element: Element): { node: Text; start: number }[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node instanceof Element) return node.matches(aside) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    return NodeFilter.FILTER_ACCEPT;
  });
  const nodes: { node: Text; start: number }[] = [];
  let start = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    nodes.push({ node, start });
    start += node.data.length;
  }
  return nodes;
}

/** Turns ascending stretches of an element's text into ranges of the document; what is not shown is left out. */
export function rangesIn(element: Element, stretches: Iterable<{ start: number; end: number }>): StaticRange[] {
  const nodes = textNodesOf(element);
  const ranges: StaticRange[] = [];
  let at = 0;
  for (const { start, end } of stretches) {
    while (at + 1 < nodes.length && (nodes[at + 1]?.start ?? 0) <= start) at += 1;
    let last = at;
    while (last + 1 < nodes.length && (nodes[last + 1]?.start ?? 0) < end) last += 1;
    const from = nodes[at];
    const to = nodes[last];
    if (from === undefined || to === undefined || end > to.start + to.node.data.length) continue;
    ranges.push(
      new StaticRange({
        startContainer: from.node,
        startOffset: start - from.start,
        endContainer: to.node,
        endOffset: end - to.start,
      }),
    );
  }
  return ranges;
}

/** Which part of an element's text lies in a range of the document, null for none. */
export function offsetsIn(element: Element, range: Range): { start: number; end: number } | null {
  let start: number | null = null;
  let end = 0;
  for (const { node, start: place } of textNodesOf(element)) {
    if (!range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.data.length;
    start ??= place + from;
    end = place + to;
  }
  return start === null || end <= start ? null : { start, end };
}
