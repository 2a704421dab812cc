import { Random } from '../../scripts/make-demo/random.ts';
import { createTopic, sayTurn } from '../../src/sandbox/corpus/synthetic-text.ts';
import type { TurnRole } from '../../src/shared/model/turn.ts';
import { readTrueCalls } from '../lib/demo-truth.ts';

/** A transcript as an anchor sees it. */
export interface Dialogue {
  readonly name: string;
  readonly corpus: string;
  readonly turns: readonly { readonly role: TurnRole; readonly content: string; readonly startMs: number | null }[];
}

/** The transcripts of the demo, hand-written, in English, Spanish and Hebrew. */
export function demoDialogues(): Dialogue[] {
  return readTrueCalls().flatMap(({ name, turns }) => (turns.length < 3 ? [] : [{ name, corpus: 'demo', turns }]));
}

/** Lines of calls in scripts and languages that the demo does not have: agent and caller by turns. */
const lines: Readonly<Record<string, readonly string[]>> = {
  de: [
    'Guten Tag, hier ist der Kundendienst der Stadtwerke, was kann ich für Sie tun?',
    'Guten Tag, meine Abrechnung stimmt nicht.',
    'Das tut mir leid. Nennen Sie mir bitte Ihre Kundennummer.',
    'Moment, die muss ich suchen.',
    'Kein Problem, lassen Sie sich Zeit.',
    'Also, vier sieben drei, null eins.',
    'Vielen Dank. Ich sehe eine Nachzahlung von hundertzwölf Euro.',
    'Ja, genau.',
    'Der Zählerstand wurde geschätzt, können Sie ihn mir ablesen?',
    'Ja.',
    'Dann warte ich so lange.',
    'Achtzehntausendvierhundertsechs.',
  ],
  fr: [
    'Bonjour, cabinet du docteur Lemaire, que puis-je faire pour vous ?',
    'Bonjour, je voudrais déplacer mon rendez-vous de jeudi.',
    'Bien sûr, à quel nom, s’il vous plaît ?',
    'Au nom de Delcourt.',
    'J’ai une place vendredi à quinze heures ou lundi à neuf heures.',
    'Oui.',
    'Vendredi ou lundi, qu’est-ce qui vous convient ?',
    'Lundi, c’est mieux pour moi.',
    'C’est noté pour lundi à neuf heures.',
    'Merci beaucoup.',
  ],
  ar: [
    'أهلا وسهلا، معك خدمة العملاء، كيف يمكنني مساعدتك؟',
    'مرحبا، لم تصل الشحنة حتى الآن.',
    'أعتذر عن ذلك، هل يمكنك إعطائي رقم الطلب؟',
    'نعم، الرقم هو خمسة صفر اثنان تسعة.',
    'شكرا، الشحنة في المستودع وستصل غدا صباحا.',
    'نعم.',
    'هل العنوان في شارع النخيل صحيح؟',
    'نعم، لكن الطابق تغير.',
    'حسنا، سأغير الطابق الآن.',
  ],
  ja: [
    'お電話ありがとうございます。予約センターでございます。',
    '来週の予約を変更したいのですが。',
    'かしこまりました。お名前をお願いいたします。',
    '田中と申します。',
    'ありがとうございます。火曜日の午後三時でよろしいでしょうか。',
    'はい。',
    'では、火曜日の午後三時に変更いたしました。',
    'あと、駐車場はありますか。',
    'はい、建物の裏にございます。',
    '分かりました、ありがとうございます。',
  ],
  zh: [
    '您好，这里是银行客服中心，请问有什么可以帮您？',
    '我的卡丢了，想挂失。',
    '好的，请告诉我您的姓名和身份证后四位。',
    '我叫李明，后四位是八二一六。',
    '谢谢，最近一笔消费是昨天下午的三百元，是您本人吗？',
    '是的。',
    '那我现在为您挂失，新卡大约五个工作日寄到。',
    '可以寄到公司吗？',
    '可以，请告诉我公司的地址。',
  ],
  th: [
    'สวัสดีค่ะ ศูนย์บริการลูกค้า มีอะไรให้ช่วยไหมคะ',
    'อินเทอร์เน็ตที่บ้านใช้ไม่ได้ตั้งแต่เมื่อวานครับ',
    'ขออภัยในความไม่สะดวกค่ะ ขอทราบหมายเลขลูกค้าด้วยค่ะ',
    'ครับ',
    'ตอนนี้มีการซ่อมสายในพื้นที่ จะเสร็จภายในหกโมงเย็นค่ะ',
    'ขอบคุณครับ',
    'มีอะไรให้ช่วยเพิ่มเติมไหมคะ',
  ],
  hi: [
    'नमस्ते, ग्राहक सेवा में आपका स्वागत है, मैं आपकी क्या मदद कर सकती हूँ?',
    'मेरा बिल इस महीने बहुत ज़्यादा आया है।',
    'कृपया अपना ग्राहक नंबर बताइए।',
    'जी, पाँच दो आठ शून्य।',
    'धन्यवाद, पिछले महीने का बकाया भी इसमें जुड़ा है।',
    'अच्छा।',
    'क्या आप अभी भुगतान करना चाहेंगे?',
    'नहीं, कल करूँगा।',
  ],
};

