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
function textNodesOf(element: Element): { node: Text; start: number }[] {
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

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Returns how to turn a stretch of an element's text into a range of the document; null for what is not shown. */
export function rangeFinder(element: Element): (stretch: Stretch) => StaticRange | null {
  const nodes = textNodesOf(element);
  /** The last node that begins before `place`, or at it. */
  const nodeAt = (place: number) => {
    let low = 0;
    let high = nodes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((nodes[middle]?.start ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return nodes[low];
  };
  return ({ start, end }) => {
    const from = nodeAt(start);
    const to = nodeAt(end - 1);
    if (from === undefined || to === undefined || end > to.start + to.node.data.length) return null;
    return new StaticRange({
      startContainer: from.node,
      startOffset: start - from.start,
      endContainer: to.node,
      endOffset: end - to.start,
    });
  };
}

/** Where a range is on screen. */
export function boxOf(range: StaticRange): DOMRect {
  const live = document.createRange();
  live.setStart(range.startContainer, range.startOffset);
  live.setEnd(range.endContainer, range.endOffset);
  return live.getBoundingClientRect();
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
