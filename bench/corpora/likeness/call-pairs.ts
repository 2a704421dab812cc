import type { Random } from '../../../scripts/make-demo/random.ts';
import type { TurnText } from '../../../src/shared/logic/align/align-calls.ts';
import { labelledFamilies } from './sets.ts';

/** What callers answer, own sentences: a line is one answer in different words. Much of it is short and said more than once in a call. */
const answers: Readonly<Record<string, readonly string[]>> = {
  english: [
    'Yes.|Yes please.|Yeah.',
    'No.|No, thanks.|Not really.',
    "It's 4471 9023.|That would be 5512 0098.|Sure, 7710 3345.",
    'My name is Walter Nolan.|This is Ana Ruiz.|Helen Grant.',
    'Tuesday would be better for me.|I would prefer Friday.|Can we do Monday?',
    'Why did that happen?|How could that happen?|I do not understand why.',
    'I have been waiting for two weeks.|I have waited for three days already.|I am waiting since Monday.',
    'Okay, thank you.|Great, thanks.|Thanks a lot.',
    'Could you send me that in writing?|Can you send it to me in writing?|Please send me something in writing.',
    'How much does it cost?|What does that cost me?|How much would that cost?',
  ],
  spanish: [
    'Sí.|Sí, por favor.|Sí, claro.',
    'No.|No, gracias.|La verdad, no.',
    'Es el 4471 9023.|Sería el 5512 0098.|Claro, 7710 3345.',
    'Me llamo Valter Nolán.|Soy Ana Ruiz.|Elena Grande.',
    'El martes me viene mejor.|Prefiero el viernes.|¿Puede ser el lunes?',
    '¿Por qué ha pasado eso?|¿Cómo ha podido pasar?|No entiendo por qué.',
    'Llevo esperando dos semanas.|Ya llevo tres días esperando.|Espero desde el lunes.',
    'Vale, gracias.|Perfecto, gracias.|Muchas gracias.',
    '¿Me lo puede enviar por escrito?|¿Puede mandármelo por escrito?|Envíeme algo por escrito.',
    '¿Cuánto cuesta?|¿Cuánto me cuesta eso?|¿Qué costaría?',
  ],
  hebrew: [
    'כן.|כן, בבקשה.|כן, בטח.',
    'לא.|לא, תודה.|לא ממש.',
    'זה 4471 9023.|המספר הוא 5512 0098.|בטח, 7710 3345.',
    'שמי וולטר נולן.|מדברת אנה רואיז.|הלן גרנט.',
    'יום שלישי נוח לי יותר.|אני מעדיפה יום שישי.|אפשר ביום שני?',
    'למה זה קרה?|איך זה קרה?|אני לא מבין למה.',
    'אני מחכה כבר שבועיים.|אני כבר מחכה שלושה ימים.|מחכה מיום שני.',
    'בסדר, תודה.|מצוין, תודה.|תודה רבה.',
    'אפשר לשלוח לי את זה בכתב?|תוכל לשלוח לי בכתב?|תשלחו לי משהו בכתב.',
    'כמה זה עולה?|כמה זה יעלה לי?|מה המחיר?',
  ],
  japanese: [
    'はい。|はい、お願いします。|ええ。',
    'いいえ。|いいえ、結構です。|特にないです。',
    '4471の9023です。|番号は5512の0098です。|えっと、7710の3345です。',
    '山田太郎と申します。|佐々木花子です。|鈴木と申します。',
    '火曜日の方が都合がいいです。|金曜日が都合がいいです。|月曜日は可能ですか。',
    'なぜそうなったのですか。|どうしてそうなったのでしょう。|理由がわかりません。',
    'もう2週間待っています。|すでに3日間待っています。|月曜日から待っています。',
    'わかりました、ありがとうございます。|ありがとうございます。|どうも、わかりました。',
    '書面で送っていただけますか。|書面で送ってください。|それを書面でもらえますか。',
    '費用はいくらですか。|いくらかかりますか。|料金はいくらですか。',
  ],
};

/** How the second call differs from the first: shares of its exchanges (an agent turn and the answer). */
export interface CallChange {
  readonly kind: string;
  readonly dropped: number;
  readonly inserted: number;
  readonly reworded: number;
  readonly swapped: number;
}

export const callChanges: readonly CallChange[] = [
  { kind: 'nothing', dropped: 0, inserted: 0, reworded: 0, swapped: 0 },
  { kind: 'dropped', dropped: 0.25, inserted: 0, reworded: 0, swapped: 0 },
  { kind: 'inserted', dropped: 0, inserted: 0.25, reworded: 0, swapped: 0 },
  { kind: 'reworded, half of the turns', dropped: 0, inserted: 0, reworded: 0.5, swapped: 0 },
  { kind: 'all three', dropped: 0.15, inserted: 0.15, reworded: 0.5, swapped: 0 },
  { kind: 'all three, and swapped', dropped: 0.15, inserted: 0.15, reworded: 0.5, swapped: 0.15 },
];

interface MadeTurn extends TurnText {
  /** Which moment it is; turns that belong together have the same. */
  readonly moment: number;
  readonly wordings: readonly string[];
}

export interface CallPair {
  readonly language: string;
  readonly kind: string;
  readonly a: readonly TurnText[];
  readonly b: readonly TurnText[];
  readonly truth: readonly (readonly [number, number])[];
}

/**
 * Two calls of one language, and which turns belong together. One turn alone is dropped, inserted or reworded as often as a whole exchange.
 * Swapped: an exchange comes after the next one; no alignment in order can have both, so that the best recall there is below 1.
 */
export function makeCallPair(language: string, change: CallChange, random: Random): CallPair {
  let moment = 0;
  const families = shuffled(
    labelledFamilies.filter((family) => family.language === language),
    random,
  );
  const said = (role: TurnText['role'], wordings: readonly string[]): MadeTurn => {
    moment += 1;
    return { role, text: random.pick(wordings), moment, wordings };
  };
  const exchange = (): MadeTurn[] => {
    const family = families.pop();
    if (family === undefined) throw new Error('A call has more moments than there are families');
    const answer = random.pick(answers[language] ?? []).split('|');
    return [said('agent', family.wordings), said('caller', answer)];
  };
  const first = Array.from({ length: random.int(8, 14) }, exchange);
  const second: MadeTurn[][] = [];
  for (const pair of first) {
    if (random.next() < change.inserted) {
      const other = exchange();
      second.push(random.next() < 0.5 ? other : [random.pick(other)]);
    }
    if (random.next() < change.dropped) {
      if (random.next() < 0.5) second.push([random.pick(pair)]);
      continue;
    }
    second.push(
      pair.map((turn) => (random.next() < change.reworded ? { ...turn, text: reworded(turn, random) } : turn)),
    );
  }
  for (let at = 0; at + 1 < second.length; at += 1) {
    const [here, next] = [second[at], second[at + 1]];
    if (here === undefined || next === undefined || random.next() >= change.swapped) continue;
    second[at] = next;
    second[at + 1] = here;
    at += 1;
  }
  const a = first.flat();
  const b = second.flat();
  const places = new Map(b.map((turn, place) => [turn.moment, place]));
  const truth = a.flatMap((turn, place) => {
    const other = places.get(turn.moment);
    return other === undefined ? [] : [[place, other] as const];
  });
  return { language, kind: change.kind, a, b, truth };
}

function reworded(turn: MadeTurn, random: Random): string {
  return random.pick(turn.wordings.filter((text) => text !== turn.text));
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((x, y) => x.place - y.place)
    .map(({ item }) => item);
}