/** What is said again and again on the telephone. */
const small: Readonly<Record<string, readonly string[]>> = {
  de: ['Ja.', 'Mhm.', 'Gut.'],
  fr: ['Oui.', 'D’accord.', 'Euh, oui.'],
  ar: ['نعم.', 'حسنا.', 'تمام.'],
  ja: ['はい。', 'ええ。', 'はい、はい。'],
  zh: ['嗯。', '好的。', '对。'],
  th: ['ครับ', 'ค่ะ', 'อืม'],
  hi: ['जी।', 'हाँ।', 'ठीक है।'],
};

/** Gives lines times as a call has them. */
function timed(said: readonly { role: TurnRole; content: string }[], random: Random): Dialogue['turns'] {
  let atMs = random.int(1500, 9000);
  return said.map((turn) => {
    const startMs = atMs;
    atMs += random.int(400, 1500) + turn.content.length * random.int(40, 70);
    return { ...turn, startMs };
  });
}

/** Calls in seven more languages, with short answers in between. */
export function worldDialogues(seed: string): Dialogue[] {
  return Object.entries(lines).flatMap(([language, spoken]) =>
    Array.from({ length: 4 }, (_, copy) => {
      const random = new Random(`${seed} ${language} ${copy}`);
      const said = spoken.flatMap((content, i) => {
        const role: TurnRole = i % 2 === 0 ? 'agent' : 'caller';
        const other: TurnRole = role === 'agent' ? 'caller' : 'agent';
        const answer = { role: other, content: random.pick(small[language] ?? []) };
        return random.next() < 0.4 ? [{ role, content }, answer] : [{ role, content }];
      });
      return { name: `${language} ${copy}`, corpus: 'seven more languages', turns: timed(said, random) };
    }),
  );
}

/** Long calls made of few sentences that are said over and over: the hardest to tell apart. */
export function repetitiveDialogues(seed: string, count: number): Dialogue[] {
  return Array.from({ length: count }, (_, copy) => {
    const random = new Random(`${seed} repetitive ${copy}`);
    const draw = () => random.next();
    const language = random.pick(['en', 'es', 'he'] as const);
    const topic = createTopic(draw, language, 'Harbour Clinic');
    const length = random.int(20, 60);
    const said = Array.from({ length }, (_turn, i) => {
      const role: TurnRole = i % 2 === 0 ? 'agent' : 'caller';
      const part = i === 0 ? 'first' : i === length - 1 ? 'last' : 'middle';
      return { role, content: sayTurn(draw, topic, role, random.int(1, 3), part) };
    });
    return { name: `${language} ${copy}`, corpus: 'repetitive', turns: timed(said, random) };
  });
}
