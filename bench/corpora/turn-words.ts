import type { Random } from '../../scripts/make-demo/random.ts';

// What the agents and callers of `turn-library.ts` say: stock sentences with names and numbers to fill in, put together with
// openers and closers as a language model varies them, and now and then a turn that nobody says twice.

export const languages = ['en', 'es', 'he', 'ja'] as const;
export type Language = (typeof languages)[number];

interface Phrases {
  readonly greeting: readonly string[];
  readonly goodbye: readonly string[];
  /** By what they want. */
  readonly intents: Readonly<Record<string, readonly string[]>>;
  readonly openers: readonly string[];
  readonly closers: readonly string[];
  readonly caller: readonly string[];
  readonly short: readonly string[];
  readonly names: readonly string[];
  /** Words that turns nobody says twice are made of. */
  readonly loose: readonly string[];
  readonly joint: string;
}

const words = (text: string): string[] => text.split('|');

const phrases: Readonly<Record<Language, Phrases>> = {
  en: {
    greeting: words(
      'Hello, this is Dana from the Lakeside clinic. How can I help you today?|Good morning, you have reached Lakeside clinic, this is Dana. What can I do for you?|Hi, Lakeside clinic, Dana speaking. How may I help?',
    ),
    goodbye: words('Thank you for calling, goodbye.|Have a nice day, bye.|Thanks for your call. Goodbye, {name}.'),
    intents: {
      birth: words(
        'Could you tell me your date of birth?|What is your date of birth, please?|May I have your birth date to find your record?',
      ),
      time: words(
        'I have a free appointment on {date} at {time}. Would that suit you?|The next free appointment is {date}, {time}. Shall I book it?|There is an opening at {time} on {date}, does that work for you?',
      ),
      spell: words('Could you spell your last name for me?|How do you spell your surname?'),
      amount: words(
        'The balance on your account is {amount}. Do you want to pay it now?|Your outstanding balance is {amount}, would you like to settle it today?',
      ),
      confirm: words(
        'So that is {name} on {date} at {time}, correct?|Let me repeat: {name}, {date}, {time}. Is that right?',
      ),
      transfer: words(
        'I am transferring you to a colleague in billing.|Let me put you through to the billing department.',
      ),
      address: words('What address should we send the parcel to?|Which address do you want the parcel delivered to?'),
      order: words(
        'Your order {number} was shipped on {date} and should arrive by {time}.|Order {number} left our warehouse on {date}.',
      ),
      sorry: words('Sorry, I did not catch that. Could you say it again?|I am sorry, could you repeat that please?'),
      hold: words('One moment while I look that up in the system.|Please hold on, I am checking the calendar.'),
      insurance: words(
        'Which insurance company are you with?|Could you give me the number on your insurance card? It begins with {number}.',
      ),
      cancel: words(
        'I have cancelled your appointment on {date}. Anything else?|The appointment on {date} is cancelled now, is there anything else?',
      ),
    },
    openers: words(
      '|Of course.|Great, {name}.|Thank you.|No problem.|All right.|Sure thing.|Perfect, thanks.|I understand.|Let me see.',
    ),
    closers: words('||Take your time.|I am listening.|We are nearly done.|It will only take a moment.'),
    caller: words(
      'Yes please.|My name is {name}.|It is {date}.|I would like an appointment.|No, another day.|The number is {number}.|Can you repeat that?|I wanted to ask about my bill of {amount}.|What about {time}?',
    ),
    short: words('Okay.|Yes.|Right.|Mm-hm.'),
    names: words('Maria Lopez|John Carter|Aisha Khan|Peter Novak|Emily Stone|Tom Baker|Olga Ivanova|Samuel Reed'),
    loose: words(
      'parking|prescription|doctor|physiotherapy|garage|engine|warranty|insurance|invoice|delivery|garden|kitchen|window|battery|screen|contract|tenant|heating|water|meter|holiday|flight|luggage|passport|school|teacher|lesson|guitar|dentist|crown|allergy|peanut|leaflet|coupon|voucher|refund|courier|ladder|storage|basement|elevator|bicycle|tyre|oil|brake|mirror|printer|network|router|password|because|before|after|usually|sometimes|without|with|near|behind|instead of|we repair|we deliver|we offer|you need|they replaced|it includes|it covers|you can bring|please remember|our branch',
    ),
    joint: ' ',
  },
  es: {
    greeting: words(
      'Hola, soy Lucía de Viajes Sol, ¿en qué puedo ayudarle?|Buenos días, Viajes Sol, le atiende Lucía.',
    ),
    goodbye: words('Gracias por llamar, hasta luego.|Que tenga un buen día, {name}.'),
    intents: {
      birth: words('¿Cuál es su fecha de nacimiento?|¿Me dice su fecha de nacimiento, por favor?'),
      time: words(
        'Tengo un hueco el {date} a las {time}, ¿le viene bien?|La próxima salida es el {date} a las {time}.',
      ),
      amount: words('El precio total es de {amount}. ¿Quiere pagarlo ahora?|Son {amount} en total, ¿desea pagar ya?'),
      spell: words('¿Puede deletrear su apellido?|¿Cómo se escribe su apellido?'),
      confirm: words('Entonces es {name}, el {date} a las {time}, ¿correcto?|Repito: {name}, {date}, {time}.'),
      hold: words('Un momento, lo busco en el sistema.|Espere un momento mientras lo compruebo.'),
      transfer: words('Le paso con un compañero de facturación.|Voy a transferir su llamada a facturación.'),
      order: words('Su reserva {number} está confirmada para el {date}.|La reserva número {number} sale el {date}.'),
    },
    openers: words('|Claro.|Perfecto, {name}.|Muy bien.|Gracias.|Entiendo.|De acuerdo.'),
    closers: words('||Sin prisa.|Le escucho.|Ya casi terminamos.'),
    caller: words(
      'Sí, por favor.|Me llamo {name}.|Es el {date}.|Quiero reservar un viaje.|No, otro día.|El número es {number}.',
    ),
    short: words('Vale.|Sí.|Bien.'),
    names: words('María López|Juan Pérez|Lucía Gómez|Carlos Ruiz|Ana Torres'),
    loose: words(
      'equipaje|hotel|playa|montaña|tren|billete|maleta|pasaporte|desayuno|piscina|habitación|factura|recibo|seguro|médico|coche|alquiler|puerto|barco|excursión|guía|museo|mercado|porque|antes|después|normalmente|sin|cerca|incluye|ofrecemos|necesita|puede traer|recuerde|nuestra oficina',
    ),
    joint: ' ',
  },
  he: {
    greeting: words('שלום, כאן נועה ממרפאת הגליל, איך אפשר לעזור?|בוקר טוב, הגעת למרפאת הגליל, מדברת נועה.'),
    goodbye: words('תודה שהתקשרת, להתראות.|יום נעים, {name}.'),
    intents: {
      birth: words('מה תאריך הלידה שלך?|אפשר בבקשה את תאריך הלידה?'),
      time: words('יש תור פנוי בתאריך {date} בשעה {time}, מתאים?|התור הקרוב הוא {date} בשעה {time}.'),
      amount: words('היתרה לתשלום היא {amount}, לשלם עכשיו?|נשאר לתשלום {amount}.'),
      confirm: words('אם כך {name}, בתאריך {date} בשעה {time}, נכון?|אני חוזרת: {name}, {date}, {time}.'),
      hold: words('רגע אחד, אני בודקת במערכת.|נא להמתין, אני מחפשת ביומן.'),
      transfer: words('אני מעבירה אותך למחלקת הגבייה.|תכף מחברת אותך לגבייה.'),
    },
    openers: words('|בטח.|מצוין, {name}.|תודה.|הבנתי.|אין בעיה.'),
    closers: words('||קח את הזמן.|אני מקשיבה.'),
    caller: words('כן בבקשה.|קוראים לי {name}.|אני רוצה תור.|לא, יום אחר.|המספר הוא {number}.'),
    short: words('טוב.|כן.|בסדר.'),
    names: words('מרים לוי|יוסי כהן|דנה אברהם|אבי מזרחי'),
    loose: words(
      'מרשם|רופא|אחות|בדיקה|מעבדה|חניה|קופה|ביטוח|חשבון|קבלה|משלוח|תרופה|אלרגיה|צילום|ניתוח|הפניה|טופס|כתובת|סניף|ליד|אחרי|לפני|בלי|כדאי להביא|צריך לחתום|אנחנו מציעים|הסניף פתוח',
    ),
    joint: ' ',
  },
  ja: {
    greeting: words(
      'お電話ありがとうございます。さくら歯科でございます。ご用件をお伺いします。|はい、さくら歯科です。どのようなご用件でしょうか。',
    ),
    goodbye: words('お電話ありがとうございました。失礼いたします。|それではお待ちしております。'),
    intents: {
      birth: words('生年月日を教えていただけますか。|生年月日をお願いいたします。'),
      time: words('{date}の{time}に空きがございます。いかがでしょうか。|次の予約可能日は{date}の{time}です。'),
      amount: words('お支払い金額は{amount}です。|合計で{amount}になります。お支払いはいかがなさいますか。'),
      hold: words('確認いたしますので少々お待ちください。|予約表を確認いたします。'),
      insurance: words('保険証の番号をお願いいたします。|保険証はお持ちでしょうか。'),
      transfer: words('担当者におつなぎいたします。|会計の担当に転送いたします。'),
    },
    openers: words('|かしこまりました。|ありがとうございます。|承知しました。|はい。'),
    closers: words('||よろしくお願いいたします。|ごゆっくりどうぞ。'),
    caller: words('はい、お願いします。|予約をしたいのですが。|別の日がいいです。|番号は{number}です。|{date}です。'),
    short: words('はい。|ええ。'),
    names: words('佐藤|鈴木|高橋|田中'),
    loose: words(
      '駐車場|治療|診察券|虫歯|矯正|検診|料金|領収書|薬局|受付|階段|窓口|予定|電車|住所|案内|書類|変更|無料|必要です|お持ちください|ございます|場合は|前に|後で|近くの',
    ),
    joint: '',
  },
};

