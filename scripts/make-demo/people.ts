import type { Random } from './random.ts';
import type { Gender, Lang } from './types.ts';

const FIRST: Record<Lang, Record<Gender, string[]>> = {
  en: {
    female: [
      'Hannah',
      'Grace',
      'Olivia',
      'Ruth',
      'Natalie',
      'Carol',
      'Megan',
      'Joan',
      'Audrey',
      'Denise',
      'Paula',
      'Irene',
    ],
    male: [
      'Daniel',
      'Walter',
      'Marcus',
      'Owen',
      'Victor',
      'Simon',
      'Peter',
      'Alan',
      'Gordon',
      'Russell',
      'Keith',
      'Martin',
    ],
  },
  es: { female: ['Lucía', 'Carmen', 'Marta', 'Elena'], male: ['Javier', 'Andrés', 'Diego', 'Tomás'] },
  he: {
    female: ['נועה//nOa', 'תמר//tamar', 'מיכל//mikhal', 'שירה//shIra'],
    male: ['יואב//yoav', 'איתן//eytan', 'עומר//Omer', 'דניאל//daniel'],
  },
};

const LAST: Record<Lang, string[]> = {
  en: [
    'Whitfield',
    'Carter',
    'Lindgren',
    'Brooks',
    'Hayes',
    'Donovan',
    'Fletcher',
    'Mercer',
    'Sullivan',
    'Parker',
    'Bennett',
    'Crawford',
    'Nolan',
    'Hartman',
  ],
  es: ['Herrera', 'Molina', 'Navarro', 'Castillo', 'Ortega', 'Vidal'],
  he: ['לוי//levi', 'פרידמן//frIdman', 'אברהמי//avrahAmi', 'רוזן//rOzen', 'שפירא//shapIra'],
};

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
const TIMES = ['8:30', '9:15', '10:00', '10:45', '11:30', '2:15', '3:00', '3:45', '4:30'];
const DENTISTS = ['Patel', 'Romero', 'Whitaker', 'Lindqvist'];

const DAYS_ES = ['lunes', 'martes', 'miércoles', 'jueves', 'viernes'];
const DAYS_HE = [
  'יום ראשון//yom rishon',
  'יום שני//yom sheni',
  'יום שלישי//yom shlishi',
  'יום רביעי//yom revi-i',
  'יום חמישי//yom khamishi',
];
const TIMES_HE = [
  'תשע//tEsha',
  'עשר וחצי//Eser vakhEtzi',
  'אחת עשרה//akhat esre',
  'שתיים וחצי//shtAyim vakhEtzi',
  'ארבע//Arba',
];
const DIGITS_HE = ['Efes', 'akhat', 'shtAyim', 'shalosh', 'Arba', 'khamesh', 'shesh', 'shEva', 'shmOne', 'tEsha'];

/** What dialogues of every business may ask for; each call draws its own. */
export function drawPerson(random: Random, lang: Lang, gender: Gender): Record<string, string> {
  const first = random.pick(FIRST[lang][gender]);
  const last = random.pick(LAST[lang]);
  const side = (value: string, at: 0 | 1) => value.split('//')[at] ?? value;
  const month = random.int(1, 12);
  const date = random.int(1, 28);
  const year = random.int(1948, 1998);
  const day = random.int(0, 3);
  const four = random.digits(4);
  return {
    first,
    last,
    name: lang === 'he' ? `${side(first, 0)} ${side(last, 0)}//${side(first, 1)} ${side(last, 1)}` : `${first} ${last}`,
    dob: `${MONTHS[month - 1]} ${date}, ${year}`,
    dobIso: `${year}-${`${month}`.padStart(2, '0')}-${`${date}`.padStart(2, '0')}`,
    day: (lang === 'he' ? DAYS_HE : DAYS)[day] ?? '',
    altDay: DAYS[day + 1] ?? '',
    dia: DAYS_ES[day] ?? '',
    time: random.pick(lang === 'he' ? TIMES_HE : TIMES),
    altTime: random.pick(TIMES),
    dentist: random.pick(DENTISTS),
    patient: `P-${random.digits(5)}`,
    appt: `A-${random.digits(6)}`,
    kind: 'checkup',
    isoDay: 'next-week',
    order: `SP-${random.digits(6)}`,
    phone4: lang === 'he' ? `${four}//${[...four].map((digit) => DIGITS_HE[Number(digit)]).join(' ')}` : four,
    meter: random.digits(5),
    nights: random.pick(['two', 'three', 'four']),
    rate: random.pick(['118', '132', '145', '96']),
    roomCode: 'DBL',
    card4: random.digits(4),
    ref: random.digits(5),
    account: random.digits(6),
  };
}
