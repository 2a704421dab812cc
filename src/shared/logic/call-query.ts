/** What a reader looks for: text, and a day or none. Times are Unix ms, [from, to). */
export interface CallQuery {
  text: string;
  fromMs?: number;
  toMs?: number;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * Splits what is typed into a day of the reader's calendar and the rest: `parcel yesterday`, `24 Nov`, `Nov 24 2026`,
 * `2026-11-24`, `24.11.`, `monday` (the last one). A day without a year is the last such day that is not in the future.
 * Only the first day counts. What is no day stays text.
 */
export function readCallQuery(typed: string, nowMs: number): CallQuery {
  const words = typed
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  for (let at = 0; at < words.length; at += 1) {
    // The longest reading first: "24 Nov 2026" is not the 24th of an unnamed November and a 2026.
    for (const length of [3, 2, 1]) {
      const day = at + length <= words.length ? readDay(words.slice(at, at + length), new Date(nowMs)) : null;
      if (day === null) continue;
      const { year, month, date } = day;
      return {
        text: words.toSpliced(at, length).join(' '),
        fromMs: new Date(year, month, date).getTime(),
        toMs: new Date(year, month, date + 1).getTime(),
      };
    }
  }
  return { text: typed.trim() };
}

interface Day {
  year: number;
  month: number;
  date: number;
}

function readDay(words: readonly string[], now: Date): Day | null {
  const [first = '', second = '', third] = words.map((word) => word.toLowerCase().replace(/,$/, ''));
  if (words.length === 1) return namedDay(first, now) ?? numericDay(first, now);
  if (third !== undefined && !/^\d{4}$/.test(third)) return null;
  const year = third === undefined ? null : Number(third);
  return wordedDay(first, second, year, now) ?? wordedDay(second, first, year, now);
}

function wordedDay(dateText: string, monthText: string, year: number | null, now: Date): Day | null {
  const date = /^(\d{1,2})(st|nd|rd|th|\.)?$/.exec(dateText)?.[1];
  const month = /^[a-z]{3,9}\.?$/.test(monthText) ? months.indexOf(monthText.slice(0, 3)) : -1;
  return date === undefined || month < 0 ? null : checked(year, month, Number(date), now);
}

function namedDay(word: string, now: Date): Day | null {
  if (word === 'today') return dayBefore(now, 0);
  if (word === 'yesterday') return dayBefore(now, 1);
  const weekday = weekdays.indexOf(word);
  return weekday < 0 ? null : dayBefore(now, (now.getDay() - weekday + 7) % 7);
}

function numericDay(word: string, now: Date): Day | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
  if (iso !== null) return checked(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), now);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(word);
  if (dotted === null) return null;
  return checked(dotted[3] === undefined ? null : Number(dotted[3]), Number(dotted[2]) - 1, Number(dotted[1]), now);
}

/** A day that the calendar has, in the year given or the last one in which it was. */
function checked(year: number | null, month: number, date: number, now: Date): Day | null {
  if (year === null) {
    const thisYear = now.getFullYear();
    // Eight years back there has been a 29 February.
    for (let candidate = thisYear; candidate >= thisYear - 8; candidate -= 1) {
      const day = checked(candidate, month, date, now);
      if (day !== null && new Date(day.year, day.month, day.date) <= now) return day;
    }
    return null;
  }
  const made = new Date(year, month, date);
  const exists = made.getFullYear() === year && made.getMonth() === month && made.getDate() === date;
  return exists ? { year, month, date } : null;
}

function dayBefore(now: Date, days: number): Day {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  return { year: day.getFullYear(), month: day.getMonth(), date: day.getDate() };
}