/** What an agent of a language can be about, greeting and goodbye aside. */
export function intentsOf(language: Language): string[] {
  return Object.keys(phrases[language].intents);
}

function fill(text: string, { names }: Phrases, random: Random): string {
  return text.replace(/\{(\w+)\}/g, (_, slot: string) => {
    if (slot === 'name') return random.pick(names);
    if (slot === 'time') return `${random.int(8, 19)}:${random.pick(['00', '15', '30', '45'])}`;
    if (slot === 'date') return `${random.int(1, 28)}/${random.int(1, 12)}`;
    if (slot === 'amount') return `$${random.int(5, 900)}.${random.digits(2)}`;
    return random.digits(random.int(4, 8));
  });
}

function join(parts: readonly string[], { joint }: Phrases): string {
  return parts.filter((part) => part !== '').join(joint);
}

/** An agent's turn: a stock sentence with what is said around it; 2 % are one word, and `looseShare` nobody says twice. */
export function agentWords(language: Language, intent: string, looseShare: number, random: Random): string {
  const all = phrases[language];
  if (intent === 'greeting' || intent === 'goodbye') return fill(random.pick(all[intent]), all, random);
  const chance = random.next();
  if (chance < looseShare) {
    return `${Array.from({ length: random.int(5, 24) }, () => random.pick(all.loose)).join(all.joint)}.`;
  }
  if (chance < looseShare + 0.02) return random.pick(all.short);
  const core = random.pick(all.intents[intent] ?? all.greeting);
  return fill(join([random.pick(all.openers), core, random.pick(all.closers)], all), all, random);
}

export function callerWords(language: Language, random: Random): string {
  const all = phrases[language];
  return fill(random.pick(random.next() < 0.2 ? all.short : all.caller), all, random);
}
