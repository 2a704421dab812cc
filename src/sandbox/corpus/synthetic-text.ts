import { pick, type Random, randomInt } from '../random.ts';

/** What one kind of call talks about, in one language. `{…}` are filled in per call. */
interface Script {
  readonly greetings: readonly string[];
  readonly agentLines: readonly string[];
  readonly callerLines: readonly string[];
  readonly goodbyes: readonly string[];
  readonly names: readonly string[];
  readonly days: readonly string[];
}

/** Languages of the synthetic calls. */
export type Language = 'en' | 'es' | 'he';

const scripts: Readonly<Record<Language, Script>> = {
  en: {
    greetings: [
      'Hello, thank you for calling {place}, how can I help you today?',
      'Good morning, this is the assistant of {place}. What can I do for you?',
    ],
    agentLines: [
      'Let me check that for you.',
      'I can see a booking for {day} at {time}, is that the one you mean?',
      'May I have your name, please?',
      'Thank you, {name}. Could you confirm the last two digits of your phone number?',
      'We have something free on {day} at {time}.',
      'The reference number is {number}.',
      'I am sorry to hear that. I will pass it on to a colleague.',
      'The total comes to {number} dollars, including tax.',
      'Just to repeat: {day} at {time}, for {name}.',
      'Is there anything else I can help you with?',
      'I did not quite catch that, could you say it again?',
      'That should arrive before {day}.',
    ],
    callerLines: [
      'Yes, hi, it is about my appointment on {day}.',
      'My name is {name}.',
      'No, that does not work for me.',
      'Could we move it to {day}, maybe around {time}?',
      'I was charged {number} dollars twice.',
      'Uh-huh.',
      'Can I talk to a real person?',
      'Wait, no, I meant {time}.',
      'That is right.',
      'Where is my order? The number is {number}.',
      'Sorry, the line is bad, what did you say?',
      'Okay, that sounds good.',
    ],
    goodbyes: ['Thank you for calling, goodbye.', 'Have a nice day, {name}.'],
    names: ['Alice Moreau', 'Ben Carter', 'Priya Nair', 'Tom Okafor', 'Grace Lindqvist', 'Sam O’Neil'],
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'the 14th', 'tomorrow'],
  },
  es: {
    greetings: ['Hola, gracias por llamar a {place}, ¿en qué puedo ayudarle?'],
    agentLines: [
      'Déjeme comprobarlo un momento.',
      'Tenemos un hueco el {day} a las {time}.',
      '¿Me puede decir su nombre, por favor?',
      'Perfecto, {name}. Su número de referencia es {number}.',
      '¿Quiere que le envíe la confirmación por mensaje?',
      'Lo siento, no le he entendido bien.',
      'El importe total es de {number} euros.',
      '¿Necesita algo más?',
    ],
    callerLines: [
      'Sí, quería cambiar la cita del {day}.',
      'Me llamo {name}.',
      'No, a esa hora no puedo.',
      '¿Podría ser a las {time}?',
      'Vale, muy bien.',
      '¿Puedo hablar con una persona?',
      'El pedido es el {number}, todavía no ha llegado.',
    ],
    goodbyes: ['Gracias por llamar, que tenga un buen día.'],
    names: ['Lucía Fernández', 'Javier Ortega', 'Carmen Ruiz', 'Íñigo Peña'],
    days: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes'],
  },
  he: {
    greetings: ['שלום, תודה שהתקשרת אל {place}, איך אפשר לעזור?'],
    agentLines: [
      'רק רגע, אני בודקת.',
      'יש תור פנוי ביום {day} בשעה {time}.',
      'אפשר לקבל את השם המלא, בבקשה?',
      'תודה {name}. מספר האישור הוא {number}.',
      'לא הצלחתי לשמוע, אפשר לחזור על זה?',
      'הסכום הוא {number} שקלים.',
      'יש עוד משהו שאוכל לעזור בו?',
    ],
    callerLines: [
      'כן, שלום, אני רוצה להזיז את התור של יום {day}.',
      'השם שלי {name}.',
      'לא, זה לא מתאים לי.',
      'אפשר בשעה {time}?',
      'מעולה, תודה רבה.',
      'אני רוצה לדבר עם נציג.',
      'ההזמנה מספר {number} עוד לא הגיעה.',
    ],
    goodbyes: ['תודה ולהתראות.'],
    names: ['נועה כהן', 'איתי לוי', 'מאיה פרץ', 'יוסי מזרחי'],
    days: ['ראשון', 'שני', 'שלישי', 'רביעי', 'חמישי'],
  },
};

/** What stays the same through one call. */
export interface Topic {
  readonly language: Language;
  readonly place: string;
  readonly name: string;
  readonly day: string;
  readonly time: string;
}

/** Chooses what a call is about. */
export function createTopic(random: Random, language: Language, place: string): Topic {
  const { names, days } = scripts[language];
  const time = `${randomInt(random, 8, 18)}:${pick(random, ['00', '15', '30', '45'])}`;
  return { language, place, name: pick(random, names), day: pick(random, days), time };
}

/** What is said in a turn of `sentences` sentences. */
export function sayTurn(
  random: Random,
  topic: Topic,
  role: 'agent' | 'caller',
  sentences: number,
  position: 'first' | 'middle' | 'last',
): string {
  const script = scripts[topic.language];
  const lines =
    role === 'caller'
      ? script.callerLines
      : { first: script.greetings, middle: script.agentLines, last: script.goodbyes }[position];
  const said: string[] = [];
  for (let i = 0; i < sentences; i++) said.push(fill(random, pick(random, lines), topic));
  return [...new Set(said)].join(' ');
}

/** A sentence for `summary`. */
export function summariseTopic(topic: Topic): string {
  return `${topic.name} called ${topic.place} about ${topic.day} at ${topic.time}.`;
}

function fill(random: Random, line: string, topic: Topic): string {
  return line
    .replace('{place}', topic.place)
    .replace('{name}', topic.name)
    .replace('{day}', topic.day)
    .replace('{time}', topic.time)
    .replace('{number}', () => String(randomInt(random, 12, 98_765)));
}
