// The grammar of a TextGrid as Praat's manual publishes it ("TextGrid file formats", sections 1 to 4, and "Intro 7"): which
// values stand in which order, and what must hold between them. It takes the file line by line in the full text form and so
// shares nothing with the reader, which takes values one by one.

/** What in a TextGrid of the full text form breaks the grammar; empty for a good one. */
export function praatProblems(file: string): string[] {
  const problems: string[] = [];
  let rest = file;
  const take = (pattern: RegExp, what: string): string => {
    const found = new RegExp(`^\\s*${pattern.source}`, pattern.flags).exec(rest);
    if (found === null) throw new Problem(`${what} expected at “${rest.slice(0, 60)}”`);
    rest = rest.slice(found[0].length);
    return found[1] ?? '';
  };
  const number = (label: string) => Number(take(new RegExp(`${label} = (\\d+(?:\\.\\d+)?)(?=\\s)`), label));
  const text = (label: string) => take(new RegExp(`${label} = "((?:[^"]|"")*)"(?=\\s|$)`, 's'), label);
  try {
    take(/File type = "ooTextFile"\n/, 'the type');
    take(/Object class = "TextGrid"\n/, 'the class');
    const xmin = number('xmin');
    const xmax = number('xmax');
    if (!(xmax > xmin)) problems.push('the grid has no length');
    take(/tiers\? <exists>/, 'tiers');
    const tiers = number('size');
    take(/item \[\]:/, 'items');
    for (let tier = 1; tier <= tiers; tier += 1) {
      take(new RegExp(`item \\[${tier}\\]:`), `item ${tier}`);
      const kind = text('class');
      text('name');
      if (number('xmin') !== xmin || number('xmax') !== xmax) problems.push('a tier does not span the grid');
      if (kind === 'IntervalTier') {
        const count = number('intervals: size');
        let at = xmin;
        for (let one = 1; one <= count; one += 1) {
          take(new RegExp(`intervals \\[${one}\\]:`), `interval ${one}`);
          if (number('xmin') !== at) problems.push('intervals do not tile the time');
          const end = number('xmax');
          if (!(end > at)) problems.push('an interval has no length');
          at = end;
          text('text');
        }
        if (at !== xmax) problems.push('intervals do not reach the end');
      } else if (kind === 'TextTier') {
        const count = number('points: size');
        let before = Number.NEGATIVE_INFINITY;
        for (let one = 1; one <= count; one += 1) {
          take(new RegExp(`points \\[${one}\\]:`), `point ${one}`);
          const time = number('number');
          if (!(time > before)) problems.push('points are not in order');
          if (time < xmin || time > xmax) problems.push('a point lies outside');
          before = time;
          text('mark');
        }
      } else problems.push(`a tier is a ${kind}`);
    }
    if (rest.trim() !== '') problems.push(`there is more: “${rest.trim().slice(0, 60)}”`);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problems.push(error.message);
  }
  return problems;
}

class Problem extends Error {}
